"""A text of rows and cells (CSV and its kin) as a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from mnist1d_lab.dataset.files.cells import is_gap, number
from mnist1d_lab.dataset.files.dialect import (
    SAMPLE_LINES,
    Dialect,
    excel_hint,
    find_dialect,
    rows_of,
)
from mnist1d_lab.dataset.files.header import has_header
from mnist1d_lab.dataset.files.limits import DataFileError
from mnist1d_lab.dataset.files.options import Options
from mnist1d_lab.dataset.files.table import Table, TableBuilder
from mnist1d_lab.dataset.files.text import COMMENT_MARKS, Lines, is_comment, without_comments

# Rows of these characters alone hold nothing that float reads and people do not write.
_PLAIN = re.compile(r"[0-9eE+\-. ]*(,[0-9eE+\-. ]+)*")


def read_delimited(lines: Lines, options: Options) -> Table:
    """The table in ``lines`` (comments included); raises DataFileError, naming the line."""
    hint = excel_hint(lines)
    body = without_comments(lines[1:] if hint else lines)
    if not body:
        raise DataFileError("it holds no samples.")
    dialect = find_dialect(body, replace(options, delimiter=options.delimiter or hint))
    rows = _Rows(body, dialect)
    names = _names(rows, lines, options)
    table = _table(rows, names, options)
    header = "no" if names is None else "yes"
    table.found.update(delimiter=dialect.delimiter, decimal=dialect.decimal, header=header)
    return table


def table_of(lines: Lines, dialect: Dialect, names: list[str], options: Options) -> Table:
    """The table of rows whose columns have names already; raises DataFileError."""
    return _table(_Rows(lines, dialect), names, options)


@dataclass
class _Rows:
    """The rows that are not empty; ``skip`` of them are the header."""

    lines: Lines
    dialect: Dialect
    skip: int = 0

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        filled = (row for row in rows_of(self.lines, self.dialect) if any(row[1]))
        return islice(filled, self.skip, None)

    def first(self) -> list[list[str]]:
        return [cells for _, cells in islice(self, SAMPLE_LINES)]


def _names(rows: _Rows, lines: Lines, options: Options) -> list[str] | None:
    """The header's cells, if there is one: the first row, or NumPy's comment above it."""
    first = rows.first()
    if not first:
        raise DataFileError("it holds no samples.")
    if options.header == "yes" or (not options.header and has_header(first, rows.dialect.mark)):
        rows.skip = 1
        return first[0]
    comments = [line for number, line in lines if is_comment(line) and number < rows.lines[0][0]]
    if comments and not options.header:
        above = (0, comments[-1].lstrip().lstrip("".join(COMMENT_MARKS)))
        cells = next(rows_of([above], rows.dialect))[1]
        if len(cells) == len(first[0]) and any(number(cell) is None for cell in cells):
            return cells
    return None


def _table(rows: _Rows, names: list[str] | None, options: Options) -> Table:
    body = rows.first()
    if not body:
        raise DataFileError("it holds a header and no samples.")
    if names is not None and all(len(row) == len(names) + 1 for row in body) and body[0][-1]:
        names = ["", *names]  # R has no name for the column of its rows' names
    width = _width(rows, names, options)
    builder = TableBuilder(width)
    for place, cells in rows:
        builder.add(place, _values(_fitted(cells, width, place, options), rows.dialect, builder))
    found: dict[str, str] = {}
    return Table(
        names=None if names is None else tuple((*names, *[""] * width)[:width]),
        values=builder.values(), words=builder.words, places=builder.places, found=found,
        texts=lambda column: [[*cells, *[""] * width][column] for _, cells in rows],
    )  # fmt: skip


def _width(rows: _Rows, names: list[str] | None, options: Options) -> int:
    """How many columns: those of the header or the first row; of the longest, with ``gaps``."""
    body = rows.first()
    if options.gaps not in ("", "refuse"):
        width = max(len(cells) for _, cells in rows)
    else:
        width = len(body[0]) if names is None else len(names)
    # A delimiter at the end of every row makes no column.
    trailing = all(len(row) < width or not row[width - 1] for row in body)
    unnamed = names is None or len(names) < width or not names[width - 1]
    return width - 1 if trailing and unnamed and width > 1 else width


def _fitted(cells: list[str], width: int, place: int, options: Options) -> Sequence[str]:
    """The row's cells, as many as there are columns; raises DataFileError."""
    if len(cells) == width:
        return cells
    if len(cells) > width and not any(cells[width:]):
        return cells[:width]
    if len(cells) < width and options.gaps not in ("", "refuse"):
        return cells + [""] * (width - len(cells))
    hint = "; gaps=zero, line or drop takes short rows" if len(cells) < width else ""
    raise DataFileError(f"line {place} has {len(cells)} values, others have {width}{hint}.")


def _values(cells: Sequence[str], dialect: Dialect, builder: TableBuilder) -> list[float]:
    """The row's numbers, NaN where there is none; words are told to the builder."""
    if dialect.decimal == "point" and _PLAIN.fullmatch(",".join(cells)):
        try:
            values = [float(cell) for cell in cells]
        except ValueError:
            pass
        else:
            if np.inf not in values and -np.inf not in values:
                return values
    return [_value(cell, column, dialect.mark, builder) for column, cell in enumerate(cells)]


def _value(cell: str, column: int, mark: str, builder: TableBuilder) -> float:
    value = number(cell, mark)
    if value is not None:
        return value
    if not is_gap(cell):
        builder.word(column, cell)
    return np.nan
