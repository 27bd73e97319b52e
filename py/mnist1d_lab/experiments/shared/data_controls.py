"""The data that a found ticket is tried on: what its mask knows shows in what it still helps with.

The published controls are fresh data, shuffled positions, the sequence reversed (called "flipped"
there) and "chunked", which is in fact a roll by half the length: one seam. A true shuffle of chunks
stands beside it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mnist1d_lab.experiments.shared.validated_search import Aside
from mnist1d_lab.params import Values
from mnist1d_lab.training.data import fresh_training_data, training_data
from mnist1d_lab.training.train import TrainingData

FRESH_DATA_SEED_OFFSET = 1
CHUNK = 5


def control_data(values: Values, control: str, seed: int) -> TrainingData:
    """The data of one control; ``seed`` draws the order of positions, the same in every arm."""
    if control == "same":
        return training_data(values)
    fresh = fresh_data(values)
    if control == "fresh":
        return fresh
    return fresh.reordered(position_order(control, fresh.train.x.shape[0], seed))


def control_aside(values: Values, control: str, seed: int, samples: int) -> Aside:
    """About ``samples`` each of the very kind of data that ``control_data`` gives, set aside."""
    aside = Aside.like(values, samples)
    if control in ("same", "fresh"):
        return aside
    return aside.reordered(position_order(control, len(aside.choosing.x), seed))


def fresh_data(values: Values) -> TrainingData:
    """Other signals by the same settings, in their own order of positions."""
    return fresh_training_data(values, FRESH_DATA_SEED_OFFSET)


def position_order(
    control: str, length: int, seed: int, amount: int | None = None
) -> NDArray[np.intp]:
    """Which old position stands at each new one.

    ``amount`` is by how many positions it is "rolled" (half the length, as published, if it is not
    said) or how many are in a chunk where it is "chunked".
    """
    positions = np.arange(length)
    if control == "fresh":
        return positions
    rng = np.random.default_rng([seed, length])
    if control == "shuffled":
        return rng.permutation(positions)
    if control == "reversed":
        return positions[::-1]
    if control == "rolled":
        return np.roll(positions, length // 2 if amount is None else amount)
    size = CHUNK if amount is None else amount
    chunks = [positions[start : start + size] for start in range(0, length, size)]
    return np.concatenate([chunks[i] for i in rng.permutation(len(chunks))])
