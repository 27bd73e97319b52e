"""Templates from pasted numbers, CSV or NPZ, and back to CSV.

One line a template, its numbers separated by commas, semicolons, tabs or blanks. A line may
begin with its label and a colon; without, labels count up from 0. A header that begins with
"label" says that the first number of every line is the label. Lines after "#" are comments.
Where semicolons or tabs stand between the numbers, or blanks alone, a comma is a decimal comma.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from mnist1d_lab.dataset.files.cells import has_decimal_comma, numbers
from mnist1d_lab.dataset.files.limits import DataFileError
from mnist1d_lab.dataset.templates import (
    MAX_CLASSES,
    POINTS,
    TemplateError,
    Templates,
    make_templates,
)
from mnist1d_lab.params.quoting import quoted

MAX_CHARACTERS = 100_000
LIMITS = (
    f"Up to {MAX_CLASSES} templates of {POINTS[0]} to {POINTS[1]} numbers each, "
    f"in at most {MAX_CHARACTERS} characters."
)


@dataclass(frozen=True)
class _Dialect:
    """What stands between numbers, and what inside them."""

    separator: re.Pattern[str]
    decimal: str


_COMMAS_BETWEEN = _Dialect(re.compile(r"[,;\s]+"), ".")
_COMMAS_INSIDE = _Dialect(re.compile(r"[;\s]+"), ",")


def parse_text(text: str) -> Templates:
    """Templates from pasted numbers or the text of a CSV file; raises TemplateError."""
    if len(text) > MAX_CHARACTERS:
        raise TemplateError(f"The text has {len(text)} characters. The limits: {LIMITS}")
    labelled, dialect = False, _dialect(text)
    rows: list[tuple[int, int, list[float]]] = []
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.partition("#")[0].strip()
        if not rows and stripped.casefold().startswith("label"):
            labelled = True
        elif stripped:
            rows.append((number, *_read_line(stripped, number, labelled, len(rows), dialect)))
    _check_lines(rows)
    return make_templates([row for _, _, row in rows], [label for _, label, _ in rows])


def _dialect(text: str) -> _Dialect:
    """Whether commas are decimal ones: all of them are, or none."""
    lines = [line.partition("#")[0].rpartition(":")[2].strip() for line in text.splitlines()]
    cells = [cell for line in lines for cell in _COMMAS_INSIDE.separator.split(line)]
    found = [cell for cell in cells if "," in cell and not cell.casefold().startswith("label")]
    if not found or not all(map(has_decimal_comma, found)):
        return _COMMAS_BETWEEN
    between = any(_COMMAS_INSIDE.separator.search(line) for line in lines)
    return _COMMAS_INSIDE if between else _COMMAS_BETWEEN


def _read_line(
    text: str, line: int, labelled: bool, position: int, dialect: _Dialect
) -> tuple[int, list[float]]:
    """A line's label and numbers."""
    before, colon, after = text.partition(":")
    cells = [cell for cell in dialect.separator.split(after if colon else text) if cell]
    if labelled and not colon:
        before, cells = "".join(cells[:1]), cells[1:]
    try:
        found = numbers(cells, f"line {line}", dialect.decimal)
    except DataFileError as error:
        raise TemplateError(str(error)) from error
    if not (colon or labelled):
        return position, found
    if not re.fullmatch(r"\d", before.strip()):
        raise TemplateError(
            f"line {line}: the label {quoted(before)} is not a digit from 0 to {MAX_CLASSES - 1}."
        )
    return int(before), found


def _check_lines(rows: list[tuple[int, int, list[float]]]) -> None:
    """What only lines can say; ``make_templates`` checks the rest."""
    if not rows:
        raise TemplateError(f"There are no numbers here. The limits: {LIMITS}")
    if len(rows) > MAX_CLASSES:
        raise TemplateError(f"line {rows[MAX_CLASSES][0]}: too many templates. {LIMITS}")
    first, seen = rows[0], dict[int, int]()
    for line, label, points in rows:
        if len(points) != len(first[2]):
            raise TemplateError(
                f"line {line} has {len(points)} numbers, but line {first[0]} has {len(first[2])}."
            )
        if not POINTS[0] <= len(points) <= POINTS[1]:
            raise TemplateError(f"line {line} has {len(points)} numbers. {LIMITS}")
        if np.ptp(points) == 0:
            raise TemplateError(f"line {line}: all its numbers are equal, so it has no shape.")
        if label in seen:
            raise TemplateError(f"line {line}: label {label} stands in line {seen[label]} already.")
        seen[label] = line


def parse_npz(content: bytes) -> Templates:
    """Templates from an NPZ file with ``x`` (classes, points), perhaps ``y``, or a data set's.

    Raises TemplateError.
    """
    from mnist1d_lab.dataset.files.npy import read_npz  # noqa: PLC0415 - few templates are in one

    try:
        arrays = read_npz(content)
    except DataFileError as error:
        raise TemplateError(f"The file cannot be used: {error}") from error
    prefix = "templates_" if "templates_x" in arrays else ""
    heights = arrays.get(f"{prefix}x")
    if heights is None or heights.dtype.kind not in "fiu":
        raise TemplateError("The file has no table of numbers named x or templates_x.")
    return make_templates(heights, arrays.get(f"{prefix}y"))


def to_csv(templates: Templates) -> str:
    """The templates as CSV text that ``parse_text`` reads back."""
    points = len(templates["t"])
    lines = [",".join(["label", *(f"x{i}" for i in range(points))])]
    for label, curve in zip(templates["y"].tolist(), templates["x"].tolist(), strict=True):
        lines.append(",".join([str(label), *map(repr, curve)]))
    return "\n".join(lines) + "\n"
