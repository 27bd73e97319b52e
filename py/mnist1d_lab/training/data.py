"""The data set that an experiment's parameters ask for, ready for networks.

Apart from ``dataset.arrays``, since a preview needs no network and a start need not wait for it.
"""

from __future__ import annotations

from collections.abc import Iterator

from mnist1d_lab import params
from mnist1d_lab.dataset.arrays import arrays, making_kept, positions
from mnist1d_lab.events import TICK, Event
from mnist1d_lab.params import ParamError, Values
from mnist1d_lab.training.train import TrainingData


def training_data(values: Values) -> TrainingData:
    """The data set, ready for networks."""
    return TrainingData.of(arrays(values))


def making_data(values: Values) -> Iterator[Event]:
    """Make the data set in small pieces, with a tick after each; ``training_data`` then has it.

    A worker that made it in one go would answer nobody for some 60 ms.
    """
    for _ in making_kept(values):
        yield TICK


def training_data_like(source: Values, changed: Values) -> TrainingData:
    """The data set of ``changed``; its positions, if shuffled, in the order of those of ``source``.

    Each set draws an order of its own, so without this a network that has learned one set's order
    would meet another's. Both have signals of one length.
    """
    order = positions(source) if changed["shuffle_seq"] else None
    if order is None or (order == positions(changed)).all():
        return training_data(changed)
    return training_data({**changed, "shuffle_seq": False}).reordered(order)


def fresh_training_data(
    values: Values,
    seed_offset: int,
    test_samples: int | None = None,
    source: Values | None = None,
) -> TrainingData:
    """Other samples by the same settings: their data seed is ``seed_offset`` further on.

    Shuffled positions are in the order in which ``source`` (or else ``values``) has them. With
    ``test_samples``, only a test set of about that size (as a training set it is too small).
    Raises ParamError for data from a file, of which no more can be drawn.
    """
    if values["data_file"]:
        raise ParamError("data_file", "data_file holds all its samples: none can be drawn afresh.")
    changed = {**values, "data_seed": (values["data_seed"] + seed_offset) % 2**32}
    if test_samples is not None:
        changed |= {"num_samples": max(test_samples, params.CLASSES), "train_split": 0.0}
    return training_data_like(source or values, changed)
