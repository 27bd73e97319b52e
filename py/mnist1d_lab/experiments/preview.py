"""Ten samples, one a class, at every stage of their making: what a moving slider shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mnist1d_lab import params
from mnist1d_lab.events import Array, Event
from mnist1d_lab.experiments.base import Experiment, Task
from mnist1d_lab.params import Values
from mnist1d_lab.preview import preview
from mnist1d_lab.settings import PRESETS


def plan(values: Values) -> list[Task]:
    """One task: it is over in milliseconds."""
    return [Task("preview", "preview", values)]


def execute(task: Task, resume: Mapping[str, Any] | None = None) -> Iterator[Event]:
    """Arrays "labels", "rows", and "t/{stage}" and "x/{stage}" for each stage."""
    for name, array in preview(task.params).arrays().items():
        yield Array(name, array)


EXPERIMENT = Experiment(
    name="preview",
    summary="Ten samples, one a class, with every stage of their making.",
    params=params.DATA_ALONE,
    plan=plan,
    execute=execute,
    presets=PRESETS,
)
