"""The data set that an experiment's parameters ask for, ready for networks.

Apart from ``data_arrays``, since a preview needs no network and a start need not wait for it.
"""

from __future__ import annotations

from mnist1d_lab import params
from mnist1d_lab.experiments.data_arrays import arrays
from mnist1d_lab.params import ParamError, Values
from mnist1d_lab.train import TrainingData


def training_data(values: Values) -> TrainingData:
    """The data set, ready for networks."""
    return TrainingData.of(arrays(values))


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
