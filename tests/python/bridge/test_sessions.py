"""A session of the bridge, by tasks whose events are written down here: one turn at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from mnist1d_lab import bridge, events
from mnist1d_lab.experiments import EXPERIMENTS
from mnist1d_lab.experiments.base import Experiment, Task

from tests.python.bridge.driving import advance


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> Any:
    """``scripted(events)`` starts a session of a task that says just these."""

    def start(said: Iterator[events.Event]) -> bridge.Session:
        experiment = Experiment(
            "scripted", "Scripted", "For tests.", (), lambda v: [], lambda *_: said
        )
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
        assert budget_ms - 1e-6 <= spent_ms <= budget_ms + 1 + 1e-6


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
