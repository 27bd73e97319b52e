"""The kernels of a training step, one by one, in Chromium: what each takes, and its GFLOP/s."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from tests.bench.chromium import browser
from tests.bench.options import Options
from tests.bench.table import Line
from tests.pyodide.host import python_in_chromium

SCRIPT = Path(__file__).parent / "in_pyodide" / "kernels.py"


def measure(options: Options) -> Iterator[Line]:
    """For orientation: no bars. GFLOP/s count a multiply-add as two."""
    with browser() as chromium, python_in_chromium(options.site, chromium) as run:
        report = json.loads(run(SCRIPT, "simd-relaxed", options.seconds))
    for name, microseconds, gflops in report:
        rate = f"{gflops:.1f} GFLOP/s" if gflops else ""
        yield Line(name, f"{microseconds:.1f} us", microseconds, "us", rate)
