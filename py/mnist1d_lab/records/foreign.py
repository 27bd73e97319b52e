"""A record out of a stranger's file, read so that no content does harm, or one sentence why not."""

from __future__ import annotations

import io
import json
import math
import zipfile
from typing import Any, NoReturn

import numpy as np

from mnist1d_lab.params import ParamError
from mnist1d_lab.records.reading import Parts, parts_of_json, read_npz
from mnist1d_lab.records.record import Record

MOST_BYTES = 200_000_000
DEEPEST = 50  # a record has six levels; thousands of them take a browser's interpreter down
_OTHERS = bytes(byte for byte in range(256) if byte not in b"[{]}")
_TEXTS, _TABLES = ("experiment", "version", "backend"), ("rows", "summary")


class _Refusal(Exception):
    """What is wrong with a file, as the end of a sentence."""


def read_foreign(name: str, content: bytes) -> tuple[Record, bool]:
    """The record in a file of JSON or NPZ called ``name``, and whether it was altered since.

    It was where the file names another ``result_hash`` than its rows and arrays have. Raises
    ParamError for any other content.
    """
    try:
        plain, arrays = _parts(content)
        record = _checked(Record.of_parts(plain, arrays))
        claimed = plain.get("result_hash")
        return record, claimed not in (None, record.result_hash)
    except _Refusal as refusal:
        reason = str(refusal)
    except Exception as error:  # zipfile, zlib, NumPy and base64 raise a dozen kinds
        told = str(error) if type(error) is ValueError else ""
        reason = told.rstrip(".").removeprefix("This is not a run's record: ") or "it is damaged"
    raise ParamError("file", f"file {name[:80]} is not a record of this page: {reason}.")


def _parts(content: bytes) -> Parts:
    if len(content) > MOST_BYTES:
        raise _Refusal(f"it has more than {MOST_BYTES // 1_000_000} MB")
    if content[:2] == b"PK":
        _look_at_headers(content)
        return read_npz(content, _json)
    return parts_of_json(_json(content))


def _json(content: bytes | str) -> Any:
    raw = content.encode() if isinstance(content, str) else content
    brackets = np.frombuffer(raw.translate(None, _OTHERS), np.uint8)
    opens = (brackets == ord("[")) | (brackets == ord("{"))
    if np.cumsum(np.where(opens, 1, -1)).max(initial=0) > DEEPEST:
        raise _Refusal("it is too deeply nested")
    try:
        return json.loads(raw, parse_constant=_no_number, parse_float=_finite)
    except ValueError as error:
        raise _Refusal("it is not readable JSON with finite numbers") from error


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _finite(text: str) -> float:
    value = float(text)
    return value if math.isfinite(value) else _no_number(text)


def _look_at_headers(content: bytes) -> None:
    """A header of 100 bytes can promise terabytes, and NumPy reserves them before it looks on."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        if sum(member.file_size for member in members) > MOST_BYTES:
            raise _Refusal(f"unpacked it has more than {MOST_BYTES // 1_000_000} MB")
        for member in members:
            with archive.open(member) as stream:
                version = np.lib.format.read_magic(stream)
                one, two = np.lib.format.read_array_header_1_0, np.lib.format.read_array_header_2_0
                shape, _, dtype = (one if version == (1, 0) else two)(stream)
            if math.prod(shape) * dtype.itemsize > member.file_size:
                raise _Refusal("one of its arrays is not all there")


def _checked(record: Record) -> Record:
    """The record, all of whose parts have the right type."""
    right = {
        **{name: isinstance(getattr(record, name), str) for name in _TEXTS},
        **{name: _is_table(getattr(record, name)) for name in _TABLES},
        "params": isinstance(record.params, dict),
        "elapsed_s": isinstance(record.elapsed_s, int | float),
        "notices": isinstance(record.notices, list)
        and all(isinstance(notice, str) for notice in record.notices),
    }
    wrong = [name for name, is_right in right.items() if not is_right]
    if wrong:
        raise _Refusal(f"its {wrong[0]} cannot be read")
    return record


def _is_table(rows: Any) -> bool:
    cells = (str, int, float, type(None))
    return isinstance(rows, list) and all(
        isinstance(row, dict) and all(isinstance(cell, cells) for cell in row.values())
        for row in rows
    )
