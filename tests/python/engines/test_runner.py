"""Three ways to run the same tasks, one record; and nothing runs that was asked for wrongly."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import mnist1d_lab
import numpy as np
import pytest
from mnist1d_lab import ParamError, Record, events, params
from mnist1d_lab.engines.processes import Processes
from mnist1d_lab.experiments import EXPERIMENTS
from mnist1d_lab.experiments.base import Experiment, Task
from mnist1d_lab.ops import get_ops
from mnist1d_lab.params import BACKEND_NAMES

DATA: dict[str, Any] = {"num_samples": 200}
TRAINING: dict[str, Any] = {**DATA, "hidden": 8, "steps": 6, "eval_every": 3, "batch_size": 50}
SMALL: dict[str, dict[str, Any]] = {
    "preview": DATA,
    "dataset": DATA,
    "benchmark": {**TRAINING, "models": ["linear", "mlp"], "seeds": 2, "shuffled": "both"},
    "lottery": {**TRAINING, "sparsities": [0, 0.5, 0.9], "trials": 2, "seed": 3},
}
every_small = pytest.mark.parametrize("name", SMALL)


def repeatable(record: Record) -> dict[str, Any]:
    """A record as plain JSON, without what no seed repeats: the times."""
    plain = json.loads(record.to_json())
    del plain["elapsed_s"], plain["made"]
    for row in plain["rows"]:
        row.pop("ms_per_step", None)
    return plain


def drained(stream: Generator[events.Event, None, Record]) -> tuple[list[events.Event], Record]:
    said = []
    while True:
        try:
            said.append(next(stream))
        except StopIteration as finished:
            return said, finished.value


@every_small
def test_run_stream_and_two_processes_give_the_same_record(name: str) -> None:
    alone = mnist1d_lab.run(name, **SMALL[name])
    said, streamed = drained(mnist1d_lab.stream(name, **SMALL[name]))
    spread = mnist1d_lab.run(name, workers=2, **SMALL[name])
    assert repeatable(streamed) == repeatable(alone)
    assert repeatable(spread) == repeatable(alone)
    assert [e.values for e in said if isinstance(e, events.Row)] == streamed.rows
    assert {e.name for e in said if isinstance(e, events.Array)} == set(alone.arrays)


@every_small
def test_a_record_carries_what_it_takes_to_make_it_again(name: str) -> None:
    record = mnist1d_lab.run(name, **SMALL[name])
    assert list(record.params) == [param.name for param in EXPERIMENTS[name].params]
    assert record.seed == record.params["seed"]
    assert record.version == mnist1d_lab.__version__
    assert record.backend == BACKEND_NAMES[0]
    read = Record.from_json(record.to_json())
    again = mnist1d_lab.run(name, backend=read.backend, **read.params)
    assert repeatable(again) == repeatable(record)


@pytest.fixture(scope="module")
def two() -> Iterator[Processes]:
    """Two processes for all backends, of which each uses what it is asked for."""
    processes = Processes(2)
    yield processes
    processes.kill()


@pytest.mark.parametrize("backend", BACKEND_NAMES)
def test_who_computes_is_the_same_in_one_process_in_two_and_in_a_stream(
    backend: str, two: Processes
) -> None:
    given: dict[str, Any] = {**SMALL["lottery"], "backend": backend}
    records = [mnist1d_lab.run("lottery", **given)]
    records.append(mnist1d_lab.run("lottery", executor=two, workers=2, **given))
    records.append(drained(mnist1d_lab.stream("lottery", **given))[1])
    assert [record.backend for record in records] == [backend] * 3
    assert all(repeatable(record) == repeatable(records[0]) for record in records)


def test_streams_side_by_side_keep_their_backends() -> None:
    """Each event of one is followed by one of the other."""
    alone, both = {}, {}
    for backend in ("numpy", "simd"):
        given = {**SMALL["lottery"], "backend": backend}
        alone[backend] = drained(mnist1d_lab.stream("lottery", **given))[0]
        both[backend] = mnist1d_lab.stream("lottery", **given)
    together = list(zip(*both.values(), strict=True))
    for place, backend in enumerate(both):
        rows = [dict(e[place].values) for e in together if isinstance(e[place], events.Row)]
        expected = [dict(e.values) for e in alone[backend] if isinstance(e, events.Row)]
        for row in (*rows, *expected):
            del row["ms_per_step"]
        assert rows == expected
    assert get_ops().name == BACKEND_NAMES[0]


def test_elapsed_time_is_from_start_to_end_and_not_the_tasks_sum(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A clock of our own: planning takes 10 s and each of two tasks 1 s."""
    now = 0.0

    def passes(seconds: float) -> None:
        nonlocal now
        now += seconds

    def plan(values: params.Values) -> list[Task]:
        passes(10)
        return [Task(name, "timed", values) for name in ("a", "b")]

    def execute(*_: object) -> Iterator[events.Event]:
        passes(1)
        yield events.TICK

    timed = Experiment("timed", "Timed", "For this test.", (params.SEED,), plan, execute)
    monkeypatch.setitem(EXPERIMENTS, "timed", timed)
    monkeypatch.setattr(
        "mnist1d_lab.engines.runner.time", SimpleNamespace(perf_counter=lambda: now)
    )
    assert mnist1d_lab.run("timed").elapsed_s == 12
    assert drained(mnist1d_lab.stream("timed"))[1].elapsed_s == 12


def test_the_public_faces_of_the_package(tmp_path: Path) -> None:
    """The calls of the README, on a preset made small."""
    record = mnist1d_lab.run("lottery", preset="quick", **{**SMALL["lottery"], "seed": 0})
    assert record.rows
    assert record.arrays
    assert json.loads(record.to_json())["experiment"] == "lottery"
    record.to_npz(str(tmp_path / "run.npz"))
    with np.load(tmp_path / "run.npz") as archive:
        assert set(record.arrays) < set(archive.files)
    said = list(mnist1d_lab.stream("lottery", preset="quick", **{**SMALL["lottery"], "seed": 0}))
    assert sum(isinstance(event, events.Row) for event in said) == len(record.rows)


def test_the_quick_preset_is_the_one_that_was_agreed() -> None:
    values = EXPERIMENTS["lottery"].check({"preset": "quick"})
    agreed = {
        "model": "mlp", "hidden": 256, "learning_rate": 0.02, "batch_size": 100, "steps": 600,
        "sparsities": [0, 0.4, 0.65, 0.8, 0.9], "trials": 2, "optimizer": "adam",
        "num_samples": 5000, "arms": ["lottery", "random"], "scope": "layerwise",
    }  # fmt: skip
    assert {name: values[name] for name in agreed} == agreed


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("lotery", {}, "experiment"),
    ("lottery", {"preset": "quickest"}, "preset"),
    ("lottery", {"stepz": 5}, "stepz"),
    ("lottery", {"steps": 0}, "steps"),
    ("lottery", {"steps": "5"}, "steps"),
    ("lottery", {"hidden": True}, "hidden"),
    ("lottery", {"learning_rate": float("nan")}, "learning_rate"),
    ("lottery", {"sparsities": [0.5, 0.4]}, "sparsities"),
    ("lottery", {"sparsities": 0.5}, "sparsities"),
    ("dataset", {"padding": [60, 36]}, "padding"),
    ("dataset", {"num_samples": 10, "train_split": 0.05}, "train_split"),
    ("benchmark", {"models": ["mlp", "mlp"]}, "models"),
]


@pytest.mark.parametrize(("name", "given", "param"), WRONG)
def test_a_mistake_is_refused_before_anything_runs(
    name: str, given: dict[str, Any], param: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def must_not_run(*_: object) -> None:
        pytest.fail("something ran")

    monkeypatch.setattr("mnist1d_lab.engines.runner.work_off", must_not_run)
    calls = [lambda: mnist1d_lab.run(name, **given), lambda: mnist1d_lab.stream(name, **given)]
    calls.append(lambda: mnist1d_lab.run(name, workers=2, **given))
    for call in calls:
        with pytest.raises(ParamError) as refusal:
            call()
        assert refusal.value.param == param
        assert isinstance(refusal.value, ValueError)


@pytest.mark.parametrize("workers", [0, -1, 1.5, "2", None, True, 65])
def test_workers_are_checked_too(workers: Any) -> None:
    with pytest.raises(ParamError, match="workers must be a whole number from 1 to 64"):
        mnist1d_lab.run("preview", workers=workers)


@pytest.mark.parametrize("backend", ["cuda", None, 1, "SIMD"])
def test_so_is_the_backend(backend: Any) -> None:
    for call in (mnist1d_lab.run, mnist1d_lab.stream):
        with pytest.raises(ParamError, match="backend must be one of auto, native, simd-relaxed"):
            call("preview", backend=backend)


def test_a_stream_can_be_left_and_taken_up_at_leisure() -> None:
    stream = mnist1d_lab.stream("lottery", **SMALL["lottery"])
    first = next(event for event in stream if isinstance(event, events.Row))
    assert first.values["step"] == 3
    stream.close()
    with pytest.raises(StopIteration):
        next(stream)


def test_numpy_parameters_are_welcome() -> None:
    given = {**SMALL["lottery"], "seed": np.int64(3), "sparsities": np.array([0, 0.5, 0.9])}
    record = mnist1d_lab.run("lottery", **given)
    assert repeatable(record) == repeatable(mnist1d_lab.run("lottery", **SMALL["lottery"]))
