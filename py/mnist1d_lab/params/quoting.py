"""What somebody gave, said back inside a sentence: never more of it than a line."""

from __future__ import annotations

import reprlib

LONGEST = 80

_SHORT = reprlib.Repr()
_SHORT.maxlevel = 3
_SHORT.maxstring = _SHORT.maxother = LONGEST


def shortened(text: str) -> str:
    """The beginning of ``text``, where it is long, on one line."""
    line = " ".join(text[: LONGEST + 1].splitlines())
    return f"{line[: LONGEST - 1]}…" if len(text) > LONGEST else line


def quoted(value: object) -> str:
    """A value as Python writes it; of one that cannot be written, its type."""
    try:
        return shortened(_SHORT.repr(value))
    except Exception:  # an integer of 5,000 digits, or a stranger's own __repr__
        return f"a value of type {shortened(type(value).__name__)}"
