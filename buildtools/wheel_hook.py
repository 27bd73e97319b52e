"""What hatchling does besides packing files: the kernels compiled for a platform go into its wheel.

`pip install .` and `python -m build` get those of this machine; MNIST1D_LAB_PLATFORM names another
of `buildtools/native.py`, or "none". Where there is no compiler, the wheel is the pure one, and
WebAssembly or NumPy serve.
"""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from buildtools import native
from buildtools.console import BuildError, say

COMPILER = "ziglang==0.17.1"
VARIABLE = "MNIST1D_LAB_PLATFORM"


class KernelsHook(BuildHookInterface[Any]):
    """Found by hatchling through pyproject.toml."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """What the build needs: nothing where no kernels are to be compiled."""
        return [COMPILER] if _platform() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the libraries and say for which platform the wheel is."""
        name = _platform()
        if name is None or find_spec("ziglang") is None or version == "editable":
            say("no kernels are compiled for this wheel: WebAssembly or NumPy will serve")
            return
        try:
            libraries = native.compile_for(name)
        except BuildError as error:
            say(f"{error}; the wheel is the pure one: WebAssembly or NumPy will serve")
            return
        for file, library in libraries.items():
            build_data["force_include"][str(library)] = f"mnist1d_lab/ops/machine/{file}"
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{native.PLATFORMS[name].tag}"


def _platform() -> str | None:
    asked = os.environ.get(VARIABLE)
    if asked == "none":
        return None
    if asked and asked not in native.PLATFORMS:
        known = ", ".join(native.PLATFORMS)
        raise SystemExit(f"{VARIABLE} must be one of {known}, none; got {asked!r}.")
    return asked or native.here()
