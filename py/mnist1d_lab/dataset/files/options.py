"""What may be said about a file instead of being guessed: ``label=last, decimal=comma``."""

from __future__ import annotations

from dataclasses import dataclass, fields
from difflib import get_close_matches

from mnist1d_lab.dataset.files.limits import LENGTHS, DataFileError
from mnist1d_lab.params.quoting import quoted

COLUMN = "first, last, none, a column's name or its number from 1"

# What each option takes; None: anything, as its sentence says.
CHOICES: dict[str, tuple[str, ...] | None] = {
    "delimiter": ("comma", "semicolon", "tab", "bar", "space"),
    "decimal": ("point", "comma"),
    "header": ("yes", "no"),
    "label": None,
    "index": None,
    "split": None,
    "ignore": None,
    "gaps": ("refuse", "zero", "line", "drop"),
    "order": ("seeded", "file"),
    "scale": ("as-is", "whole", "each"),
    "length": None,
}


@dataclass(frozen=True)
class Options:
    """How a file is to be read; "" leaves it to be found out.

    ``label``, ``index`` and ``split`` name a column (``first``, ``last``, ``none``, its name or its
    number from 1), ``ignore`` several, joined by "+"; in a file of arrays ``label`` names one of
    them. ``gaps``: what becomes of missing values and short rows (``zero``, a straight ``line``
    between neighbours, or ``drop`` the row). ``order`` of the training rows: ``seeded``, or that of
    the ``file``. ``scale``: standardise by the ``whole`` set's mean and deviation, or ``each``
    signal by its own. ``length``: resample to so many numbers.
    """

    delimiter: str = ""
    decimal: str = ""
    header: str = ""
    label: str = ""
    index: str = ""
    split: str = ""
    ignore: str = ""
    gaps: str = ""
    order: str = ""
    scale: str = ""
    length: str = ""

    def __str__(self) -> str:
        given = {f.name: getattr(self, f.name) for f in fields(self)}
        return ", ".join(f"{name}={value}" for name, value in given.items() if value)


def parse_options(text: str) -> Options:
    """The options in ``text``; raises DataFileError."""
    given: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if name not in CHOICES or not equals:
            near = get_close_matches(name, CHOICES, 1)
            hint = f" Perhaps {near[0]}?" if near else ""
            raise DataFileError(
                f"{quoted(part)} is no reading option; they are written NAME=VALUE, with commas "
                f"between, and named {', '.join(CHOICES)}.{hint}"
            )
        given[name] = _checked(name, value)
    return Options(**given)


def _checked(name: str, value: str) -> str:
    choices = CHOICES[name]
    if choices is not None and value not in choices:
        raise DataFileError(f"{name} must be one of {', '.join(choices)}; got {quoted(value)}.")
    low, high = LENGTHS
    if name == "length" and not (value.isascii() and value.isdigit() and low <= int(value) <= high):
        raise DataFileError(f"length must be a whole number from {low} to {high}.")
    return value
