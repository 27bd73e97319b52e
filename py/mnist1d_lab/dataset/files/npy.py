"""Arrays out of NPY and NPZ files: their shapes are checked before anything is read.

A header of 100 bytes can promise terabytes, and NumPy reserves them before it looks further.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from math import prod
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from mnist1d_lab.dataset.files.limits import (
    MAX_BYTES,
    MAX_NUMBERS,
    NO_MEMORY,
    DataFileError,
    check_size,
)

Array = npt.NDArray[Any]

_KINDS = "biufUS"  # true or false, numbers, text
_MAX_MEMBERS = 1000
_DIRECTORY_ENTRY = b"PK\x01\x02"


def read_npy(content: bytes) -> Array:
    """The array of an NPY file; raises DataFileError."""
    check_size(len(content))
    with _readable("NPY"):
        return _array(io.BytesIO(content), len(content))


def read_npz(
    content: bytes, wanted: Callable[[Sequence[str]], Sequence[str]] = lambda among: among
) -> dict[str, Array]:
    """The arrays of an NPZ file that are ``wanted`` among all, by name; raises DataFileError."""
    check_size(len(content))
    with _readable("NPZ"), open_zip(content) as archive:
        members = {m.filename.removesuffix(".npy"): m for m in archive.infolist()}
        chosen = {name: members[name] for name in wanted([*members])}
        check_size(sum(member.file_size for member in chosen.values()))
        return {name: _member(archive, name, member) for name, member in chosen.items()}


def member_names(content: bytes) -> list[str]:
    """What is in a ZIP file; raises DataFileError."""
    check_size(len(content))
    with _readable("ZIP"), open_zip(content) as archive:
        return archive.namelist()


def array_names(content: bytes) -> list[str]:
    """The names of an NPZ file's arrays; raises DataFileError."""
    return [name.removesuffix(".npy") for name in member_names(content)]


def read_members(content: bytes, chosen: Sequence[str]) -> list[tuple[str, bytes]]:
    """Names and contents of these files in a ZIP file; raises DataFileError."""
    with _readable("ZIP"), open_zip(content) as archive:
        check_size(sum(archive.getinfo(name).file_size for name in chosen))
        return [(name, archive.read(name)) for name in chosen]


def open_zip(content: bytes) -> zipfile.ZipFile:
    """The archive; a directory of millions of names is not even opened."""
    if content.count(_DIRECTORY_ENTRY) > _MAX_MEMBERS:
        raise DataFileError(f"it is an archive of more than {_MAX_MEMBERS} files.")
    return zipfile.ZipFile(io.BytesIO(content))


def _member(archive: zipfile.ZipFile, name: str, member: zipfile.ZipInfo) -> Array:
    try:
        with archive.open(member) as stream:
            return _array(stream, member.file_size)
    except DataFileError as error:
        raise DataFileError(f"{name} {error}") from error


def _array(stream: IO[bytes], size: int) -> Array:
    """The array of a stream of ``size`` bytes, which must hold just what its header promises."""
    version = np.lib.format.read_magic(stream)
    header = np.lib.format.read_array_header_1_0
    shape, fortran, dtype = (header if version == (1, 0) else _read_header_2_0)(stream)
    if dtype.hasobject:
        raise DataFileError("holds Python objects, which are never opened.")
    if dtype.kind not in _KINDS:
        raise DataFileError(f"holds {dtype}, which is neither a number nor a text.")
    count = prod(shape)
    promised = count * dtype.itemsize
    if min(shape, default=0) < 0 or count > MAX_NUMBERS or promised > MAX_BYTES:
        raise DataFileError(f"has shape {shape}, and at most {MAX_NUMBERS:,} numbers are read.")
    raw = stream.read(promised + 1)
    if len(raw) != promised or promised > size:
        raise DataFileError(f"has shape {shape}, but the file does not hold as many numbers.")
    flat = np.frombuffer(raw, dtype)
    return flat.reshape(shape[::-1]).T if fortran else flat.reshape(shape)


def _read_header_2_0(stream: IO[bytes]) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    return np.lib.format.read_array_header_2_0(stream)


@contextmanager
def _readable(kind: str) -> Iterator[None]:
    """What zipfile, zlib and NumPy raise on damaged files, in one sentence."""
    try:
        yield
    except DataFileError:
        raise
    except MemoryError as error:
        raise DataFileError(NO_MEMORY) from error
    except Exception as error:
        raise DataFileError(f"it is not a readable {kind} file; it may be damaged.") from error


def texts(array: Array) -> list[str]:
    """An array of numbers or texts as texts."""
    if array.dtype.kind == "S":
        return [cell.decode("utf-8", "replace") for cell in array.tolist()]
    return [str(cell) for cell in array.tolist()]
