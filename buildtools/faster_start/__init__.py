"""Pyodide rewritten for a quick start; `build.py site --stock` does without it (README.md)."""

from __future__ import annotations

from pathlib import Path

from buildtools.faster_start import trim
from buildtools.runtime import Runtime
from buildtools.vendor import Vendor


def made_faster(vendor: Vendor, runtime: Runtime, wheel: Path) -> tuple[Runtime, bytes]:
    """Return a published runtime and our wheel as the page starts them soonest."""
    return trim.trimmed(vendor, runtime, wheel), trim.with_bytecode(runtime, wheel)
