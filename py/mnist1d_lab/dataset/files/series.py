"""The .ts files of the UCR/UEA archive: "value,value,...:label" under a head of @ lines.

Format: https://www.aeon-toolkit.org/en/stable/api_reference/file_specifications/ts.html
"""

from __future__ import annotations

from mnist1d_lab.dataset.files.delimited import table_of
from mnist1d_lab.dataset.files.dialect import Dialect
from mnist1d_lab.dataset.files.limits import DataFileError
from mnist1d_lab.dataset.files.options import Options
from mnist1d_lab.dataset.files.table import Table
from mnist1d_lab.dataset.files.text import Lines, without_comments


def is_series(lines: Lines) -> bool:
    body = without_comments(lines)
    first = body[0][1].strip().casefold() if body else ""
    return first.startswith(("@problemname", "@timestamps", "@univariate", "@classlabel"))


def read_series(lines: Lines, options: Options) -> Table:
    """The table under @data, labels in its first column; raises DataFileError."""
    body = without_comments(lines)
    for index, (place, line) in enumerate(body):
        words = line.split()
        key, value = words[0].casefold(), "".join(words[1:2]).casefold()
        if key == "@data":
            return _data(body[index + 1 :], options)
        if (key, value) in (("@univariate", "false"), ("@timestamps", "true")):
            raise DataFileError(
                f"line {place}: only series of one variable and without time stamps are read."
            )
        if (key, value) == ("@classlabel", "false"):
            raise DataFileError(f"line {place}: the file says that it has no class labels.")
    raise DataFileError("it has no @data line.")


def _data(rows: Lines, options: Options) -> Table:
    if not rows:
        raise DataFileError("it holds no samples.")
    turned = [(place, _label_first(place, line)) for place, line in rows]
    length = max(line.count(",") for _, line in turned)
    names = ["label", *(f"x{i}" for i in range(length))]
    table = table_of(turned, Dialect("comma", "point"), names, options)
    return Table(**{**vars(table), "label": 0})


def _label_first(place: int, line: str) -> str:
    parts = line.strip().split(":")
    if len(parts) != 2:
        raise DataFileError(
            f"line {place} has {len(parts) - 1} colons; a series and its label have one between."
        )
    return f'"{parts[1].strip()}",{parts[0]}'
