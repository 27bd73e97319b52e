"""A run of the page repeats on the command line, bit for bit: the same kernels run in both."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.pyodide import check_replay

if TYPE_CHECKING:
    from tests.pyodide.host import Run

CHECK = Path(check_replay.__file__)


@cache
def natively(backend: str) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(check_replay.main(backend))
    assert "why" not in report, report
    return report


def accept(text: str, backend: str) -> None:
    report, expected = json.loads(text), natively(backend)
    assert report["data"] == expected["data"]
    for name in check_replay.RUNS:
        assert report[name]["backend"] == backend
        assert len(report[name]["rows"]) >= 12
        assert report[name] == expected[name]


def test_rounding_shows_in_these_runs() -> None:
    """Or they could not tell one backend from another."""
    for name in check_replay.RUNS:
        reports = [natively(backend)[name] for backend in ("simd", "simd-relaxed", "numpy")]
        losses = [[row["test_loss"] for row in report["rows"]] for report in reports]
        assert len(set(map(tuple, losses))) == 3


@pytest.mark.parametrize("backend", ["simd", "simd-relaxed"])
def test_node_and_cpython_give_the_same_bits(pyodide: Any, backend: str) -> None:
    text = pyodide.run(CHECK.read_text() + f"\nmain({backend!r})")
    if backend == "simd-relaxed" and "no relaxed SIMD" in text:
        pytest.skip("this Node.js has no relaxed SIMD")
    accept(text, backend)


def test_chromium_and_cpython_give_the_same_bits(in_chromium: Run) -> None:
    for backend in ("simd", "simd-relaxed"):
        accept(in_chromium(CHECK, backend), backend)
