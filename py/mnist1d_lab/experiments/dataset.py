"""The whole data set, with its fingerprint."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from mnist1d_lab import params
from mnist1d_lab.events import Array, Event, Row
from mnist1d_lab.experiments.base import Experiment, Task
from mnist1d_lab.experiments.training_data import arrays
from mnist1d_lab.fingerprint import fingerprint, is_published
from mnist1d_lab.params import Values
from mnist1d_lab.settings import PRESETS


def plan(values: Values) -> list[Task]:
    """One task: the random stream is drawn in one piece."""
    return [Task("dataset", "dataset", values, cost=values["num_samples"])]


def execute(task: Task, resume: Mapping[str, Any] | None = None) -> Iterator[Event]:
    """Arrays x, y, x_test, y_test and t as the reference has them; one row that sums them up."""
    data = arrays(task.params)
    for name in ("x", "y", "x_test", "y_test", "t"):
        yield Array(name, np.asarray(data[name]))
    yield Row(
        {
            "seed": task.params["seed"],
            "train_samples": len(data["y"]),
            "test_samples": len(data["y_test"]),
            "fingerprint": fingerprint(data),
            "published": is_published(data),
        }
    )


EXPERIMENT = Experiment(
    name="dataset",
    summary="Make the data set: arrays x, y, x_test, y_test and t, and its fingerprint.",
    params=params.DATA_ALONE,
    plan=plan,
    execute=execute,
    presets=PRESETS,
)
