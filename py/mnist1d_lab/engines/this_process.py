"""One task, run in this process."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from mnist1d_lab.engines.one_thread import one_blas_thread
from mnist1d_lab.events import Checkpoint, Event, Progress
from mnist1d_lab.experiments import get_experiment
from mnist1d_lab.experiments.base import Task, TaskResult
from mnist1d_lab.ops import using


@dataclass
class Piece:
    """What a task said from one checkpoint to the next.

    ``state`` is the checkpoint from which it goes on; None when it is done. ``share`` is how much
    of the task is done.
    """

    said: TaskResult
    state: dict[str, Any] | None = None
    share: float = 1.0


# The task that this process has just left off at a checkpoint, by run, task and piece: who gets its
# next piece goes on with it, rather than set it up anew from the checkpoint. If it is that very
# checkpoint: a cluster may have had a piece done twice, and where each ended is a matter of time.
_left_off: dict[tuple[str, str, int], tuple[Mapping[str, Any], Iterator[Event]]] = {}


def advance(
    run: str,
    task: Task,
    backend: str,
    number: int,
    state: Mapping[str, Any] | None,
    patience: float = 0.0,
) -> Piece:
    """Piece ``number`` of a task of the run with this name, from the checkpoint before it.

    It ends at the first checkpoint that comes ``patience`` seconds after its beginning, or later.
    """
    began = time.perf_counter()
    left, running = _left_off.pop((run, task.id, number), (None, None))
    _left_off.clear()
    piece = Piece(TaskResult(task, backend=backend))
    with using(backend), one_blas_thread():
        if running is None or not _same(left, state):
            running = get_experiment(task.experiment).execute(task, state)
        for event in running:
            piece.said.take(event)
            if isinstance(event, Progress):
                piece.share = event.done / max(event.total, 1)
            if isinstance(event, Checkpoint) and time.perf_counter() - began >= patience:
                piece.state = event.state
                _left_off[run, task.id, number + 1] = event.state, running
                break
        else:
            piece.share = 1.0
    piece.said.elapsed_s = time.perf_counter() - began
    return piece


def _same(one: Any, other: Any) -> bool:
    """Whether two checkpoints are equal to the bit, be it after a journey."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        alike = one.dtype == other.dtype and one.shape == other.shape
        return alike and one.tobytes() == other.tobytes()
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    return type(one) is type(other) and bool(one == other)


def execute(result: TaskResult, backend: str) -> Iterator[Event]:
    """The task's events as they happen; what belongs in the record goes to ``result``."""
    began = time.perf_counter()
    result.backend = backend
    running = get_experiment(result.task.experiment).execute(result.task, None)
    while True:
        # Between two events other code runs, which may use another backend.
        with using(backend):
            event = next(running, None)
        if event is None:
            break
        result.take(event)
        yield event
    result.elapsed_s = time.perf_counter() - began
