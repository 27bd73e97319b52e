"""Data of the visitor's own, by the names that parameters give them.

``data_file`` names a file: on a shell its path; in the page a name under which the page has handed
over its bytes (``add``), since a worker sees no disk.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from mnist1d_lab import formats, own_templates
from mnist1d_lab.data_file import DataFileError, LoadedData
from mnist1d_lab.params import ParamError
from mnist1d_lab.templates import TemplateError

_added: dict[str, LoadedData] = {}


def add(name: str, content: bytes) -> LoadedData:
    """Keep a file's data set under its name; raises ParamError where it is none."""
    try:
        _added[name] = formats.read(content, name)
    except DataFileError as error:
        raise ParamError("data_file", f"data_file cannot be used: {error}") from error
    return _added[name]


def check(values: Mapping[str, Any]) -> None:
    """Raise ParamError now, rather than in the middle of a run, for own data of no use."""
    if values.get("data_file"):
        load(values["data_file"])
    templates(values.get("templates", ""))


def load(name: str) -> LoadedData:
    """The data set that was added under ``name``, or is in the file there; raises ParamError."""
    if name in _added:
        return _added[name]
    if sys.platform == "emscripten" or not Path(name).is_file():
        raise ParamError("data_file", f"data_file {name!r} is not here; load the file again.")
    return add(name, Path(name).read_bytes())


@lru_cache(maxsize=8)
def templates(text: str) -> dict[str, Any] | None:
    """The templates written in ``text``, or None for the published ones; raises ParamError."""
    if not text.strip():
        return None
    try:
        return dict(own_templates.parse_text(text))
    except TemplateError as error:
        raise ParamError("templates", f"templates cannot be used: {error}") from error
