"""The blocks that fill an array from a table, row by row."""

from __future__ import annotations

import numpy as np

from mnist1d_lab.ops.base import Array
from mnist1d_lab.ops.wasm_host import Kernels

FOUR = 4  # bytes


def copies(ops: Kernels, kernel: int, table: Array, out: Array) -> Array:
    """Blocks that copy a row of the table each; four bytes are four bytes to a kernel."""
    if table.itemsize != FOUR:
        raise TypeError(f"each: the fast backend takes four-byte numbers, not {table.dtype}.")
    source, target = ops.address(table), ops.address(out)
    words = np.array([kernel, source, source, target, out.size], ops.word)
    blocks = np.tile(words, (len(table), 1))
    blocks[:, 1:3] += (out.nbytes * np.arange(len(table), dtype=ops.word))[:, None]
    return ops.array(blocks)
