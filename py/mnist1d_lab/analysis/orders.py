"""How much of a signal's geometry an order of its positions leaves: neighbours, and places."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Order = NDArray[np.intp]


def neighbours_kept(order: Order) -> float:
    """The share of the pairs of neighbours that were neighbours before, whichever way round."""
    return float((np.abs(np.diff(order)) == 1).mean())


def displacement(order: Order) -> float:
    """By how many positions a value has moved, on average."""
    return float(np.abs(order - np.arange(order.size)).mean())


def slopes(
    values: Sequence[float], first: Sequence[float], second: Sequence[float]
) -> tuple[float, float] | None:
    """Least squares: what ``values`` gain with ``first``, and with ``second``, the other held.

    None where the two go together (or stand still), so that nothing tells one from the other.
    """
    y, a, b = (np.asarray(x) - np.mean(x) for x in (values, first, second))
    determinant = (a @ a) * (b @ b) - (a @ b) ** 2
    if determinant <= 1e-9 * (a @ a) * (b @ b):
        return None
    of_first = ((a @ y) * (b @ b) - (b @ y) * (a @ b)) / determinant
    of_second = ((b @ y) * (a @ a) - (a @ y) * (a @ b)) / determinant
    return float(of_first), float(of_second)
