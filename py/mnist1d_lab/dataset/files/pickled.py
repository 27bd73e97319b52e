"""Pickles of the reference package, opened without running anything.

A pickle is a program that may call any function by name. Here it gets six names, those that a
dictionary of NumPy arrays needs in protocols 0 to 5 and in old and new NumPy; behind each stands
a function of this file, which makes arrays of numbers and texts and nothing else.
"""

from __future__ import annotations

import io
import pickle
import re
from typing import Any

import numpy as np
import numpy.typing as npt

from mnist1d_lab.dataset.files.limits import MAX_NUMBERS, NO_MEMORY, DataFileError, check_size
from mnist1d_lab.params.quoting import shortened

_DTYPE = re.compile(r"[<>=|]?([fiu][1248]|b1|f16|[US]\d{1,4})")


def read_pickle(content: bytes) -> dict[str, Any]:
    """The dictionary in a pickle; raises DataFileError for any other and for foreign names."""
    check_size(len(content))
    try:
        found = _DataOnly(io.BytesIO(content)).load()
    except DataFileError:
        raise
    except MemoryError as error:
        raise DataFileError(NO_MEMORY) from error
    except Exception as error:  # a damaged pickle can raise nearly anything
        raise DataFileError("it is not a readable pickle; it may be damaged.") from error
    if not isinstance(found, dict):
        raise DataFileError("the pickle holds no dictionary of arrays.")
    return _plain(found)


def _plain(found: dict[str, Any]) -> dict[str, Any]:
    """The same with NumPy's own arrays; a data set has a dictionary inside, its templates."""
    return {
        key: _plain(value) if isinstance(value, dict) and key == "templates" else
        np.asarray(value) if isinstance(value, _Array) else value
        for key, value in found.items()
    }  # fmt: skip


class _Array(np.ndarray[Any, Any]):
    """What the pickle fills in; its memory is taken only when the numbers are there."""

    def __setstate__(self, state: Any) -> None:
        _version, shape, dtype, _fortran, raw = state
        if not isinstance(raw, bytes) or np.dtype(dtype).hasobject:
            raise DataFileError("the pickle holds an array of objects, which are never opened.")
        _check_count(shape)
        super().__setstate__(state)


def _reconstruct(kind: object, shape: object, code: object) -> _Array:
    return np.empty(0, np.int8).view(_Array)


def _frombuffer(buffer: bytes, dtype: Any, shape: tuple[int, ...], order: str) -> npt.NDArray[Any]:
    _check_count(shape)
    array = np.frombuffer(bytes(buffer), dtype)
    return array.reshape(shape, order="F" if order == "F" else "C")


def _scalar(dtype: Any, raw: bytes) -> Any:
    return np.frombuffer(bytes(raw), dtype)[0]


def _dtype(name: str, *flags: object) -> np.dtype[Any]:
    if not isinstance(name, str) or not _DTYPE.fullmatch(name):
        raise DataFileError("the pickle holds an array of neither numbers nor texts.")
    return np.dtype(name, align=False, copy=True)


def _latin1(text: str, encoding: str) -> bytes:
    """What protocols 0 to 2 write bytes as."""
    if encoding != "latin1":
        raise DataFileError("the pickle is no part of a data set.")
    return text.encode("latin1")


def _check_count(shape: tuple[int, ...]) -> None:
    if any(side < 0 for side in shape) or np.prod(shape, dtype=float) > MAX_NUMBERS:
        raise DataFileError(
            f"an array has shape {shape}, and at most {MAX_NUMBERS:,} numbers are read."
        )


# NumPy renamed numpy.core to numpy._core in version 2.
_NAMES: dict[tuple[str, str], Any] = {
    ("numpy", "ndarray"): None,  # _reconstruct has no need of it
    ("numpy", "dtype"): _dtype,
    ("_codecs", "encode"): _latin1,
    **{(f"numpy.{core}.multiarray", "_reconstruct"): _reconstruct for core in ("core", "_core")},
    **{(f"numpy.{core}.multiarray", "scalar"): _scalar for core in ("core", "_core")},
    **{(f"numpy.{core}.numeric", "_frombuffer"): _frombuffer for core in ("core", "_core")},
}


class _DataOnly(pickle.Unpickler):
    """Finds names in ``_NAMES`` alone, and imports nothing for them."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _NAMES:
            return _NAMES[module, name]
        raise DataFileError(
            f"the pickle asks for {shortened(f'{module}.{name}')}, which is no part of a data set."
        )
