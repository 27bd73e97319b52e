"""Ten samples, one a class, at every stage of their making: what a moving slider shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from mnist1d_lab import own_data, params
from mnist1d_lab.events import Array, Event
from mnist1d_lab.experiments.base import Experiment, Task
from mnist1d_lab.experiments.data_arrays import arrays
from mnist1d_lab.params import Values
from mnist1d_lab.preview import preview
from mnist1d_lab.settings import PRESETS
from mnist1d_lab.transform import STAGE_NOTES


def plan(values: Values) -> list[Task]:
    """One task: it is over in milliseconds."""
    return [Task("preview", "preview", values)]


def execute(task: Task, resume: Mapping[str, Any] | None = None) -> Iterator[Event]:
    """Arrays "labels", "rows", and "t/{stage}" and "x/{stage}" for each stage."""
    if task.params["data_file"]:
        yield from _from_file(arrays(task.params))
        return
    templates = own_data.templates(task.params["templates"])
    for name, array in preview(task.params, templates=templates).arrays().items():
        yield Array(name, array)


def _from_file(data: dict[str, Any]) -> Iterator[Event]:
    """The first test sample of each class; how a file's samples were made is not known."""
    labels, rows = np.unique(data["y_test"], return_index=True)
    yield Array("labels", labels.astype(np.int32))
    yield Array("rows", (rows + len(data["y"])).astype(np.int32))
    yield Array("t/standardised", data["t"])
    yield Array("x/standardised", data["x_test"][rows])


EXPERIMENT = Experiment(
    name="preview",
    summary="Ten samples, one a class, with every stage of their making.",
    params=params.DATA_ALONE,
    plan=plan,
    execute=execute,
    presets=PRESETS,
    notes=STAGE_NOTES,
)
