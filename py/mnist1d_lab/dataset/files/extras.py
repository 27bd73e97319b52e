"""What files of ours and of the reference package have beside samples: all of it optional."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from mnist1d_lab.dataset.files.limits import MAX_CLASSES, DataFileError
from mnist1d_lab.dataset.files.settings_text import Settings, parse_settings

Array = npt.NDArray[Any]
_PLAIN = (str, int, float, bool, type(None))
_MAX_ENTRIES = 100


def settings_of(extras: Mapping[str, Any]) -> Settings | None:
    """The settings that the set was made from, if the file has any; raises DataFileError."""
    found = extras.get("args")
    if found is None:
        return None
    if isinstance(found, np.ndarray):
        if found.shape != () or found.dtype.kind != "U":
            raise DataFileError("args must be one text, its settings as JSON.")
        return parse_settings(str(found))
    if not isinstance(found, Mapping) or len(found) > _MAX_ENTRIES or not _is_flat(found):
        raise DataFileError("the settings are not a table of names and values.")
    return dict(found)


def _is_flat(settings: Mapping[Any, Any]) -> bool:
    values = [
        entry
        for value in settings.values()
        for entry in (value[:_MAX_ENTRIES] if isinstance(value, (list, tuple)) else [value])
    ]
    return all(isinstance(name, str) for name in settings) and all(
        isinstance(value, _PLAIN) for value in values
    )


def coordinate_of(extras: Mapping[str, Any], length: int) -> npt.NDArray[np.float64]:
    """``t`` (length,): the file's, or the published one; raises DataFileError."""
    if "t" not in extras:
        return np.linspace(-5, 5, length) / 6
    t = np.asarray(extras["t"])
    if t.shape != (length,):
        raise DataFileError(f"t has shape {t.shape}, but a signal has {length} numbers.")
    if t.dtype.kind not in "fiu" or not np.isfinite(t).all():
        raise DataFileError("t must hold finite numbers only.")
    return t.astype(np.float64)


def templates_of(extras: Mapping[str, Any]) -> dict[str, Array] | None:
    """The templates, as ``templates.get_templates`` gives them; raises DataFileError."""
    if "templates_x" not in extras:
        return None
    x, t, y = (_numbers(extras, f"templates_{key}") for key in "xty")
    if x.ndim != 2 or y.shape != x.shape[:1] or t.shape != x.shape[1:]:
        raise DataFileError("its templates need one label a row and one t a column.")
    return {"x": x, "t": t, "y": y.astype(np.int64)}


def class_names_of(extras: Mapping[str, Any]) -> list[str]:
    """Names of the classes 0, 1, 2, ..., or none; raises DataFileError."""
    found = extras.get("class_names", [])
    names = found.tolist() if isinstance(found, np.ndarray) else found
    if (
        not isinstance(names, list)
        or not all(isinstance(name, str) for name in names)
        or len(set(names)) < len(names)
        or len(names) > MAX_CLASSES
    ):
        raise DataFileError(f"class_names must be at most {MAX_CLASSES} different texts.")
    return names


def _numbers(extras: Mapping[str, Any], name: str) -> npt.NDArray[np.float64]:
    try:
        values = np.asarray(extras.get(name))
    except ValueError as error:  # lists of different lengths
        raise DataFileError(f"{name} must be a table of numbers.") from error
    if values.dtype.kind not in "fiu" or not np.isfinite(values).all():
        raise DataFileError(f"its templates must be finite numbers; {name} is not.")
    return values.astype(np.float64)
