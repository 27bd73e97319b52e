"""Arrays as plain JSON, and back."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]


def split_array(array: NDArray[Any]) -> tuple[dict[str, Any], bytes]:
    """An array's shape and dtype as plain JSON, and its bytes (C order, native byte order).

    Raises TypeError for an array of Python objects, whose bytes would be mere addresses.
    """
    if array.dtype.hasobject:
        raise TypeError("An array of Python objects cannot be recorded.")
    native = array.astype(array.dtype.newbyteorder("="), copy=False)
    # np.dtype reads the everyday names of numbers, but not those of texts and times.
    name = native.dtype.name if native.dtype.kind in "biufc" else native.dtype.str
    return {"shape": list(native.shape), "dtype": name}, native.tobytes()


def encode_array(array: NDArray[Any]) -> dict[str, Any]:
    """An array as plain JSON: shape, dtype and its bytes (C order) in base64."""
    head, raw = split_array(array)
    return {**head, "data": base64.b64encode(raw).decode()}


def decode_array(encoded: Mapping[str, Any]) -> NDArray[Any]:
    """The array of ``encode_array``'s JSON."""
    raw = np.frombuffer(base64.b64decode(encoded["data"]), encoded["dtype"])
    return raw.reshape(encoded["shape"]).copy()


def same_arrays(mine: Arrays, others: Arrays) -> bool:
    """Whether both hold the same arrays under the same names, to the bit."""
    return mine.keys() == others.keys() and all(
        split_array(array) == split_array(others[name]) for name, array in mine.items()
    )
