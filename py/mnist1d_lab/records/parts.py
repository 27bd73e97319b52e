"""What a record's file must have, and of which types."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from mnist1d_lab.records.reading import NoRecordError


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int)


def _is_mapping(value: Any) -> bool:
    return isinstance(value, dict)


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


def _is_table(value: Any) -> bool:
    cells = (str, int, float, type(None))
    return isinstance(value, list) and all(
        isinstance(row, dict) and all(isinstance(cell, cells) for cell in row.values())
        for row in value
    )


RIGHT: dict[str, Callable[[Any], bool]] = {
    "experiment": _is_text,
    "params": _is_mapping,
    "seed": _is_whole,
    "version": _is_text,
    "backend": _is_text,
    "elapsed_s": _is_number,
    "rows": _is_table,
    "notices": _are_texts,
    "summary": _is_table,
}
# In files of earlier versions they are missing.
OPTIONAL: dict[str, Callable[[Any], bool]] = {
    "made": _is_mapping,
    "figure": _is_mapping,
    "class_names": _are_texts,
}


def checked_parts(plain: Any) -> dict[str, Any]:
    """What of a file's JSON belongs to a record; NoRecordError where a part is missing or wrong."""
    there = plain if isinstance(plain, dict) else {}
    missing = sorted(RIGHT.keys() - there.keys())
    if missing:
        raise NoRecordError(f"it has no {_listed(missing)}")
    wrong = [name for name, is_right in RIGHT.items() if not is_right(there[name])]
    wrong += [
        name
        for name, is_right in OPTIONAL.items()
        if there.get(name) is not None and not is_right(there[name])
    ]
    if wrong:
        raise NoRecordError(f"its {wrong[0]} cannot be read")
    return {name: there[name] for name in (*RIGHT, *OPTIONAL) if name in there}


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
