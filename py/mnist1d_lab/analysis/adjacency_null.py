"""How many runs of survivors chance alone makes: exactly, without drawing a single permutation.

Where every unit keeps its own number of survivors, anywhere among its positions, each placement is
equally likely. So the number of runs in one unit has a distribution that can be counted out, and
that of all units is the distribution of a sum of independent numbers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# So many standard deviations, and so many runs besides, hold all but some 1e-12 of the chance.
DEVIATIONS, BESIDES = 12, 40
SMALLEST_P = 1e-12  # below it rounding decides
NEGLIGIBLE = 1e-17


@dataclass(frozen=True)
class RunCounts:
    """The distribution of a number of runs: ``chance[i]`` is the probability of ``first + i``."""

    first: int
    chance: Floats

    def quantiles(self, tail: float) -> tuple[int, int]:
        """The narrowest interval that leaves at most ``tail`` below it, and as much above."""
        below, above = np.cumsum(self.chance), np.cumsum(self.chance[::-1])
        low = int(np.searchsorted(below, tail, side="right"))
        high = int(np.searchsorted(above, tail, side="right"))
        return self.first + low, self.first + len(self.chance) - 1 - high

    def p_value(self, runs: int) -> float:
        """Two-sided: twice the smaller tail that begins at ``runs``, at most 1."""
        at = runs - self.first
        below, above = self.chance[: max(at + 1, 0)].sum(), self.chance[max(at, 0) :].sum()
        # Libraries of other machines differ in the last bits of an exponential and of a product.
        return float(f"{np.clip(2 * min(below, above), SMALLEST_P, 1):.9g}")


def run_counts(survivors: NDArray[np.intp], positions: int, k: int) -> RunCounts:
    """Runs of ``k`` in a mask of which each unit keeps its number of ``survivors`` (units,)."""
    of_unit = runs_of_a_unit(positions, k)
    units = np.bincount(survivors, minlength=positions + 1)
    counts = np.arange(positions + 1)
    means = of_unit @ counts
    variances = of_unit @ counts**2 - means**2
    spread = math.sqrt(max(float(units @ variances), 0))
    reach = max(DEVIATIONS * spread + BESIDES, positions)
    size = 1 << math.ceil(math.log2(2 * reach))
    first = max(round(float(units @ means)) - size // 2, 0)
    there = units > 0
    return RunCounts(first, _sum_of(of_unit[there], units[there], first, size))


def _sum_of(parts: Floats, times: NDArray[np.intp], first: int, size: int) -> Floats:
    """P(sum = first), ..., P(sum = first + size - 1), outside which there is next to nothing.

    The sum has, for each row of ``parts``, so many ``times`` a number with that distribution. Its
    Fourier transform is the product of theirs; few frequencies are left of it, so no fast one is
    needed, which the page's NumPy would have to be loaded anew for.
    """
    turns = 2j * np.pi / size * np.arange(size // 2 + 1)
    spectrum = np.prod(
        (parts @ np.exp(np.outer(np.arange(parts.shape[1]), turns))) ** times[:, None], axis=0
    )
    spectrum[1:-1] *= 2  # those beyond the half are their mirror images
    left = np.abs(spectrum) > NEGLIGIBLE
    back = np.exp(-np.outer(first + np.arange(size), turns[left]))
    return np.asarray((back @ spectrum[left]).real / size).clip(0)


@lru_cache(maxsize=12)
def runs_of_a_unit(positions: int, k: int) -> Floats:
    """(positions + 1, positions + 1): of n survivors laid anywhere, P(w windows of k are full).

    Position by position, by how many survivors have gone, how many windows were full, and how long
    the run is that ends here (k - 1 stands for anything longer).
    """
    ways = np.zeros((k, positions + 1, positions + 1))
    ways[0, 0, 0] = 1
    for _ in range(positions):
        after = np.zeros_like(ways)
        after[0] = ways.sum(0)
        after[1:, 1:] = ways[:-1, :-1]
        after[-1, 1:, 1:] += ways[-1, :-1, :-1]  # one more full window
        ways = after
    placements = ways.sum(0)
    return np.asarray(placements / placements.sum(1, keepdims=True))
