"""Does pruning find the signal's geometry? Survivors that are neighbours, and what chance gives.

In the first layer a unit's weights lie along the signal's positions. The published statistic
(Greydanus & Kobak 2024, figure 8) is the probability that 2, 3 or 4 neighbouring weights all
survive. Here it is divided by the number of places where such a run fits, and stands beside what
the same number of survivors would give if they lay anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mnist1d_lab.analysis.adjacency_null import run_counts
from mnist1d_lab.analysis.statistics import holm

RUN_LENGTHS = (2, 3, 4)
OUTSIDE = 0.05  # how often chance alone may leave the interval of any of the run lengths

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
    """Each for k = 2, 3, 4: observed, expected by chance, and how far chance within units reaches.

    Between ``low`` and ``high`` all three lie with 95 % probability if there is no geometry, so
    each alone with more (Bonferroni); ``p`` is that of what was observed, by Holm's procedure.
    """

    observed: Runs
    chance: Runs
    chance_within_units: Runs
    low: Runs
    high: Runs
    p: Runs

    def table(self) -> NDArray[np.float64]:
        """(6, 3): the fields in their order."""
        return np.stack(
            [self.observed, self.chance, self.chance_within_units, self.low, self.high, self.p]
        )


def adjacency(mask: Mask) -> Adjacency:
    """The statistic of a mask (units, positions) with its nulls, exactly."""
    alive = mask.astype(np.bool_)
    survivors, positions = np.count_nonzero(alive, axis=1), alive.shape[1]
    low, high, p = np.full((3, len(RUN_LENGTHS)), np.nan)
    fitting = [k for k in RUN_LENGTHS if k <= positions]
    for i, k in enumerate(fitting):
        null = run_counts(survivors, positions, k)
        places = survivors.size * (positions - k + 1)
        low[i], high[i] = np.array(null.quantiles(OUTSIDE / 2 / len(fitting))) / places
        p[i] = null.p_value(int(_together(alive, k).sum()))
    p[: len(fitting)] = holm(p[: len(fitting)].tolist())
    return Adjacency(run_probabilities(mask), chance(mask), chance_within_units(mask), low, high, p)


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
