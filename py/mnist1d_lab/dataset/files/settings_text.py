"""The settings that a file carries as JSON, read so that no text of a stranger's does harm."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from mnist1d_lab.dataset.files.limits import DataFileError

Settings = dict[str, Any]

# Settings are a flat table with a list or two. Nesting is refused before parsing: in a browser
# a text that is 10,000 brackets deep takes the whole interpreter down.
_MAX_CHARACTERS, _MAX_BRACKETS = 200_000, 100


def parse_settings(text: str) -> Settings:
    """The settings in ``text``, all of their numbers finite; raises DataFileError."""
    if len(text) > _MAX_CHARACTERS or text.count("[") + text.count("{") > _MAX_BRACKETS:
        raise DataFileError("the settings are too large or too deeply nested.")
    try:
        settings = json.loads(text, parse_constant=_refuse, parse_float=_finite)
    except ValueError as error:  # also for an integer of thousands of digits
        raise DataFileError("the settings are not readable JSON with finite numbers.") from error
    if not isinstance(settings, dict):
        raise DataFileError("the settings are not a table of names and values.")
    return settings


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)


def _finite(text: str) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise ValueError(text)
    return value
