"""The data set that an experiment's parameters ask for, made once and kept while they stay."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from mnist1d_lab import params
from mnist1d_lab.data import make_arrays
from mnist1d_lab.params import Values
from mnist1d_lab.train import TrainingData


def data_args(values: Values) -> Values:
    """The generator's arguments out of an experiment's parameters."""
    args = {p.name: values[p.name] for p in params.DATA if p.name != "data_seed"}
    return {**args, "seed": values.get("data_seed", values.get("seed"))}


def training_data(values: Values) -> TrainingData:
    """The data set, ready for networks."""
    return TrainingData.of(arrays(values))


def arrays(values: Values) -> dict[str, Any]:
    """The data set's arrays, as in ``mnist1d.data.make_dataset``."""
    hashable = tuple(
        (name, tuple(value) if isinstance(value, list) else value)
        for name, value in data_args(values).items()
    )
    return _arrays(hashable)


# Four: a run's own set, its validation samples, a fresh one, and the one beside it.
@lru_cache(maxsize=4)
def _arrays(hashable: tuple[tuple[str, Any], ...]) -> dict[str, Any]:
    return make_arrays(
        {name: list(value) if isinstance(value, tuple) else value for name, value in hashable}
    )


def fresh_training_data(
    values: Values, seed_offset: int, test_samples: int | None = None
) -> TrainingData:
    """Other samples by the same settings: their data seed is ``seed_offset`` further on.

    With ``test_samples``, only a test set of about that size (as a training set it is too small).
    """
    changed = {**values, "data_seed": (values["data_seed"] + seed_offset) % 2**32}
    if test_samples is not None:
        changed |= {"num_samples": max(test_samples, 10), "train_split": 0.0}
    return training_data(changed)
