"""How sure a mean or a paired difference is, from few trials."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

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


def p_value(difference: Estimate) -> float:
    """Two-sided, of a t-test that the mean is 0; raises ValueError for a single trial.

    The sums for whole degrees of freedom are Abramowitz & Stegun's (26.7.3 and 26.7.4).
    """
    if difference.standard_error is None:
        raise ValueError("a p-value needs at least two trials.")
    if difference.standard_error == 0:
        return float(difference.mean == 0)
    degrees = difference.n - 1
    angle = math.atan(abs(difference.mean) / difference.standard_error / math.sqrt(degrees))
    odd = degrees % 2
    term, total = 1.0, 0.0
    for power in range(odd, degrees - 1, 2):
        total += term * math.cos(angle) ** power
        term *= (power + 1) / (power + 2)
    inside = math.sin(angle) * total
    return max(0.0, 1 - (2 / math.pi * (angle + inside) if odd else inside))


def holm(p_values: Sequence[float]) -> list[float]:
    """The p-values adjusted for their number (Holm 1979), in the order given.

    Whoever calls those below 0.05 significant is wrong about any of them at most once in twenty.
    """
    order, adjusted, largest = np.argsort(p_values, kind="stable"), [0.0] * len(p_values), 0.0
    for rank, place in enumerate(order):
        largest = max(largest, min(1.0, (len(p_values) - rank) * p_values[place]))
        adjusted[place] = largest
    return adjusted


def allow_for_number(summary: Iterable[dict[str, Any]]) -> None:
    """Add ``p`` and ``p_holm`` to the rows of a summary that are differences of several trials.

    Those that say the same ``what`` stand in one figure, so they are one family: among twenty
    differences that are nothing, one will look like something.
    """
    families: dict[str, list[dict[str, Any]]] = {}
    for row in summary:
        if "minus_" in str(row.get("what")) and row.get("standard_error") is not None:
            families.setdefault(row["what"], []).append(row)
    for rows in families.values():
        found = [p_value(Estimate(row["mean"], row["n"], row["standard_error"])) for row in rows]
        for row, p, adjusted in zip(rows, found, holm(found), strict=True):
            row |= {"p": p, "p_holm": adjusted}
