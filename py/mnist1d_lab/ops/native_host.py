"""The kernels compiled for this machine, called through ctypes on NumPy's own arrays.

The same source as the WebAssembly binaries, by ``buildtools/native.py``; a wheel for a platform
brings them, one library for each kind of processor. Where there is none, the pure wheel's
WebAssembly serves. The bits are those of "simd-relaxed".
"""

from __future__ import annotations

import ctypes
import platform
import sys
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from mnist1d_lab.ops.base import Array, Shape
from mnist1d_lab.ops.wasm_host import Room, Run, UnavailableError

if TYPE_CHECKING:
    from numpy.typing import DTypeLike

LIBRARIES = Path(__file__).with_name("machine")
ALIGNMENT = 64  # bytes of the widest vector
# What a processor must have, in NumPy's words, by the end of the library's name; the best first.
LEVELS = {
    "v4": {"AVX512F", "AVX512CD", "AVX512BW", "AVX512DQ", "AVX512VL", "AVX2", "FMA3"},
    "v3": {"AVX2", "FMA3"},
    "neon": {"NEON"},
}
MISSING = (
    "This installation has no kernels compiled for this machine ({machine}): a wheel for the "
    "platform brings them, and so does pip install from the source."
)


class NativeHost:
    """A library of kernels, and NumPy's memory."""

    word = np.dtype(np.uint64)

    def __init__(self, path: Path) -> None:
        try:
            # Not letting go of Python's lock during a call: operations share their scratch, and a
            # call takes a millisecond.
            library = ctypes.PyDLL(str(path))
        except OSError as error:
            raise UnavailableError(f"The kernels in {path.name} do not load: {error}") from error
        measures = (ctypes.c_int * 5)()
        library.measures(measures)
        self.room = Room(*measures)
        self.level = path.stem.rpartition("-")[2]
        self._run = library.run
        self._run.restype = None
        self._run.argtypes = [ctypes.c_void_p]

    def start(self) -> Run:
        """The kernels' function ``run``."""
        run: Run = self._run
        return run

    def zeros(self, shape: Shape, dtype: DTypeLike) -> Array:
        kind = np.dtype(dtype)
        size = kind.itemsize * prod(shape if isinstance(shape, tuple) else (shape,))
        raw = np.zeros(size + ALIGNMENT, np.uint8)
        start = -raw.ctypes.data % ALIGNMENT
        return raw[start : start + size].view(kind).reshape(shape)

    def address(self, array: Array) -> int:
        return array.ctypes.data


def libraries() -> list[Path]:
    """The libraries that this processor can run, the best first."""
    has = _features()
    found = {path.stem.rpartition("-")[2]: path for path in sorted(LIBRARIES.glob("kernels-*.*"))}
    return [found[level] for level, needs in LEVELS.items() if level in found and needs <= has]


def here() -> NativeHost:
    """The best host of this machine; UnavailableError where there is none."""
    gil = getattr(sys, "_is_gil_enabled", lambda: True)()
    if not gil:
        raise UnavailableError("The kernels share their scratch, so they need Python's lock.")
    best = libraries()
    if not best:
        raise UnavailableError(MISSING.format(machine=f"{sys.platform}, {platform.machine()}"))
    return NativeHost(best[0])


def _features() -> set[str]:
    from numpy._core._multiarray_umath import (  # type: ignore[import-not-found]  # noqa: PLC0415
        __cpu_features__,
    )

    return {name for name, there in __cpu_features__.items() if there}
