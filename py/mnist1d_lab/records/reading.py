"""A record's file, wherever it comes from, as plain values and arrays, or one sentence why not.

The file may be a stranger's: what would take an interpreter down, or all memory, is looked for
before anything is parsed or reserved.
"""

from __future__ import annotations

import io
import json
import math
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from mnist1d_lab.records.arrays import decode_array

Source = str | Path | bytes | IO[bytes] | IO[str]
Parts = tuple[Any, dict[str, NDArray[Any]]]

DEEPEST = 50  # a record has six levels; thousands of them take a browser's interpreter down
_MOST_DIGITS = 30
_KINDS = "biufcUS"  # true or false, numbers, texts
_OTHERS = bytes(byte for byte in range(256) if byte not in b"[{]}")


class NoRecordError(ValueError):
    """``reason`` is what is wrong with a file, as the end of a sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"This is not a run's record: {reason}.")
        self.reason = reason


def source_bytes(source: Source) -> bytes:
    """What is in a path or an open file; bytes, and a text that is no path, are it already."""
    if isinstance(source, bytes):
        return source
    if isinstance(source, Path) or (isinstance(source, str) and _names_a_file(source)):
        return Path(source).read_bytes()
    content = source if isinstance(source, str) else source.read()
    return content.encode() if isinstance(content, str) else content


def _names_a_file(text: str) -> bool:
    if text.lstrip()[:1] in ("{", "["):
        return False
    try:
        return bool(Path(text).suffix) or Path(text).exists()
    except OSError:  # longer than the name of any file
        return False


def read_json(content: bytes) -> Parts:
    """Everything but the arrays, and the arrays, of a record's JSON; raises NoRecordError."""
    with _readable():
        plain = _parsed(content)
        arrays = plain.pop("arrays", {}) if isinstance(plain, dict) else {}
        return plain, {name: _usable(decode_array(a)) for name, a in arrays.items()}


def read_npz(content: bytes, most_bytes: float = math.inf) -> Parts:
    """The same of a record's NPZ, which may have ``most_bytes`` unpacked; raises NoRecordError."""
    with _readable():
        _look_at_headers(content, most_bytes)
        with np.load(io.BytesIO(content), allow_pickle=False) as archive:
            arrays = {name: _usable(archive[name]) for name in archive.files}
        return _parsed(str(arrays.pop("record.json", "null")).encode()), arrays


@contextmanager
def _readable() -> Iterator[None]:
    """What zipfile, zlib, NumPy and base64 raise on damaged files, in one sentence."""
    try:
        yield
    except NoRecordError:
        raise
    except MemoryError as error:
        raise NoRecordError("there is not enough memory to read it") from error
    except Exception as error:
        raise NoRecordError("it is damaged") from error


def _usable(array: NDArray[Any]) -> NDArray[Any]:
    if array.dtype.kind not in _KINDS:
        raise NoRecordError("one of its arrays has neither numbers nor texts")
    return array


def _parsed(raw: bytes) -> Any:
    brackets = np.frombuffer(raw.translate(None, _OTHERS), np.uint8)
    opens = (brackets == ord("[")) | (brackets == ord("{"))
    if np.cumsum(np.where(opens, 1, -1)).max(initial=0) > DEEPEST:
        raise NoRecordError("it is too deeply nested")
    try:
        return json.loads(raw, parse_constant=_refuse, parse_float=_finite, parse_int=_whole)
    except ValueError as error:
        raise NoRecordError("it is not readable JSON with finite numbers") from error


def _refuse(text: str) -> NoReturn:
    raise ValueError(text)


def _finite(text: str) -> float:
    value = float(text)
    return value if math.isfinite(value) else _refuse(text)


def _whole(text: str) -> int:
    return int(text) if len(text) <= _MOST_DIGITS else _refuse(text)


def _look_at_headers(content: bytes, most_bytes: float) -> None:
    """A header of 100 bytes can promise terabytes, and NumPy reserves them before it looks on."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        if sum(member.file_size for member in members) > most_bytes:
            raise NoRecordError(f"unpacked it has more than {most_bytes // 1_000_000:.0f} MB")
        for member in members:
            with archive.open(member) as stream:
                version = np.lib.format.read_magic(stream)
                one, two = np.lib.format.read_array_header_1_0, np.lib.format.read_array_header_2_0
                shape, _, dtype = (one if version == (1, 0) else two)(stream)
            if math.prod(shape) * dtype.itemsize > member.file_size:
                raise NoRecordError("one of its arrays is not all there")
