"""The bridge, driven as a worker drives it: JSON and bytes in, JSON and bytes out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import mnist1d_lab
import numpy as np
import pytest
from mnist1d_lab import ParamError, Record, bridge, events
from mnist1d_lab.experiments import EXPERIMENTS
from mnist1d_lab.experiments.base import Experiment, Task
from mnist1d_lab.ops import get_ops

TRAINING: dict[str, Any] = {
    "num_samples": 200, "hidden": 8, "steps": 12, "eval_every": 3, "batch_size": 50,
}  # fmt: skip
SMALL: dict[str, dict[str, Any]] = {
    "preview": {"num_samples": 200},
    "dataset": {"num_samples": 200},
    "benchmark": {**TRAINING, "models": ["linear", "mlp"]},
    "lottery": {**TRAINING, "sparsities": [0, 0.5, 0.9], "trials": 2, "seed": 3},
}
Message = dict[str, Any]


def through_javascript(plain: Any) -> str:
    """JSON as JavaScript writes it: a number has no type, so 0.0 becomes 0."""

    def number(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: number(item) for key, item in value.items()}
        if isinstance(value, list):
            return [number(item) for item in value]
        return int(value) if isinstance(value, float) and value.is_integer() else value

    return json.dumps(number(plain))


def advance(session: bridge.Session, budget_ms: float, **how: bool) -> list[Message]:
    """One turn; each message with its buffer's bytes in it, copied as the page copies them."""
    text, buffers = session.advance(budget_ms, **how)
    messages: list[Message] = json.loads(text)
    for message in messages:
        if "buffer" in message:
            message["bytes"] = bytes(buffers[message["buffer"]])
    return messages


def drive(session: bridge.Session, budget_ms: float = 1.0) -> Iterator[Message]:
    while True:
        for message in advance(session, budget_ms):
            yield message
            if message["kind"] == "finished":
                return


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
    del plain["elapsed_s"]
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


# A task whose events are written down here, to look at one turn at a time.


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> Any:
    """``scripted(events)`` starts a session of a task that says just these."""

    def start(said: Iterator[events.Event]) -> bridge.Session:
        experiment = Experiment("scripted", "For tests.", (), lambda v: [], lambda *_: said)
        monkeypatch.setitem(EXPERIMENTS, "scripted", experiment)
        return bridge.start(json.dumps(Task("t", "scripted", {}).to_dict()))

    return start


class Clock:
    """Time that passes only when told to, in place of the bridge's."""

    now = 0.0

    def perf_counter(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(bridge, "time", clock)
    return clock


@pytest.mark.parametrize("budget_ms", [0, 5, 20, 100])
def test_a_turn_keeps_to_its_budget(budget_ms: float, scripted: Any, clock: Clock) -> None:
    def endless() -> Iterator[events.Event]:
        while True:
            clock.now += 0.001
            yield events.TICK

    session = scripted(endless())
    for _ in range(3):
        began = clock.now
        assert advance(session, budget_ms) == []
        spent_ms = 1000 * (clock.now - began)
        assert spent_ms > 0
        assert budget_ms - 1e-6 <= spent_ms <= budget_ms + bridge.TICKS_PER_LOOK + 1e-6


def test_pauses_do_not_count_as_time_spent(scripted: Any, clock: Clock) -> None:
    def thrice() -> Iterator[events.Event]:
        for _ in range(3):
            clock.now += 1
            yield events.Row({})

    session = scripted(thrice())
    for _ in range(3):
        advance(session, 60_000, until_row=True)
        clock.now += 100
    (finished,) = advance(session, 60_000)
    assert finished["elapsed_s"] == pytest.approx(3)


def test_arrays_of_every_layout_arrive_whole(scripted: Any) -> None:
    arrays = {
        "columns first": np.asfortranarray(np.arange(6, dtype=np.float32).reshape(2, 3)),
        "every other": np.arange(10, dtype=np.uint8)[::2],
        "scalar": np.array(2.5),
        "empty": np.zeros((0, 4), np.int32),
        "big endian": np.arange(3, dtype=">i4"),
        "flags": np.array([True, False]),
    }
    session = scripted(iter([events.Array(name, a) for name, a in arrays.items()]))
    messages = [m for m in advance(session, 1000) if m["kind"] == "array"]
    assert [m["name"] for m in messages] == list(arrays)
    for message, array in zip(messages, arrays.values(), strict=True):
        raw = np.frombuffer(message["bytes"], message["dtype"]).reshape(message["shape"])
        np.testing.assert_array_equal(raw, array)


def test_nan_never_reaches_the_page(scripted: Any) -> None:
    session = scripted(iter([events.Row({"loss": float("nan"), "n": np.int64(3)})]))
    text, _ = session.advance(1000)
    assert json.loads(text, parse_constant=pytest.fail)[0]["row"] == {
        "loss": None, "n": 3,
    }  # fmt: skip


def test_a_task_that_fails_says_so_and_never_looks_finished(scripted: Any) -> None:
    def failing() -> Iterator[events.Event]:
        yield events.Row({"step": 1})
        raise ArithmeticError("broken")

    session = scripted(failing())
    assert advance(session, 1000, until_row=True)[-1]["row"] == {"step": 1}
    with pytest.raises(ArithmeticError, match="broken"):
        session.advance(1000)
    with pytest.raises(RuntimeError, match="has ended"):
        session.advance(1000)


def test_closing_ends_the_task_at_once(scripted: Any) -> None:
    left = []

    def watched() -> Iterator[events.Event]:
        try:
            while True:
                yield events.Row({})
        finally:
            left.append(True)

    session = scripted(watched())
    advance(session, 1000, until_row=True)
    session.close()
    assert left == [True]
    session.close()
    with pytest.raises(RuntimeError, match="has ended"):
        session.advance(1000)


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
