"""A training that goes on from a checkpoint finds, to the bit, what one in a single go finds."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from mnist1d_lab.bridge import tasks
from mnist1d_lab.bridge.tasks import running
from mnist1d_lab.engines.packing import pack, unpack
from mnist1d_lab.events import Array, Checkpoint, Event, Row
from mnist1d_lab.experiments import get_experiment
from mnist1d_lab.experiments.base import Task
from mnist1d_lab.experiments.shared import model_run
from mnist1d_lab.params import ParamError

SMALL = {"num_samples": 330, "batch_size": 100, "steps": 40, "eval_every": 15, "seed": 3}
EACH_WAY = {
    "mlp, dropout": {"models": ["mlp"], "dropout": 0.3},
    "cnn, a rate that decays": {"models": ["cnn"], "rate_decay": "linear", "weight_decay": 0.01},
    "gru": {"models": ["gru"]},
    "linear, momentum": {"models": ["linear"], "optimizer": "sgd", "learning_rate": 0.1},
}
KNOB = {"models": ["mlp"], "knob": "iid_noise_scale", "values": [0.1]}


@pytest.fixture(autouse=True)
def after_every_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_run, "CHECKPOINT_EVERY_S", 0.0)


def task_of(experiment: str, **given: Any) -> Task:
    found = get_experiment(experiment)
    [task] = found.plan(found.check({**SMALL, **given}))
    return task


def said(events: list[Event]) -> list[Any]:
    """The rows without times, and the arrays, in their order."""
    rows = (e.values for e in events if isinstance(e, Row))
    plain = [{name: it for name, it in row.items() if name != "ms_per_step"} for row in rows]
    return plain + [(e.name, e.value.tobytes()) for e in events if isinstance(e, Array)]


def checkpoints(events: list[Event]) -> list[int]:
    return [at for at, event in enumerate(events) if isinstance(event, Checkpoint)]


@pytest.mark.parametrize("given", EACH_WAY.values(), ids=EACH_WAY)
def test_a_benchmark_goes_on_from_any_step(given: dict[str, Any]) -> None:
    task = task_of("benchmark", keep_weights=True, **given)
    whole = list(running(task, None))
    found = checkpoints(whole)
    assert len(found) == SMALL["steps"] - 1
    for at in (found[0], found[14], found[20], found[-1]):  # the 15th is of a measurement
        event = whole[at]
        assert isinstance(event, Checkpoint)
        rest = list(running(task, unpack(pack(event.state))))
        assert said(whole[:at]) + said(rest) == said(whole)


def test_a_knob_goes_on_twice() -> None:
    task = task_of("knob", **KNOB)
    whole = list(running(task, None))
    events: list[Event] = []
    state = None
    for step in (7, 12, None):
        part = list(running(task, state))
        if step is not None:
            at = checkpoints(part)[step]
            state = unpack(pack(part[at].state))  # type: ignore[union-attr]
            part = part[:at]
        events += part
    assert said(events) == said(whole)


def test_a_damaged_state_is_one_sentence() -> None:
    task = task_of("benchmark", models=["mlp"])
    whole = list(running(task, None))
    good = whole[checkpoints(whole)[5]].state  # type: ignore[union-attr]
    for bad in (
        {},
        {**good, "step": 40},
        {**good, "step": "6"},
        {**good, "weights": good["weights"][:-1]},
        {**good, "weights": np.array(["a"] * good["weights"].size)},
        {**good, "optimiser/1": np.zeros(3)},
        {**good, "running": {"loss": 1.0, "wrong": 2.0}},
        {**good, "draws": {"100": {"bit_generator": "PCG64", "state": 5}}},
        {**good, "draws": {"x": None}},
    ):
        with pytest.raises(ParamError, match="checkpoint is damaged"):
            list(running(task, bad or {"nothing": 0}))


def test_without_memory_no_state_is_called_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    def starved(*_: object) -> Iterator[Event]:
        raise MemoryError
        yield

    starving = SimpleNamespace(execute=starved)
    monkeypatch.setattr(tasks, "unpack", lambda _: next(starved()))
    monkeypatch.setattr(tasks, "get_experiment", lambda _: starving)
    with pytest.raises(MemoryError):
        tasks.state_of(b"whole")
    with pytest.raises(MemoryError):
        list(running(Task("t", "knob", {}), {"whole": 1}))


def test_the_clock_decides_how_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_run, "CHECKPOINT_EVERY_S", 1e9)
    assert checkpoints(list(running(task_of("benchmark", models=["linear"]), None))) == []
