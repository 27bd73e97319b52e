"""A data set as CSV: one line a sample, everything else in comment lines that begin with "#".

    # args: {"seed": 42, ...}
    # t: -0.83,...
    # templates_x 0: 0.0,...
    split,label,x0,x1,...
    train,3,-0.41,...

Numbers are written with as many digits as it takes to read back the same number. A file made
elsewhere needs only lines of a label and its values: header, split and comments may be absent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from mnist1d_lab.data_file import Arrays, DataFileError, Settings, parse_settings

_SEPARATOR = re.compile(r"\s*[,;\t]\s*")
_PARTS = {"train": "", "test": "_test"}


def write(arrays: Mapping[str, npt.NDArray[Any]], made_from: str) -> str:
    """The file's text, from the arrays of ``formats.flat`` and the settings as JSON."""
    return "\n".join(_lines(arrays, made_from)) + "\n"


def _lines(arrays: Mapping[str, npt.NDArray[Any]], made_from: str) -> Iterator[str]:
    yield f"# args: {made_from}"
    for name in ("t", "templates_t", "templates_y"):
        if name in arrays:
            yield f"# {name}: {_numbers(arrays[name])}"
    for index, curve in enumerate(arrays.get("templates_x", ())):
        yield f"# templates_x {index}: {_numbers(curve)}"
    yield ",".join(["split", "label", *(f"x{i}" for i in range(arrays["x"].shape[1]))])
    for split, suffix in _PARTS.items():
        for signal, label in zip(arrays[f"x{suffix}"], arrays[f"y{suffix}"], strict=True):
            yield f"{split},{label},{_numbers(signal)}"


def _numbers(values: npt.NDArray[Any]) -> str:
    return ",".join(map(repr, values.tolist()))


def read(text: str) -> tuple[Arrays, Settings | None]:
    """Arrays as ``data_file.checked`` wants them, and the settings if there are any.

    Raises DataFileError, naming the line.
    """
    comments: dict[str, tuple[int, str]] = {}
    rows: list[tuple[int, list[str]]] = []
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if stripped.startswith("#"):
            name, _, value = stripped[1:].partition(":")
            comments[name.strip()] = (number, value.strip())
        elif stripped:
            rows.append((number, _SEPARATOR.split(stripped)))
    if not rows:
        raise DataFileError("it holds no samples.")
    return _samples(rows) | _from_comments(comments), _settings(comments)


def _samples(rows: list[tuple[int, list[str]]]) -> Arrays:
    """``x`` and ``y``, and ``x_test`` and ``y_test`` where the lines say train or test."""
    number, first = rows[0]
    has_split = first[0] == "split" or first[0] in _PARTS
    if first[-1].casefold().startswith("x"):
        if first[: 1 + has_split] != ["split", "label"][1 - has_split :]:
            raise DataFileError(
                f"line {number}: the header must begin with label, or with split and label."
            )
        rows = rows[1:]
    parts: dict[str, list[list[float]]] = {split: [] for split in _PARTS}
    for number, cells in rows:
        if len(cells) != len(first):
            raise DataFileError(f"line {number} has {len(cells)} values; others {len(first)}.")
        split = cells[0] if has_split else "train"
        if split not in _PARTS:
            raise DataFileError(f"line {number}: the split is {split!r}, not train or test.")
        parts[split].append(parse_numbers(cells[has_split:], number))
    arrays: Arrays = {}
    for split in _PARTS if has_split else ("train",):
        table = np.reshape(np.array(parts[split]), (len(parts[split]), len(first) - has_split))
        arrays[f"x{_PARTS[split]}"], arrays[f"y{_PARTS[split]}"] = table[:, 1:], table[:, 0]
    return arrays


def parse_numbers(cells: list[str], line: int) -> list[float]:
    """Finite numbers of ``cells``; raises DataFileError, naming the line and the cell."""
    try:
        numbers = [float(cell) for cell in cells]
    except ValueError:
        numbers = [np.nan]
    if not np.isfinite(numbers).all():
        bad = next(cell for cell in cells if not _is_number(cell))
        raise DataFileError(f"line {line}: {bad[:40]!r} is not a finite number.")
    return numbers


def _is_number(cell: str) -> bool:
    try:
        return bool(np.isfinite(float(cell)))
    except ValueError:
        return False


def _from_comments(comments: Mapping[str, tuple[int, str]]) -> Arrays:
    """The coordinate and the templates, as far as the comments have them."""
    named = {
        name: np.array(parse_numbers(_SEPARATOR.split(value), line))
        for name, (line, value) in comments.items()
        if name == "t" or name.startswith("templates_")
    }
    curves = [named.pop(name) for name in list(named) if name.startswith("templates_x ")]
    if curves:
        if len({len(curve) for curve in curves}) > 1:
            raise DataFileError("its templates_x lines differ in length.")
        named["templates_x"] = np.stack(curves)
    return named


def _settings(comments: Mapping[str, tuple[int, str]]) -> Settings | None:
    if "args" not in comments:
        return None
    line, value = comments["args"]
    try:
        return parse_settings(value)
    except DataFileError as error:
        raise DataFileError(f"line {line}: {error}") from error
