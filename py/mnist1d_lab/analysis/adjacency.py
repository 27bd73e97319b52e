"""Does pruning find the signal's geometry? Survivors that are neighbours, and what chance gives.

In the first layer a unit's weights lie along the signal's positions. The published statistic
(Greydanus & Kobak 2024, figure 8) is the probability that 2, 3 or 4 neighbouring weights all
survive. Here it is divided by the number of places where such a run fits, and stands beside what
the same number of survivors would give if they lay anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

RUN_LENGTHS = (2, 3, 4)
PERMUTATIONS = 200
POOL = 400
INTERVAL = (2.5, 97.5)

Mask = NDArray[Any]
Runs = NDArray[np.float64]


def run_probabilities(mask: Mask) -> Runs:
    """P(all of k neighbouring weights survive) for k = 2, 3, 4, over units and places.

    ``mask`` (units, positions) of 0 and 1. NaN where the signal is shorter than the run.
    """
    alive = mask.astype(np.bool_)
    result = np.full(len(RUN_LENGTHS), np.nan)
    for i, k in enumerate(RUN_LENGTHS):
        places = alive.shape[-1] - k + 1
        if places > 0:
            result[i] = _together(alive, k).mean()
    return result


def _together(alive: NDArray[np.bool_], k: int) -> NDArray[np.bool_]:
    """Where k neighbours all survive: (units, positions - k + 1)."""
    places = alive.shape[1] - k + 1
    together = alive[:, :places].copy()
    for offset in range(1, k):
        together &= alive[:, offset : offset + places]
    return together


def chance(mask: Mask) -> Runs:
    """What ``run_probabilities`` is on average if the survivors lie anywhere in the matrix.

    The first of k places survives with probability K / N, the next with (K - 1) / (N - 1), ...
    """
    return _all_of(np.array([int(np.count_nonzero(mask))]), mask.size)


def chance_within_units(mask: Mask) -> Runs:
    """The same where each unit keeps its own number of survivors, anywhere among its positions.

    Pruning leaves some units many weights and others none, which alone makes neighbours likelier
    than ``chance`` says; what exceeds this stricter null is geometry.
    """
    return _all_of(np.count_nonzero(mask, axis=1), mask.shape[1])


def _all_of(survivors: NDArray[np.intp], places: int) -> Runs:
    result = []
    for k in RUN_LENGTHS:
        factors = [np.maximum(survivors - j, 0) / max(places - j, 1) for j in range(k)]
        result.append(float(np.mean(np.prod(factors, axis=0))))
    return np.array(result)


@dataclass(frozen=True)
class Adjacency:
    """Each for k = 2, 3, 4: observed, expected by chance, and 95 % of the permutations."""

    observed: Runs
    chance: Runs
    chance_within_units: Runs
    low: Runs
    high: Runs

    def table(self) -> NDArray[np.float64]:
        """(5, 3): the fields in their order."""
        return np.stack([self.observed, self.chance, self.chance_within_units, self.low, self.high])


def adjacency(mask: Mask, rng: np.random.Generator, permutations: int = PERMUTATIONS) -> Adjacency:
    """The statistic with its nulls; the permutations move survivors within each unit.

    How many runs a permuted unit has depends only on how many survivors it has. So each number of
    survivors is permuted once, ``POOL`` times, and a permutation of the whole mask draws from
    those: the same null for a thousandth of the work, which is done again at every level.
    """
    positions = mask.shape[1]
    pool = _runs_by_survivors(positions)
    survivors = np.count_nonzero(mask, axis=1)
    drawn = rng.integers(0, POOL, (permutations, survivors.size))
    runs = pool[survivors, drawn].sum(1)
    places = survivors.size * np.array([max(positions - k + 1, 1) for k in RUN_LENGTHS])
    low, high = np.percentile(runs / places, INTERVAL, axis=0)
    return Adjacency(run_probabilities(mask), chance(mask), chance_within_units(mask), low, high)


@lru_cache(maxsize=4)
def _runs_by_survivors(positions: int) -> NDArray[np.int64]:
    """(positions + 1, POOL, 3): runs of 2, 3, 4 among n survivors laid anywhere, POOL times."""
    rng = np.random.default_rng(positions)
    result = np.zeros((positions + 1, POOL, len(RUN_LENGTHS)), np.int64)
    for n in range(positions + 1):
        rows = rng.permuted(np.tile(np.arange(positions) < n, (POOL, 1)), axis=1)
        for i, k in enumerate(RUN_LENGTHS):
            places = positions - k + 1
            if places > 0:
                result[n, :, i] = _together(rows, k).sum(1)
    return result


def adjacency_as_published(lottery: Mask, random: Mask) -> tuple[Runs, Runs]:
    """The notebook's own statistic for both masks, with its faults, for ``paper-exact``.

    It divides by the number of positions instead of the number of places, and in the lottery's
    run of four it multiplies in the random mask.
    """
    result = []
    for mask in (lottery, random):
        positions = mask.shape[1]
        sums = [
            np.prod([mask[:, j : positions - k + 1 + j] for j in range(k)], axis=0).sum(1)
            for k in RUN_LENGTHS
        ]
        result.append(np.array([s.mean() / positions for s in sums]))
    n = lottery.shape[1]
    product = lottery[:, : n - 3] * lottery[:, 1 : n - 2] * lottery[:, 2 : n - 1] * random[:, 3:]
    result[0][2] = product.sum(1).mean() / n
    return result[0], result[1]


def order_by_adjacency(mask: Mask) -> NDArray[np.intp]:
    """Units from most to fewest neighbouring pairs of survivors (the published figure's order)."""
    alive = mask.astype(np.bool_)
    pairs = (alive[:, 1:] & alive[:, :-1]).sum(1)
    return np.lexsort((-alive.sum(1), -pairs))
