"""Where the kernels run, and where their arrays lie.

In a browser (and in Node) they run on Pyodide's own memory. Outside, the package wasmtime runs the
very same binaries, and so gives the very same bits; there, kernels reach only the arrays that were
made for them. Neither place has a use for the other's file, so each is imported where it is.
"""

from __future__ import annotations

import sys
from functools import cache

from mnist1d_lab.ops.wasm_host import UnavailableError, WasmHost

NEEDED = (
    "WebAssembly outside a browser needs the package wasmtime: install it, or mnist1d-lab[simd]."
)


@cache
def here() -> WasmHost:
    """The one WebAssembly host of this process; UnavailableError where there is none."""
    if sys.platform == "emscripten":
        from mnist1d_lab.ops.pyodide_host import PyodideHost  # noqa: PLC0415

        return PyodideHost()
    try:
        from mnist1d_lab.ops.wasmtime_host import WasmtimeHost  # noqa: PLC0415

        return WasmtimeHost()
    except ModuleNotFoundError as error:
        raise UnavailableError(NEEDED) from error
    except Exception as error:  # no library for this machine, one that does not load, no memory
        raise UnavailableError(f"The package wasmtime does not work here: {error}") from error
