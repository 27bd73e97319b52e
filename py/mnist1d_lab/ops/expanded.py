"""Sparse products that a machine computes sooner as dense ones, with the same bits.

Which they are is known when an operation is bound: where there are kernels for it, and entries are
not so few that leaving zeros out pays. See kernels/expanded.h.
"""

from __future__ import annotations

import numpy as np

from mnist1d_lab.ops.base import Array, Call
from mnist1d_lab.ops.csr import Csr
from mnist1d_lab.ops.wasm_host import Kernels

EXPAND, TAIL, SAMPLED = 64, 65, 66  # the kernels' numbers in simd.c
FROM_DENSITY = 0.24  # measured at 256 and 500 units, batches of 100
BITS = 16


def pays(ops: Kernels, w: Csr) -> bool:
    """Whether W is to be computed with as a dense matrix."""
    return bool(ops.room.expands) and w.nnz > FROM_DENSITY * w.shape[0] * w.shape[1]


def expand(ops: Kernels, w: Csr) -> tuple[Call, Array]:
    """The call that writes W out, and where; the place is for this sequence's operations only."""
    dense = ops.shared(w.shape[0] * w.shape[1]).reshape(w.shape)
    return ops.bind(EXPAND, _bits(ops, w), w.values, dense, *w.shape), dense


def sampled(ops: Kernels, w: Csr, dy: Array, x: Array, out: Array) -> Call | None:
    """``Ops.sampled_matmul_nt``; None where this way does not have its bits."""
    (m, n), k = dy.shape, x.shape[0]
    if n % 4 or not 0 < n <= ops.room.expands:
        return None
    words = (w.indptr, _bits(ops, w), dy, x, out, m, k, n, ops.pack, ops.zeros(m, np.int32))
    return ops.bind(SAMPLED, *words)


def _bits(ops: Kernels, w: Csr) -> Array:
    """Where W has entries: a bit each, rows of whole 16."""
    rows, columns = w.shape
    there = np.zeros((rows, -(-columns // BITS) * BITS), np.bool_)
    there[np.repeat(np.arange(rows), np.diff(w.indptr)), w.indices] = True
    return ops.array(np.packbits(there, axis=1, bitorder="little").view(np.uint16))
