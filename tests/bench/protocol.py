"""The published lottery search, one trial on one worker, beside the notebook's in PyTorch."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from tests.bench.chromium import browser
from tests.bench.options import Options
from tests.bench.table import Line
from tests.pyodide.host import python_in_chromium

SCRIPT = Path(__file__).parent / "in_pyodide" / "protocol.py"
LEVELS = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95]
HIDDEN = 500
BAR = 0.6


def measure(options: Options) -> Iterator[Line]:
    """One line: all levels, the data set and the evaluations included."""
    steps = options.protocol_steps
    with browser() as chromium, python_in_chromium(options.site, chromium) as run:
        ours = json.loads(run(SCRIPT, HIDDEN, steps, LEVELS))
    what = f"lottery, {len(LEVELS)} levels of {steps} steps"
    shown = f"{ours['seconds']:.1f} s"
    if not find_spec("torch"):
        yield Line(what, shown, ours["seconds"], "s (no PyTorch here)")
        return
    from tests.bench import torch_notebook

    theirs = torch_notebook.protocol_seconds(HIDDEN, steps, LEVELS)
    beside = f"the notebook's masked model in PyTorch {theirs:.1f} s"
    # A shorter search ends before dead units' denormal numbers slow PyTorch: no bar for that.
    bar = BAR if steps == 1501 else None
    yield Line(what, shown, ours["seconds"] / theirs, "of PyTorch", beside, bar)
