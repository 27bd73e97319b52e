"""ms a training step, in Chromium beside native NumPy and PyTorch on one thread."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tests.bench.chromium import browser
from tests.bench.in_pyodide import steps as native
from tests.bench.options import Options
from tests.bench.table import Line, milliseconds
from tests.pyodide.host import Run, python_in_chromium

SCRIPT = Path(native.__file__)
BACKENDS = ("simd-relaxed", "simd", "numpy")
# Issue 5's bars: the ratio to PyTorch on one thread that each model may take.
MODELS: dict[str, tuple[dict[str, Any], float | None]] = {
    "linear": ({"model": "linear"}, 0.6),
    "mlp100": ({"model": "mlp", "hidden": 100}, 0.35),
    "mlp256": ({"model": "mlp", "hidden": 256}, 0.95),
    "mlp500": ({"model": "mlp", "hidden": 500}, 1.45),
    "mlp500-pruned": ({"model": "mlp", "hidden": 500, "sparsity": 0.9}, None),
    "cnn": ({"model": "cnn"}, 0.6),
    "gru": ({"model": "gru"}, 0.4),
}


def measure(options: Options) -> Iterator[Line]:
    """One line a model; where PyTorch is not installed, without a ratio and so without a bar."""
    with browser() as chromium, python_in_chromium(options.site, chromium) as run:
        for name in options.models:
            yield _line(name, _fastest(run, name, options))


def _fastest(run: Run, name: str, options: Options) -> dict[str, float]:
    """ms a step by contender."""
    changes = MODELS[name][0]
    best: dict[str, float] = defaultdict(lambda: float("inf"))
    for _ in range(options.rounds):
        for backend in BACKENDS:
            result = json.loads(run(SCRIPT, json.dumps(changes), backend, options.seconds))
            best[backend] = min(best[backend], result.get("ms", float("inf")))
        result = json.loads(native.main(json.dumps(changes), "numpy", options.seconds))
        best["native"] = min(best["native"], result["ms"])
        if find_spec("torch"):
            from tests.bench import torch_peers

            ms = torch_peers.ms_per_step(changes, options.seconds)
            best["torch"] = min(best["torch"], ms)
    return best


def _line(name: str, best: dict[str, float]) -> Line:
    ours, bar = best["simd-relaxed"], MODELS[name][1]
    others = {"simd": best["simd"], "NumPy_in_it": best["numpy"], "native_NumPy": best["native"]}
    what, shown = f"step, {name}", f"{ours:.3f} ms"
    if "torch" not in best:
        return Line(what, shown, ours, "ms (no PyTorch here)", milliseconds(**others))
    beside = milliseconds(PyTorch=best["torch"], **others)
    return Line(what, shown, ours / best["torch"], "of PyTorch", beside, bar)
