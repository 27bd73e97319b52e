"""The kernels compiled for machines: `ops/simd.c` with zig (PyPI's `ziglang`), for any platform.

A library is compiled for each kind of processor of a platform; `ops/native_host.py` takes the best
that runs. Nothing is fused but what the source fuses, so that the bits are the page's.
"""

from __future__ import annotations

import platform
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from buildtools.console import run_quietly, say
from buildtools.hashing import sha256, sha256_of_tree, write_atomically
from buildtools.paths import PACKAGE, cache_dir

SOURCE = PACKAGE / "ops" / "simd.c"
LIBRARIES = PACKAGE / "ops" / "machine"
CODE = ["-O3", "-mllvm", "-disable-lsr", "-ffp-contract=off", "-fno-math-errno"]
WARNINGS = ["-Wall", "-Wextra", "-Werror"]
SHARED = ["-shared", "-s", "-fvisibility=hidden"]
# The kernels call nothing of a C library, and for Windows zig would make one from its source, which
# takes it two minutes.
ALONE = ("-ffreestanding", "-nostdlib")
X86 = {"v4": "x86_64_v4", "v3": "x86_64_v3"}


@dataclass(frozen=True)
class Platform:
    """``target``, by level ``processors``, and ``flags`` as zig has them; ``tag`` as wheels do."""

    target: str
    processors: dict[str, str]
    suffix: str
    tag: str
    flags: tuple[str, ...] = ()


PLATFORMS = {
    "linux-x86_64": Platform("x86_64-linux-gnu.2.17", X86, ".so", "manylinux_2_17_x86_64"),
    "linux-aarch64": Platform(
        "aarch64-linux-gnu.2.17", {"neon": "generic"}, ".so", "manylinux_2_17_aarch64"
    ),
    "macos-arm64": Platform(
        "aarch64-macos.11.0", {"neon": "apple_m1"}, ".dylib", "macosx_11_0_arm64"
    ),
    "macos-x86_64": Platform(
        "x86_64-macos.11.0", {"v3": "x86_64_v3"}, ".dylib", "macosx_11_0_x86_64"
    ),
    "windows-amd64": Platform("x86_64-windows-gnu", X86, ".dll", "win_amd64", ALONE),
}


def here() -> str | None:
    """The name of this machine's platform; None where there is none for it."""
    system = {"darwin": "macos", "win32": "windows"}.get(sys.platform, sys.platform)
    name = f"{system}-{platform.machine().lower()}"
    return name if name in PLATFORMS else None


def compile_for(name: str) -> dict[str, Path]:
    """The libraries for a platform, by file name; taken from the cache where they are there."""
    there = PLATFORMS[name]
    made = {}
    for level, processor in there.processors.items():
        command = [
            *("-target", there.target, f"-mcpu={processor}"),
            *(*CODE, *WARNINGS, *SHARED, *there.flags),
        ]
        key = sha256_of_tree([SOURCE.parent], (".c", ".h")) + version("ziglang") + str(command)
        library = cache_dir("native", sha256(key.encode())[:24]) / f"kernels-{level}{there.suffix}"
        if not library.exists():
            say(f"compiling {library.name} for {name}")
            fresh = library.with_suffix(".new")
            zig = [sys.executable, "-m", "ziglang", "cc", *command, "-o", fresh, SOURCE]
            run_quietly(zig, f"could not compile the kernels for {name}")
            fresh.replace(library)
        made[library.name] = library
    return made


def install_here() -> None:
    """Put this machine's libraries into the source tree, where they are not there already."""
    name = here()
    if name is None:
        say("there are no native kernels for this platform")
        return
    for file, library in compile_for(name).items():
        content = library.read_bytes()
        place = LIBRARIES / file
        if not place.exists() or place.read_bytes() != content:
            write_atomically(place, content)
