"""What somebody gave, said back inside a sentence: never more of it than a line."""

from __future__ import annotations

import reprlib

LONGEST = 80

_SHORT = reprlib.Repr()
_SHORT.maxlevel = 3
_SHORT.maxstring = _SHORT.maxother = LONGEST


def shortened(text: str, longest: int = LONGEST) -> str:
    """The beginning of ``text``, where it is long, on one line."""
    line = " ".join(text[: longest + 1].splitlines())
    return f"{line[: longest - 1]}…" if len(text) > longest else line


def printable(line: str) -> str:
    """A line of a stranger's words for a terminal, to which some characters are commands."""
    return "".join(c if c.isprintable() else " " if c.isspace() else "?" for c in line)


def reason_of(error: Exception) -> str:
    """What went wrong with a file, as the end of a sentence that has named the file already."""
    told = getattr(error, "strerror", None) or str(error)
    return shortened(told.rstrip("."), 2 * LONGEST)


def quoted(value: object) -> str:
    """A value as Python writes it; of one that cannot be written, its type."""
    try:
        return shortened(_SHORT.repr(value))
    except Exception:  # an integer of 5,000 digits, or a stranger's own __repr__
        return f"a value of type {shortened(type(value).__name__)}"
