"""Where the kernels run, and where their arrays lie.

In a browser (and in Node) they run on Pyodide's own memory, in which every NumPy array lies anyway.
Outside, the package wasmtime runs the very same binaries, and so gives the very same bits
(``ops/wasmtime_host.py``); there, kernels reach only the arrays that were made for them.

Of this package, this file and ``bridge.py`` alone know Pyodide.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Protocol

import numpy as np

from mnist1d_lab.ops.base import Array, Shape

if TYPE_CHECKING:
    from numpy.typing import DTypeLike

Run = Callable[[int], object]

NEEDED = (
    "WebAssembly outside a browser needs the package wasmtime: install it, or mnist1d-lab[simd]."
)


class UnavailableError(RuntimeError):
    """The fast backend cannot run here; the message says why."""


class Host(Protocol):
    """A WebAssembly engine with the one memory that all kernels work on."""

    def start(self, name: str, binary: bytes) -> Run:
        """The kernels' function ``run``; UnavailableError where the engine lacks what they use."""

    def zeros(self, shape: Shape, dtype: DTypeLike) -> Array:
        """A new array that the kernels can reach."""

    def address(self, array: Array) -> int:
        """Where the array begins, as the kernels count; ValueError where they cannot reach it."""


class PyodideHost:
    """The engine of the browser or of Node, with the memory of the Python that is running."""

    def start(self, name: str, binary: bytes) -> Run:
        """The feature test is the binary itself: an engine that validates it can run it."""
        js, runtime = importlib.import_module("js"), importlib.import_module("pyodide_js")
        to_js, wasm = importlib.import_module("pyodide.ffi").to_js, js.WebAssembly
        binary = to_js(binary)
        if not wasm.validate(binary):
            lacking = "relaxed SIMD" if name == "simd-relaxed" else "SIMD"
            raise UnavailableError(f"This browser's WebAssembly has no {lacking}.")
        imports = {"env": {"memory": runtime._module.memory}}
        imports = to_js(imports, dict_converter=js.Object.fromEntries)
        run: Run = wasm.Instance.new(wasm.Module.new(binary), imports).exports.run
        return run

    def zeros(self, shape: Shape, dtype: DTypeLike) -> Array:
        return np.zeros(shape, dtype)

    def address(self, array: Array) -> int:
        return array.ctypes.data


@cache
def here() -> Host:
    """The one host of this process; UnavailableError where there is none."""
    if sys.platform == "emscripten":
        return PyodideHost()
    try:
        # Imported here because a browser has no use for it.
        from mnist1d_lab.ops.wasmtime_host import WasmtimeHost  # noqa: PLC0415

        return WasmtimeHost()
    except ModuleNotFoundError as error:
        raise UnavailableError(NEEDED) from error
    except Exception as error:  # no library for this machine, one that does not load, no memory
        raise UnavailableError(f"The package wasmtime does not work here: {error}") from error
