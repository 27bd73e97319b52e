"""A task and its checkpoint as a page hands them over: from a storage that may be damaged."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from typing import Any

from mnist1d_lab import events
from mnist1d_lab.engines.packing import unpack
from mnist1d_lab.events import Event
from mnist1d_lab.experiments import get_experiment
from mnist1d_lab.experiments.base import Task
from mnist1d_lab.params import ParamError

_DAMAGED = "checkpoint is damaged: the run cannot be gone on with, only begun again."


def task_of(plain: dict[str, Any]) -> Task:
    """A task from its JSON; JavaScript has written 0.0 as 0, and the check makes it 0.0 again."""
    try:
        task = Task(**plain)
    except TypeError as error:
        raise ParamError("task", "task is damaged, and cannot be gone on with.") from error
    return replace(task, params=get_experiment(task.experiment).check(task.params))


def state_of(checkpoint: bytes) -> dict[str, Any]:
    """What a checkpoint holds; raises ParamError, or MemoryError, which says nothing against it."""
    try:
        return unpack(checkpoint)
    except MemoryError:
        raise
    except Exception as error:  # zipfile, zlib, NumPy and json raise a dozen kinds
        raise ParamError("checkpoint", _DAMAGED) from error


def running(task: Task, state: dict[str, Any] | None) -> Generator[Event, None, None]:
    """The task's events, from its beginning or from ``state``; ParamError where that is no use."""
    going = get_experiment(task.experiment).execute(task, state)
    if state is None:
        yield from going
        return
    measured = False
    try:
        for event in going:
            measured |= isinstance(event, events.Row)
            yield event
    except (ParamError, MemoryError):
        raise
    except Exception as error:
        if measured:
            raise
        raise ParamError("checkpoint", _DAMAGED) from error
