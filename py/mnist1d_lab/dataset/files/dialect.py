"""Which character stands between the cells of a text file, and which inside its numbers."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from mnist1d_lab.dataset.files.cells import has_decimal_comma, is_gap, number
from mnist1d_lab.dataset.files.limits import DataFileError
from mnist1d_lab.dataset.files.options import Options
from mnist1d_lab.dataset.files.text import Lines

# In the order of preference among those that read a file equally well.
DELIMITERS = {"tab": "\t", "semicolon": ";", "comma": ",", "bar": "|", "space": " "}
DECIMALS = {"point": ".", "comma": ","}
SAMPLE_LINES = 60

_BLANKS = re.compile(r"[ \t]+")
_EXCEL_HINT = re.compile(r"\s*sep=(.)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Dialect:
    """Names of ``DELIMITERS`` and ``DECIMALS``; ``quote`` is what may stand around a cell."""

    delimiter: str
    decimal: str
    quote: str = '"'

    @property
    def mark(self) -> str:
        return DECIMALS[self.decimal]


def rows_of(lines: Lines, dialect: Dialect) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells, stripped, of every row; raises DataFileError."""
    sign = DELIMITERS[dialect.delimiter]
    texts: Iterator[str] = (line for _, line in lines)
    if sign == " ":
        texts = (_BLANKS.sub(" ", line.strip()) for line in texts)
    reader = csv.reader(
        texts, delimiter=sign, quotechar=dialect.quote, skipinitialspace=sign != " "
    )
    while True:
        start = reader.line_num
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise DataFileError(f"line {lines[start][0]} cannot be read ({error}).") from error
        yield lines[start][0], [cell.strip() for cell in cells]


def excel_hint(lines: Lines) -> str:
    """The delimiter that Excel's first line ``sep=;`` names; "" where there is no such line."""
    hint = _EXCEL_HINT.fullmatch(lines[0][1]) if lines else None
    names = {sign: name for name, sign in DELIMITERS.items()}
    return names.get(hint[1], "") if hint else ""


def find_dialect(lines: Lines, options: Options, quote: str = '"') -> Dialect:
    """What reads the first lines best; what ``options`` say is not questioned."""
    sample = lines[:SAMPLE_LINES]
    names = [options.delimiter] if options.delimiter else list(DELIMITERS)
    scored = [(_score(sample, Dialect(name, "point", quote)), name) for name in names]
    best = max(scored, key=lambda pair: pair[0])  # of equals the first
    delimiter = best[1] if best[0] > 0 or options.delimiter else "comma"
    decimal = options.decimal or _decimal(sample, Dialect(delimiter, "point", quote))
    return Dialect(delimiter, decimal, quote)


def _score(sample: Lines, dialect: Dialect) -> float:
    """Share of rows of the usual width, times share of cells that are numbers; 0 for one column."""
    rows = [cells for _, cells in rows_of(sample, dialect)]
    body = rows[1:] or rows
    width, usual = Counter(map(len, body)).most_common(1)[0] if body else (0, 0)
    if width < 2:
        return 0.0
    cells = [cell for row in body for cell in row]
    read = sum(is_gap(c) or number(c) is not None or has_decimal_comma(c) for c in cells)
    # A file of words alone is still divided best by what divides it evenly.
    return usual / len(body) * (0.01 + read / len(cells))


def _decimal(sample: Lines, dialect: Dialect) -> str:
    cells = [cell for _, row in rows_of(sample, dialect) for cell in row]
    commas = sum(map(has_decimal_comma, cells))
    points = sum("." in cell and number(cell) is not None for cell in cells)
    return "comma" if commas > points else "point"
