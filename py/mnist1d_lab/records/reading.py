"""A record's file, wherever it comes from, as plain values and arrays."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from mnist1d_lab.records.arrays import decode_array

Source = str | Path | bytes | IO[bytes] | IO[str]
Parts = tuple[Any, dict[str, NDArray[Any]]]


def source_bytes(source: Source) -> bytes:
    """What is in a path or an open file; bytes, and a text that is no path, are it already."""
    if isinstance(source, bytes):
        return source
    if isinstance(source, Path) or (isinstance(source, str) and _names_a_file(source)):
        return Path(source).read_bytes()
    content = source if isinstance(source, str) else source.read()
    return content.encode() if isinstance(content, str) else content


def _names_a_file(text: str) -> bool:
    return text.lstrip()[:1] not in ("{", "[") and bool(Path(text).suffix or Path(text).exists())


def read_json(content: bytes) -> Parts:
    """Everything but the arrays, and the arrays, of a record's JSON."""
    return parts_of_json(json.loads(content))


def parts_of_json(plain: Any) -> Parts:
    """The same of the JSON's own values."""
    arrays = plain.pop("arrays", {}) if isinstance(plain, dict) else {}
    return plain, {name: decode_array(a) for name, a in arrays.items()}


def read_npz(content: bytes, parse: Callable[[str], Any] = json.loads) -> Parts:
    """The same of a record's NPZ; ``parse`` reads the JSON in it."""
    with np.load(io.BytesIO(content), allow_pickle=False) as archive:
        arrays = {name: archive[name] for name in archive.files}
    return parse(str(arrays.pop("record.json", "null"))), arrays
