"""The data that a found ticket is tried on: what its mask knows shows in what it still helps with.

The published controls are fresh data, shuffled positions, the sequence reversed (called "flipped"
there) and "chunked", which is in fact a roll by half the length: one seam. A true shuffle of chunks
stands beside it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mnist1d_lab.experiments.training_data import fresh_training_data, training_data
from mnist1d_lab.params import Values
from mnist1d_lab.train import Split, TrainingData

FRESH_DATA_SEED_OFFSET = 1
CHUNK = 5


def control_data(values: Values, control: str, seed: int) -> TrainingData:
    """The data of one control; ``seed`` draws the order of positions, the same in every arm."""
    if control == "same":
        return training_data(values)
    fresh = fresh_training_data(values, FRESH_DATA_SEED_OFFSET)
    if control == "fresh":
        return fresh
    order = position_order(control, fresh.train.x.shape[0], seed)
    return TrainingData(_reordered(fresh.train, order), _reordered(fresh.test, order))


def position_order(control: str, length: int, seed: int) -> NDArray[np.intp]:
    """Which old position stands at each new one."""
    positions = np.arange(length)
    rng = np.random.default_rng([seed, length])
    if control == "shuffled":
        return rng.permutation(positions)
    if control == "reversed":
        return positions[::-1]
    if control == "rolled":
        return np.roll(positions, length // 2)
    chunks = [positions[start : start + CHUNK] for start in range(0, length, CHUNK)]
    return np.concatenate([chunks[i] for i in rng.permutation(len(chunks))])


def _reordered(split: Split, order: NDArray[np.intp]) -> Split:
    return Split(np.ascontiguousarray(split.x[order]), split.y)
