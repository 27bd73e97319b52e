"""Are two trained networks in the same valley? (Frankle et al. 2020, section 2.)

Two copies of a network are trained on the same data in different orders. On the straight line
between the two solutions the error rises, or it does not: the height of that barrier is the
instability. Late rewinding helps exactly where it makes networks stable.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[Any]


def interpolate(first: Vector, second: Vector, alpha: float) -> Vector:
    """The weights at ``alpha`` on the line: 0 the first solution, 1 the second."""
    return (1 - alpha) * first + alpha * second


def barrier(errors: Sequence[float]) -> float:
    """The highest rise of the error on the line above the straight line between its two ends.

    ``errors`` are those of equally spaced places, ends included. The paper subtracts the mean of
    the two ends, which leaves half of their difference even where the error goes straight from one
    to the other; against the straight line such a walk has a barrier of 0, which is also the least.
    """
    straight = np.linspace(errors[0], errors[-1], len(errors))
    return float(np.max(np.asarray(errors) - straight))


def shuffled_order(size: int, seed: int, copy: int) -> NDArray[np.intp]:
    """The order in which one of the copies sees the training samples."""
    return np.random.default_rng([seed, copy]).permutation(size)
