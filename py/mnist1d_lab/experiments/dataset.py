"""The whole data set, with its fingerprint and, where asked for, what it looks like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from mnist1d_lab import params
from mnist1d_lab.dataset import analysis as dataset_analysis
from mnist1d_lab.dataset import own_templates
from mnist1d_lab.dataset.arrays import arrays
from mnist1d_lab.dataset.files import limits
from mnist1d_lab.dataset.fingerprint import fingerprint, is_published
from mnist1d_lab.dataset.settings import PRESETS
from mnist1d_lab.events import Array, Event, Row
from mnist1d_lab.experiments.base import Experiment, Task
from mnist1d_lab.experiments.shared.maps import TSNE_STEPS, tsne_map
from mnist1d_lab.params import Values

TSNE_SIGNALS = 500
GALLERY_PER_CLASS = 12


def plan(values: Values) -> list[Task]:
    """One task: the random stream is drawn in one piece."""
    return [Task("dataset", "dataset", values, cost=TSNE_STEPS)]


def execute(task: Task, resume: Mapping[str, Any] | None = None) -> Iterator[Event]:
    """Arrays x, y, x_test, y_test and t as the reference has them; one row that sums them up."""
    data, analysis = arrays(task.params), task.params["analysis"]
    for name in ("x", "y", "x_test", "y_test", "t"):
        yield Array(name, np.asarray(data[name]))
    neighbours = None
    if analysis != "none":
        yield from _looks(data, task.params["seed"])
        neighbours = dataset_analysis.nearest_neighbour_accuracy(
            data["x"], data["y"], data["x_test"], data["y_test"]
        )
    yield Row(
        {
            "seed": task.params["seed"],
            "train_samples": len(data["y"]),
            "test_samples": len(data["y_test"]),
            "fingerprint": fingerprint(data),
            "published": is_published(data),
            "nearest_neighbour_acc": neighbours,
        }
    )
    if analysis == "tsne":
        yield from tsne_map(data["x_test"][:TSNE_SIGNALS], "tsne/points", task.params["seed"])


def _looks(data: Mapping[str, Any], seed: int) -> Iterator[Event]:
    """Arrays class/* (mean and the middle 80 %), pca/* of the test set, and gallery rows."""
    bands = dataset_analysis.class_bands(data["x"], data["y"])
    for name in ("labels", "counts", "mean", "low", "high"):
        yield Array(f"class/{name}", getattr(bands, name))
    projection = dataset_analysis.principal_components(data["x"])
    yield Array("pca/points", projection.project(data["x_test"]))
    yield Array("pca/share", projection.share)
    rows = dataset_analysis.gallery(data["y"], GALLERY_PER_CLASS, seed)
    shown = np.concatenate(list(rows.values())).astype(np.int32)
    yield Array("gallery/rows", shown)


EXPERIMENT = Experiment.of(
    __name__,
    title="The data set",
    summary="Make the data set: arrays x, y, x_test, y_test and t, and its fingerprint.",
    params=(*params.DATA_ALONE, params.ANALYSIS),
    presets=PRESETS,
    notes={
        "file_limits": limits.LIMITS,
        "file_bytes": str(limits.MAX_BYTES),
        "template_limits": own_templates.LIMITS,
    },
)
