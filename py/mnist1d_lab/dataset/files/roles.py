"""Which column of a table is the label, which counts the rows, and which says train or test."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from mnist1d_lab.dataset.files.limits import MAX_CLASSES, DataFileError
from mnist1d_lab.dataset.files.names import ABOUT, FLAGS, INDICES, LABELS, SPLITS, split_of
from mnist1d_lab.dataset.files.options import Options
from mnist1d_lab.dataset.files.table import Table
from mnist1d_lab.params.quoting import shortened

_NUMBERED = re.compile(r".*?\d+(\.\d+)?")


@dataclass(frozen=True)
class Roles:
    """Columns by number; the signals are what is left."""

    label: int | None
    index: int | None
    split: int | None
    signals: tuple[int, ...]
    about: int | None = None


def find_roles(table: Table, options: Options, labelled: bool = True) -> Roles:
    """What the options say, and for the rest what names and contents say; raises DataFileError.

    ``labelled`` is False for a table whose labels come in a file of their own.
    """
    about = _named(table, {ABOUT})
    taken = {about, *(_column(table, name, "ignore") for name in _list(options.ignore))} - {None}
    free = [column for column in range(table.width) if column not in taken]
    split = _said(table, options.split, "split") if options.split else _split(table, free)
    free = [column for column in free if column != split]
    index = _said(table, options.index, "index") if options.index else _index(table, free)
    free = [column for column in free if column != index]
    label = None
    if labelled and options.label:
        label = _said(table, options.label, "label")
    elif labelled:
        label = table.label if table.label is not None else _label(table, free)
    signals = tuple(column for column in free if column != label)
    return Roles(label, index, split, signals, about)


def _list(text: str) -> list[str]:
    return [name.strip() for name in text.split("+") if name.strip()]


def _said(table: Table, text: str, option: str) -> int | None:
    return None if text == "none" else _column(table, text, option)


def _column(table: Table, text: str, option: str) -> int:
    """The column of this name, or at this place; raises DataFileError."""
    if table.names and text in table.names:
        return table.names.index(text)
    if text in ("first", "last"):
        return 0 if text == "first" else table.width - 1
    if text.isascii() and text.isdigit() and 1 <= int(text) <= table.width:
        return int(text) - 1
    named = f", named {', '.join(table.names[:5])} ..." if table.names else ""
    raise DataFileError(
        f"{option}={shortened(text)}: there is no such column; it has {table.width}{named}."
    )


def _named(table: Table, names: Iterable[str]) -> int | None:
    wanted = set(names)
    for column, name in enumerate(table.names or ()):
        if name.casefold() in wanted:
            return column
    return None


def _split(table: Table, free: Sequence[int]) -> int | None:
    """A column of train and test; one called is_train or the like may hold 0 and 1."""
    for column in free:
        name = table.names[column].casefold() if table.names else ""
        if column in table.words and split_of(table.words[column][1]) is not None:
            return column
        if name in FLAGS | SPLITS and set(_whole(table, column)) <= {0, 1}:
            return column
    return None


def _index(table: Table, free: Sequence[int]) -> int | None:
    """A first column without a name, or called so, or one that counts more rows than classes."""
    if not free:
        return None
    column = free[0]
    name = table.names[column].casefold() if table.names else None
    if name == "" or name in INDICES:
        return column
    counted = _whole(table, column)
    rows = len(table.values)
    if name in LABELS or rows <= MAX_CLASSES or len(counted) < rows:
        return None
    steps = counted[0] in (0, 1) and np.array_equal(np.diff(counted), np.ones(rows - 1))
    return column if steps else None


def _label(table: Table, free: Sequence[int]) -> int | None:
    """By its name; by its words; by being the one that is not numbered; by its few values."""
    named = [c for c in free if table.names and table.names[c].casefold() in LABELS]
    if named:
        return named[0]
    words = [c for c in free if _is_words(table, c)]
    if words:
        return next((c for c in words if _is_few_words(table, c)), words[0])
    other = [c for c in free if table.names and not _NUMBERED.fullmatch(table.names[c])]
    if len(other) == 1:
        return other[0]
    for column in (free[0], free[-1]) if free else ():
        if _is_few(table, column):
            return column
    return None


def _is_words(table: Table, column: int) -> bool:
    """A column of words (a slip or two among numbers make none)."""
    return column in table.words and bool(np.isfinite(table.values[:, column]).mean() <= 0.2)


def _is_few_words(table: Table, column: int) -> bool:
    return len(set(table.texts(column))) <= MAX_CLASSES


def _is_few(table: Table, column: int) -> bool:
    whole = _whole(table, column)
    return len(whole) > 0 and len(set(whole)) <= MAX_CLASSES


def _whole(table: Table, column: int) -> list[float]:
    """The column's values if all that are there are whole numbers, or else none."""
    values = table.values[:, column]
    values = values[~np.isnan(values)]
    return values.tolist() if np.array_equal(values, np.rint(values)) else []
