"""Bytes of a text file as numbered lines, without those that are only comments."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence

from mnist1d_lab.dataset.files.limits import DataFileError

Lines = Sequence[tuple[int, str]]

_LINE_END = re.compile(r"\r\n|\r|\n")
COMMENT_MARKS = ("#", "%")


def decode(content: bytes) -> str:
    """The text: UTF-8, UTF-16 with its mark (Excel's "Unicode text"), or else Latin-1."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError as error:
            raise DataFileError("it begins as UTF-16 and is not; it may be damaged.") from error
    if b"\0" in content:
        raise DataFileError("it is not text.")
    try:
        return content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def lines_of(text: str) -> Lines:
    """Number and text of every line that is not blank, comments included."""
    return [(i, line) for i, line in enumerate(_LINE_END.split(text), 1) if line.strip()]


def without_comments(lines: Lines) -> Lines:
    return [(number, line) for number, line in lines if not is_comment(line)]


def is_comment(line: str) -> bool:
    return line.lstrip().startswith(COMMENT_MARKS)
