"""Whether a table's first row names its columns."""

from __future__ import annotations

from collections.abc import Sequence
from math import isclose

from mnist1d_lab.dataset.files.cells import is_gap, number
from mnist1d_lab.dataset.files.names import is_known

Row = Sequence[str]


def has_header(rows: Sequence[Row], mark: str) -> bool:
    """``rows`` are the table's first ones; ``mark`` is the decimal mark.

    A first row is a header if it has a name that columns have, or words where most others have
    numbers, if it has one cell less (R's names of columns beside its names of rows), or if it
    counts: pandas names columns 0, 1, 2, ... One word among numbers is a slip, to be refused.
    """
    first, body = rows[0], rows[1:]
    if body and all(len(row) == len(first) + 1 for row in body):
        return True
    if any(map(is_known, first)):
        return True
    if any(_is_word(cell, mark) for row in body for cell in _repeated(first, row)):
        return False  # a label: a name does not come again
    columns = [column for column in _number_columns(body, mark) if column < len(first)]
    words = sum(_is_word(first[column], mark) for column in columns)
    return words > len(columns) / 2 or (bool(body) and _counts(first, mark))


def _repeated(first: Row, row: Row) -> list[str]:
    """The cells that are the same in both rows."""
    return [cell for cell, below in zip(first, row, strict=False) if cell == below]


def _number_columns(body: Sequence[Row], mark: str) -> list[int]:
    """Columns in which most rows have numbers (a mistake further down makes no header)."""
    width = min(map(len, body), default=0)
    found = []
    for column in range(width):
        read = sum(number(row[column], mark) is not None for row in body)
        words = sum(_is_word(row[column], mark) for row in body)
        if read > words:
            found.append(column)
    return found


def _is_word(cell: str, mark: str) -> bool:
    return not is_gap(cell) and number(cell, mark) is None


def _counts(first: Row, mark: str) -> bool:
    """Whether the cells are 0, 1, 2, ... or 1, 2, 3, ..., or words and equal steps of time."""
    values = [number(cell, mark) for cell in first]
    counted = [value for value in values if value is not None]
    if len(counted) < 3:
        return False
    step = counted[1] - counted[0] if len(counted) < len(values) else 1.0
    whole = len(counted) < len(values) or counted[0] in (0, 1)
    ramp = [counted[0] + i * step for i in range(len(counted))]
    return (
        whole
        and step > 0
        and all(isclose(c, r, abs_tol=1e-9) for c, r in zip(counted, ramp, strict=True))
    )
