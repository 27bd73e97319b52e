"""The WebAssembly kernels: `ops/simd.c` compiled twice, with zig (PyPI's `ziglang`)."""

from __future__ import annotations

import sys

from buildtools.console import BuildError, run_quietly, say
from buildtools.paths import PACKAGE

SOURCE = PACKAGE / "ops" / "simd.c"
TARGETS = {"simd.wasm": [], "simd_relaxed.wasm": ["-mrelaxed-simd"]}


def build_kernels() -> None:
    """Compile each target next to the source; the same source gives the same bytes."""
    if not SOURCE.exists():
        raise BuildError(f"{SOURCE.name} is not there")
    for name, features in TARGETS.items():
        zig = [sys.executable, "-m", "ziglang", "cc", "-target", "wasm32-freestanding"]
        code = ["-O3", "-msimd128", *features, "-nostdlib"]
        link = ["-Wl,--no-entry", "-Wl,--import-memory", "-Wl,--export-dynamic", "-Wl,--strip-all"]
        output = SOURCE.with_name(name)
        run_quietly([*zig, *code, *link, "-o", output, SOURCE], f"could not compile {name}")
        say(f"{name}: {output.stat().st_size} bytes")
