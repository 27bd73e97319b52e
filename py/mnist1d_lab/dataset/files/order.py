"""Rows in an order of their own, so that the file's order never decides a result.

Batches are consecutive slices of the training rows. In a file that goes class by class each holds
one class, and nothing is learned.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

SEED = 42  # of the order, and of the split where a file names no test samples

Rows = npt.NDArray[np.intp]


def seeded_order(x: npt.NDArray[np.float64], y: npt.NDArray[np.int64]) -> Rows:
    """A random order (seed 42) of the rows of ``x`` (n, length), ``y`` (n,).

    The rows are sorted by their contents first: the same rows give the same set, in whatever order
    they came.
    """
    table = np.column_stack([y, x + 0.0])  # -0.0 and 0.0 are one number
    keys = np.ascontiguousarray(table).view(np.dtype((np.void, table.shape[1] * table.itemsize)))
    by_contents = np.argsort(keys.reshape(-1), kind="stable")
    return by_contents[np.random.RandomState(SEED).permutation(len(y))]
