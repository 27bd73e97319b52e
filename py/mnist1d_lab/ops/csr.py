"""A sparse weight matrix in compressed sparse rows, with its transpose's index beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Index = NDArray[np.int32]


@dataclass(frozen=True)
class Csr:
    """W (rows, columns); row i holds entries indptr[i]:indptr[i+1] of indices and values.

    The same entries by column: column j holds entries indptr_t[j]:indptr_t[j+1] of indices_t (row
    numbers) and order_t (places in ``values``), so that Wᵀ needs no second copy of the values.
    ``values`` is a view of the parameter arena: an optimiser step changes W in place.
    """

    shape: tuple[int, int]
    indptr: Index
    indices: Index
    values: NDArray[Any]
    indptr_t: Index
    indices_t: Index
    order_t: Index

    @property
    def nnz(self) -> int:
        return self.indices.size

    def dense(self) -> NDArray[Any]:
        """W as an ordinary array with zeros."""
        w = np.zeros(self.shape, self.values.dtype)
        w[np.repeat(np.arange(self.shape[0]), np.diff(self.indptr)), self.indices] = self.values
        return w


def csr_from_mask(
    mask: NDArray[np.bool_],
    values: NDArray[Any],
    place: Callable[[Index], Index] = np.ascontiguousarray,
) -> Csr:
    """The structure of ``mask`` (rows, columns) over ``values`` (mask.sum(),) in row order.

    ``place`` puts an index where the operations can read it (``Ops.array``).
    """
    rows, columns = (index.astype(np.int32) for index in np.nonzero(mask))
    if values.shape != rows.shape:
        raise ValueError(f"{rows.size} survivors need as many values; got {values.shape}.")
    by_column = np.argsort(columns, kind="stable").astype(np.int32)
    return Csr(
        shape=(mask.shape[0], mask.shape[1]),
        indptr=place(_starts(mask.sum(1))),
        indices=place(columns),
        values=values,
        indptr_t=place(_starts(mask.sum(0))),
        indices_t=place(rows[by_column]),
        order_t=place(by_column),
    )


def _starts(counts: NDArray[Any]) -> Index:
    return np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
