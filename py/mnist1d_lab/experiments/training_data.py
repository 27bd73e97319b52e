"""The data set that an experiment's parameters ask for, made once and kept while they stay."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from mnist1d_lab import own_data, params
from mnist1d_lab.data import make_arrays
from mnist1d_lab.params import ParamError, Values
from mnist1d_lab.train import TrainingData


def training_data(values: Values) -> TrainingData:
    """The data set, ready for networks."""
    return TrainingData.of(arrays(values))


def arrays(values: Values) -> dict[str, Any]:
    """The data set's arrays, as in ``mnist1d.data.make_dataset``; raises ParamError."""
    wanted = {p.name: values.get(p.name, p.default) for p in params.DATA}
    wanted["data_seed"] = values.get("data_seed", values.get("seed"))
    return _arrays(
        tuple((name, tuple(v) if isinstance(v, list) else v) for name, v in wanted.items())
    )


# Four: a run's own set, its validation samples, a fresh one, and the one beside it.
@lru_cache(maxsize=4)
def _arrays(wanted: tuple[tuple[str, Any], ...]) -> dict[str, Any]:
    values = dict(wanted)
    if values["data_file"]:
        return _from_file(values)
    return make_arrays(values, templates=own_data.templates(values["templates"]))


def _from_file(values: Mapping[str, Any]) -> dict[str, Any]:
    dataset = own_data.load(values["data_file"]).dataset
    if not values["shuffle_seq"]:
        return dataset
    order = np.random.default_rng(values["data_seed"]).permutation(dataset["x"].shape[1])
    return {**dataset, "x": dataset["x"][:, order], "x_test": dataset["x_test"][:, order]}


def fresh_training_data(
    values: Values, seed_offset: int, test_samples: int | None = None
) -> TrainingData:
    """Other samples by the same settings: their data seed is ``seed_offset`` further on.

    With ``test_samples``, only a test set of about that size (as a training set it is too small).
    Raises ParamError for data from a file, of which no more can be drawn.
    """
    if values["data_file"]:
        raise ParamError("data_file", "data_file holds all its samples: none can be drawn afresh.")
    changed = {**values, "data_seed": (values["data_seed"] + seed_offset) % 2**32}
    if test_samples is not None:
        changed |= {"num_samples": max(test_samples, params.CLASSES), "train_split": 0.0}
    return training_data(changed)
