"""What went wrong with a file, as the end of a sentence that has named the file already."""

from __future__ import annotations


def reason_of(error: Exception) -> str:
    """The system's own words without its number and the file's name; of others, all they say."""
    told = getattr(error, "strerror", None) or str(error)
    return told.rstrip(".").replace("\n", " ")
