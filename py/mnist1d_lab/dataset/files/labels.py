"""Labels as people write them, as classes 0, 1, 2, ... with their names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mnist1d_lab.dataset.files.cells import number
from mnist1d_lab.dataset.files.limits import MAX_CLASSES, DataFileError

_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True)
class Classes:
    """``names[label]`` is what the file calls class ``label``; ``of`` maps back."""

    names: tuple[str, ...]
    of: dict[str, int]

    @property
    def note(self) -> str:
        """How labels became classes, where that has to be said."""
        if all(name == str(label) for name, label in self.of.items()):
            return ""
        said = ", ".join(f"{name[:30]} is {label}" for name, label in self.of.items())
        return f"Labels as classes: {said}."


def name_of(cell: str, mark: str = ".") -> str:
    """A label's name: 1, 1.0 and 1.0000000e+00 are one."""
    value = number(cell, mark)
    if value is None or value != int(value):
        return cell.strip()
    return str(int(value))


def classes_of(names: Sequence[str], known: Sequence[str] = ()) -> Classes:
    """Digits stay what they are; all else is numbered in order. Raises DataFileError.

    ``known`` are the names in the order that a file of ours carries.
    """
    found = sorted(set(names), key=_order)
    if known and set(found) <= set(known):
        return _numbered(known)
    if all(re.fullmatch(r"[0-9]", name) for name in found):
        return Classes(tuple(map(str, range(MAX_CLASSES))), {name: int(name) for name in found})
    if len(found) > MAX_CLASSES:
        some = ", ".join(name[:20] for name in found[:4])
        raise DataFileError(
            f"it has {len(found)} different labels ({some}, ...), and at most {MAX_CLASSES} "
            "classes are read. Where the labels stand is said by label=first, last or a name."
        )
    return _numbered(found)


def _numbered(names: Sequence[str]) -> Classes:
    return Classes(tuple(names), {name: label for label, name in enumerate(names)})


def _order(name: str) -> tuple[bool, float, list[tuple[bool, int, str]], str]:
    """Numbers by value, then words, in which 10 comes after 9."""
    value = number(name)
    parts = [part for part in _DIGITS.split(name.casefold()) if part]
    pieces = [(not p.isdigit(), int(p) if p.isascii() and p.isdigit() else 0, p) for p in parts]
    return value is None, value or 0.0, pieces, name
