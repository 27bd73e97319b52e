"""How sure a mean or a paired difference is, from few trials."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

# Student's t, 97.5 % quantile, by degrees of freedom from 1.
T_975 = (
    12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281,
    2.2010, 2.1788, 2.1604, 2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.0930, 2.0860,
    2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484, 2.0452, 2.0423,
)  # fmt: skip
NORMAL_975 = 1.959964


@dataclass(frozen=True)
class Estimate:
    """A mean over n trials with its standard error and 95 % t-interval (None for one trial)."""

    mean: float
    n: int
    standard_error: float | None = None
    low: float | None = None
    high: float | None = None

    def to_dict(self) -> dict[str, float | int | None]:
        return asdict(self)


def estimate(values: Sequence[float]) -> Estimate:
    """The mean of independent trials; raises ValueError for none."""
    n = len(values)
    if n == 0:
        raise ValueError("an estimate needs at least one value.")
    mean = float(np.mean(values))
    if n == 1:
        return Estimate(mean, n)
    error = float(np.std(values, ddof=1) / np.sqrt(n))
    reach = error * _t_975(n - 1)
    return Estimate(mean, n, error, mean - reach, mean + reach)


def _t_975(degrees: int) -> float:
    if degrees <= len(T_975):
        return T_975[degrees - 1]
    # Beyond the table, the first term of the expansion around the normal is exact to 1e-3.
    return NORMAL_975 + (NORMAL_975**3 + NORMAL_975) / (4 * degrees)


def paired_difference(a: Sequence[float], b: Sequence[float]) -> Estimate:
    """The mean of a - b over trials that share their seeds."""
    return estimate([x - y for x, y in zip(a, b, strict=True)])
