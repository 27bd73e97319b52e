"""A record out of a stranger's file: within a limit of bytes, and told whether it was altered."""

from __future__ import annotations

from mnist1d_lab.params import ParamError
from mnist1d_lab.params.quoting import shortened
from mnist1d_lab.records.reading import NoRecordError, Parts, read_json, read_npz
from mnist1d_lab.records.record import Record

MOST_BYTES = 200_000_000


def read_foreign(name: str, content: bytes) -> tuple[Record, bool]:
    """The record in a file of JSON or NPZ called ``name``, and whether it was altered since.

    It was where the file names another ``result_hash`` than its rows and arrays have. Raises
    ParamError for any other content.
    """
    try:
        plain, arrays = _parts(content)
        record = Record.of_parts(plain, arrays)
        claimed = plain.get("result_hash")
        return record, claimed not in (None, record.result_hash)
    except NoRecordError as error:
        told = f"file {shortened(name)} is not a record of this page: {error.reason}."
        raise ParamError("file", told) from error


def _parts(content: bytes) -> Parts:
    if len(content) > MOST_BYTES:
        raise NoRecordError(f"it has more than {MOST_BYTES // 1_000_000} MB")
    return read_npz(content, MOST_BYTES) if content[:2] == b"PK" else read_json(content)
