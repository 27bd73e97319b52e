"""The WebAssembly kernels: `ops/simd.c` compiled twice, with zig (PyPI's `ziglang`)."""

from __future__ import annotations

import sys
from pathlib import Path

from buildtools.console import BuildError, run_quietly, say
from buildtools.paths import PACKAGE

SOURCE = PACKAGE / "ops" / "simd.c"
# Strength reduction would turn the constant offsets of the inner loops into additions.
LOOPS = ["-mllvm", "-disable-lsr"]
UNUSED_SECTIONS = frozenset({4, 6})  # tables and globals (WebAssembly core specification, 5.5.2)
TARGETS = {"simd.wasm": [], "simd_relaxed.wasm": ["-mrelaxed-simd"]}


def build_kernels() -> None:
    """Compile the kernels next to their source."""
    compile_kernels(SOURCE.parent)


def compile_kernels(folder: Path) -> None:
    """Compile each target into a folder; the same source gives the same bytes."""
    if not SOURCE.exists():
        raise BuildError(f"{SOURCE.name} is not there")
    for name, features in TARGETS.items():
        zig = [sys.executable, "-m", "ziglang", "cc", "-target", "wasm32-freestanding"]
        code = ["-O3", "-msimd128", *features, *LOOPS, "-Wall", "-Wextra", "-Werror", "-nostdlib"]
        link = ["-Wl,--no-entry", "-Wl,--import-memory", "-Wl,--strip-all"]
        output = folder / name
        run_quietly([*zig, *code, *link, "-o", output, SOURCE], f"could not compile {name}")
        output.write_bytes(_without(UNUSED_SECTIONS, output.read_bytes()))
        say(f"{name}: {output.stat().st_size} bytes")


def _without(unused: frozenset[int], module: bytes) -> bytes:
    """Leave sections of a WebAssembly module out.

    The linker always declares a stack pointer and a table. Without them the module is valid only
    if no code uses them: so every engine that loads it has checked that no stack lies in memory.
    """
    kept, at = [module[:8]], 8
    while at < len(module):
        end = at + 1
        while module[end] & 0x80:
            end += 1
        size = sum((byte & 0x7F) << (7 * i) for i, byte in enumerate(module[at + 1 : end + 1]))
        if module[at] not in unused:
            kept.append(module[at : end + 1 + size])
        at = end + 1 + size
    return b"".join(kept)
