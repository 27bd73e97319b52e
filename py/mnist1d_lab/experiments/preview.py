"""Ten samples, one a class, at every stage of their making: what a moving slider shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from mnist1d_lab import params
from mnist1d_lab.dataset import own_data
from mnist1d_lab.dataset.arrays import arrays
from mnist1d_lab.dataset.preview import preview
from mnist1d_lab.dataset.settings import PRESETS, args_of
from mnist1d_lab.dataset.transforms import STAGE_NOTES
from mnist1d_lab.events import Array, Event
from mnist1d_lab.experiments.base import Experiment, Task
from mnist1d_lab.params import Values


def plan(values: Values) -> list[Task]:
    """One task: it is over in milliseconds."""
    return [Task("preview", "preview", values)]


def execute(task: Task, resume: Mapping[str, Any] | None = None) -> Iterator[Event]:
    """Arrays "labels", "rows", and "t/{stage}" and "x/{stage}" for each stage."""
    if task.params["data_file"]:
        yield from _from_file(arrays(task.params))
        return
    templates = own_data.templates(task.params["templates"])
    shown = preview(args_of(task.params), templates=templates)
    for name, array in shown.arrays().items():
        yield Array(name, array)


def _from_file(data: dict[str, Any]) -> Iterator[Event]:
    """The first test sample of each class; how a file's samples were made is not known."""
    labels, rows = np.unique(data["y_test"], return_index=True)
    yield Array("labels", labels.astype(np.int32))
    yield Array("rows", (rows + len(data["y"])).astype(np.int32))
    yield Array("t/standardised", data["t"])
    yield Array("x/standardised", data["x_test"][rows])


EXPERIMENT = Experiment.of(
    __name__,
    title="Ten samples in the making",
    summary="Ten samples, one a class, with every stage of their making.",
    params=params.DATA_ALONE,
    presets=PRESETS,
    notes=STAGE_NOTES,
)
