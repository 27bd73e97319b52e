"""The bridge, driven as a worker drives it, through real experiments."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any

import mnist1d_lab
import numpy as np
import pytest
from mnist1d_lab import ParamError, Record, bridge
from mnist1d_lab.experiments import EXPERIMENTS
from mnist1d_lab.ops import get_ops

from tests.python.bridge.driving import Message, advance, drive

TRAINING: dict[str, Any] = {
    "num_samples": 200, "hidden": 8, "steps": 12, "eval_every": 3, "batch_size": 50,
}  # fmt: skip
SMALL: dict[str, dict[str, Any]] = {
    "preview": {"num_samples": 200},
    "dataset": {"num_samples": 200},
    "benchmark": {**TRAINING, "models": ["linear", "mlp"]},
    "lottery": {**TRAINING, "sparsities": [0, 0.5, 0.9], "trials": 2, "seed": 3},
    "bench": {**TRAINING, "sparsities": [0, 0.9], "own_mask": b64encode(b"\xf0" * 40).decode()},
    "bench_sweep": {"num_samples": 200, "hidden": 8, "steps": 12, "values": [0, 0.1], "trials": 2},
}


def through_javascript(plain: Any) -> str:
    """JSON as JavaScript writes it: a number has no type, so 0.0 becomes 0."""

    def number(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: number(item) for key, item in value.items()}
        if isinstance(value, list):
            return [number(item) for item in value]
        return int(value) if isinstance(value, float) and value.is_integer() else value

    return json.dumps(number(plain))


class Page:
    """Collects what the workers say, and merges it."""

    def __init__(self, name: str, given: dict[str, Any]) -> None:
        self.plan = json.loads(bridge.plan(name, json.dumps(given)))
        self.results: list[dict[str, Any]] = []
        self.buffers: list[bytes] = []

    def take(self, task: Any, messages: list[Message]) -> None:
        arrays = []
        for m in messages:
            if m["kind"] == "array":
                self.buffers.append(m["bytes"])
                head = {key: m[key] for key in ("name", "shape", "dtype")}
                arrays.append({**head, "buffer": len(self.buffers) - 1})
        finished = messages[-1]
        self.results.append(
            {
                "task": task,
                "rows": [m["row"] for m in messages if m["kind"] == "row"],
                "arrays": arrays,
                "notices": [m["message"] for m in messages if m["kind"] == "notice"],
                "elapsed_s": finished["elapsed_s"],
                "backend": finished["backend"],
            }
        )

    def record(self) -> Record:
        params = through_javascript(self.plan["params"])
        results = through_javascript(self.results)
        merged = bridge.merge(self.plan["experiment"], params, results, self.buffers)
        return Record.from_json(merged)


def repeatable(record: Record) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(record.to_json())
    del plain["elapsed_s"], plain["made"]
    for row in plain["rows"]:
        row.pop("ms_per_step", None)
    return plain


@pytest.mark.parametrize("name", SMALL)
def test_slices_of_a_millisecond_give_the_record_of_run(name: str) -> None:
    page = Page(name, SMALL[name])
    for task in page.plan["tasks"]:
        page.take(task, list(drive(bridge.start(through_javascript(task)))))
    record = page.record()
    assert repeatable(record) == repeatable(mnist1d_lab.run(name, **SMALL[name]))
    assert record.elapsed_s == pytest.approx(sum(r["elapsed_s"] for r in page.results))
    assert record.elapsed_s > 0


def test_the_numbers_keep_their_types_on_the_way_through_javascript() -> None:
    plan = json.loads(bridge.plan("lottery", json.dumps(SMALL["lottery"])))
    merged = json.loads(bridge.merge("lottery", through_javascript(plan["params"]), "[]", []))
    assert merged["params"] == plan["params"]
    assert [type(s) for s in merged["params"]["sparsities"]] == [float] * 3
    assert type(merged["params"]["hidden"]) is int


def first_task(name: str = "lottery", **changes: Any) -> str:
    plan = json.loads(bridge.plan(name, json.dumps({**SMALL[name], **changes})))
    return json.dumps(plan["tasks"][0])


def without_times(messages: list[Message]) -> list[Message]:
    kept = []
    for message in messages:
        row = {k: v for k, v in message.get("row", {}).items() if k != "ms_per_step"}
        times = ("elapsed_s", "buffer", "row")
        kept.append({**{k: v for k, v in message.items() if k not in times}, "row": row})
    return kept


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_a_new_worker_goes_on_from_any_checkpoints_bytes(kind: Any) -> None:
    task = first_task()
    whole = list(drive(bridge.start(task)))
    places = [i for i, m in enumerate(whole) if m["kind"] == "checkpoint"]
    assert len(places) == 3
    for place in places:
        rest = list(drive(bridge.start(task, kind(whole[place]["bytes"]))))
        assert without_times(rest) == without_times(whole[place + 1 :])


def test_a_checkpoint_may_come_as_a_typed_array() -> None:
    class TypedArray:
        """Pyodide's JsBuffer, as far as the bridge uses it."""

        def __init__(self, raw: bytes) -> None:
            self.raw = raw

        def to_bytes(self) -> bytes:
            return self.raw

    task = first_task()
    whole = list(drive(bridge.start(task)))
    checkpoint = next(m for m in whole if m["kind"] == "checkpoint")
    rest = list(drive(bridge.start(task, TypedArray(checkpoint["bytes"]))))
    assert without_times(rest) == without_times(whole[whole.index(checkpoint) + 1 :])


def test_single_step_gives_exactly_one_row_a_turn() -> None:
    task = first_task()
    whole = [m["row"]["step"] for m in drive(bridge.start(task)) if m["kind"] == "row"]
    session = bridge.start(task)
    stepped = []
    while True:
        messages = advance(session, 60_000, until_row=True)
        if messages[-1]["kind"] == "finished":
            assert all(message["kind"] != "row" for message in messages)
            break
        assert [m["kind"] for m in messages].count("row") == 1
        assert messages[-1]["kind"] == "row"
        stepped.append(messages[-1]["row"]["step"])
    assert stepped == whole == [3, 6, 9, 12] * 3


def test_every_message_says_what_the_protocol_says() -> None:
    fields = {
        "row": {"row"},
        "array": {"name", "shape", "dtype", "buffer"},
        "progress": {"done", "total", "note", "unit"},
        "checkpoint": {"buffer"},
        "notice": {"message"},
        "finished": {"elapsed_s", "backend"},
    }
    seen = set()
    diverging = {"optimizer": "sgd", "learning_rate": 1.0, "momentum": 0.9, "steps": 80}
    for message in drive(bridge.start(first_task(**diverging, hidden=64)), 1000):
        seen.add(message["kind"])
        assert fields[message["kind"]] == message.keys() - {"kind", "bytes"}
        if message["kind"] == "array":
            size = np.dtype(message["dtype"]).itemsize * int(np.prod(message["shape"]))
            assert len(message["bytes"]) == size
    assert seen == fields.keys()


def test_a_session_that_was_never_advanced_can_be_closed() -> None:
    bridge.start(first_task()).close()


# Descriptions and errors.


def test_describe_is_strict_json() -> None:
    plain = json.loads(bridge.describe(), parse_constant=pytest.fail)
    assert plain["version"] == mnist1d_lab.__version__
    assert plain["backend"] == get_ops().name
    assert list(plain["experiments"]) == list(EXPERIMENTS)


def test_plan_gives_complete_parameters_and_starts_from_a_preset() -> None:
    plan = json.loads(bridge.plan("lottery", '{"preset": "quick", "trials": 3}'))
    assert plan["experiment"] == "lottery"
    assert plan["params"] == EXPERIMENTS["lottery"].check({"preset": "quick", "trials": 3})
    assert {t["key"]["arm"] for t in plan["tasks"]} == {"lottery", "random"}
    assert len(plan["tasks"]) == 6


@pytest.mark.parametrize(
    ("name", "params", "param"),
    [
        ("lotery", "{}", "experiment"),
        ("lottery", '{"steps": 0}', "steps"),
        ("lottery", '{"steps": 1e400}', "steps"),
        ("lottery", '{"steps": NaN}', "steps"),
        ("lottery", '{"steps": "5"}', "steps"),
        ("lottery", '{"steps": null}', "steps"),
        ("lottery", '{"sparsities": [0.5, 0.5]}', "sparsities"),
        ("lottery", '{"stepz": 5}', "stepz"),
        ("lottery", '{"preset": ["quick"]}', "preset"),
        ("lottery", "[1]", "params"),
        ("lottery", "null", "params"),
        ("lottery", "{", "params"),
        ("lottery", "", "params"),
    ],
)
def test_mistakes_are_parameter_errors_that_name_the_parameter(
    name: str, params: str, param: str
) -> None:
    for call in (
        lambda: bridge.plan(name, params),
        lambda: bridge.merge(name, params, "[]", []),
    ):
        with pytest.raises(ParamError) as refusal:
            call()
        assert refusal.value.param == param
        assert str(refusal.value).endswith(".")


def test_a_task_with_bad_parameters_does_not_start() -> None:
    task = json.loads(first_task())
    task["params"]["steps"] = -1
    with pytest.raises(ParamError, match=r"^steps must be"):
        bridge.start(json.dumps(task))
