"""The fast backends in real Pyodide: in Node.js and in Chromium, on the built wheel."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.pyodide.host import Run

CHECK = Path(__file__).with_name("check_simd.py")


def accept(report: str, *backends: str) -> None:
    result = json.loads(report)
    assert not result["failures"], "\n".join(result["failures"])
    assert result["cases"] > 400
    assert {name: result["backends"][name] for name in backends} == dict.fromkeys(
        backends, "checked"
    )


def test_in_node(pyodide: Any) -> None:
    """Node.js may lack relaxed SIMD; SIMD it has."""
    accept(pyodide.run(CHECK.read_text() + "\nmain()"), "simd")


def test_in_chromium(in_chromium: Run) -> None:
    accept(in_chromium(CHECK), "simd", "simd-relaxed")
