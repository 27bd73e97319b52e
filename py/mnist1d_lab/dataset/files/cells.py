"""What counts as a number in a text file, and what as a gap."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from mnist1d_lab.dataset.files.limits import DataFileError
from mnist1d_lab.params.quoting import quoted

# Python's float reads more than people write: 1_0, digits of other scripts, nan, inf.
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+([eE][+-]?\d+)?", re.ASCII)
# What pandas, R, MATLAB, Excel, Weka and the UCR archive write where a value is missing.
_GAPS = frozenset({"", "nan", "na", "n/a", "#n/a", "null", "none", "?", "<na>", "-nan", "nil"})


def is_gap(cell: str) -> bool:
    """Whether ``cell`` says that a value is missing."""
    return cell.strip().casefold() in _GAPS


def number(cell: str, decimal: str = ".") -> float | None:
    """The finite number that ``cell`` writes; None where it writes none."""
    text = cell.strip()
    if decimal == "," and "." not in text:
        text = text.replace(",", ".", 1)
    elif decimal == ",":
        return None
    if not _NUMBER.fullmatch(text):
        return None
    value = float(text)
    return value if math.isfinite(value) else None


def has_decimal_comma(cell: str) -> bool:
    """Whether ``cell`` is a number only if its comma is the decimal mark."""
    return _DECIMAL_COMMA.fullmatch(cell.strip()) is not None


def numbers(cells: Sequence[str], place: str, decimal: str = ".") -> list[float]:
    """The numbers of ``cells``; raises DataFileError, naming the place and the cell."""
    found = [number(cell, decimal) for cell in cells]
    for cell, value in zip(cells, found, strict=True):
        if value is None:
            raise DataFileError(f"{place}: {quoted(cell.strip())} is not a finite number.")
    return [value for value in found if value is not None]
