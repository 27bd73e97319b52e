"""The kernels in a browser, and in Node: on Pyodide's own memory, where NumPy's arrays lie anyway.

Of this package, this file and ``bridge`` alone know Pyodide.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

import numpy as np

from mnist1d_lab.ops.base import Array, Shape
from mnist1d_lab.ops.wasm_host import WASM_ROOM, Run, UnavailableError

if TYPE_CHECKING:
    from numpy.typing import DTypeLike


class PyodideHost:
    """The engine of the browser or of Node, with the memory of the Python that is running."""

    word = np.dtype(np.uint32)
    room = WASM_ROOM

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
