"""What a run found, as one number: equal for two runs only if they found the same, bit by bit."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from mnist1d_lab.events import Cell
from mnist1d_lab.records.arrays import Arrays, split_array

TIMES = "ms_"  # begins the names of columns that no seed repeats


def digest(rows: Sequence[dict[str, Cell]], arrays: Arrays) -> str:
    """SHA-256 of the rows, but for columns of times, and of the arrays, in hexadecimal.

    JavaScript writes 1.0 as 1 and -0.0 as 0; so does this, and a record that has been through a
    page keeps its number.
    """
    found = hashlib.sha256()
    for row in rows:
        plain = {name: _plain(cell) for name, cell in row.items() if not name.startswith(TIMES)}
        found.update(json.dumps(plain, sort_keys=True).encode())
    for name in sorted(arrays):
        head, raw = split_array(np.asarray(arrays[name]))
        found.update(json.dumps([name, head]).encode())
        found.update(raw)
    return found.hexdigest()


def _plain(cell: Any) -> Any:
    whole = isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53
    return int(cell) if whole else cell
