"""Weka's ARFF: a head of @attribute lines, then @data and rows of cells between commas."""

from __future__ import annotations

import re

from mnist1d_lab.dataset.files.delimited import table_of
from mnist1d_lab.dataset.files.dialect import Dialect
from mnist1d_lab.dataset.files.limits import DataFileError
from mnist1d_lab.dataset.files.options import Options
from mnist1d_lab.dataset.files.table import Table
from mnist1d_lab.dataset.files.text import Lines, without_comments

_ATTRIBUTE = re.compile(r"@attribute\s+('[^']*'|\"[^\"]*\"|\S+)\s+(.*)", re.IGNORECASE)


def is_arff(lines: Lines) -> bool:
    body = without_comments(lines)
    return bool(body) and body[0][1].strip().casefold().startswith("@relation")


def read_arff(lines: Lines, options: Options) -> Table:
    """The table under @data; its label is the last attribute of named values. DataFileError."""
    names: list[str] = []
    label: int | None = None
    body = without_comments(lines)
    for index, (place, line) in enumerate(body):
        text = line.strip()
        if text.casefold() == "@data":
            return _data(body[index + 1 :], names, label, options)
        if text.casefold().startswith("@attribute"):
            name, kind = _attribute(text, place)
            if kind.startswith("{"):
                label = len(names)
            names.append(name)
    raise DataFileError("it has no @data line.")


def _attribute(text: str, place: int) -> tuple[str, str]:
    match = _ATTRIBUTE.fullmatch(text)
    if match is None:
        raise DataFileError(f"line {place}: an attribute needs a name and a type.")
    kind = match[2].strip()
    if kind.casefold().startswith("relational"):
        raise DataFileError(
            f"line {place}: a relational attribute (several series a sample) is not read."
        )
    return match[1].strip("'\""), kind


def _data(rows: Lines, names: list[str], label: int | None, options: Options) -> Table:
    if not rows:
        raise DataFileError("it holds no samples.")
    for place, line in rows:
        if line.lstrip().startswith("{"):
            raise DataFileError(f"line {place}: sparse rows ({{index value, ...}}) are not read.")
    quote = "'" if any("'" in line for _, line in rows) else '"'
    table = table_of(rows, Dialect("comma", "point", quote), names, options)
    return Table(**{**vars(table), "label": label})
