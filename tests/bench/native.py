"""Kernels compiled for this machine beside PyTorch, one thread each: steps, trainings, a search.

Their bits are the page's (tests/python/ops/test_native_host.py), so nothing is bought with them.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import mnist1d_lab
from mnist1d_lab.experiments.lottery import PRESETS

from buildtools import native as compiled
from tests.bench.in_pyodide import steps, training
from tests.bench.options import Options
from tests.bench.steps import MODELS
from tests.bench.table import Line, milliseconds
from tests.bench.training import STEPS

OURS, OTHERS = "native", ("simd-relaxed", "numpy")
BAR = 0.25
TRAININGS = (("mlp100", 0.01), ("mlp256", 0.02), ("mlp500", 0.02), ("cnn", 0.01), ("gru", 0.01))


def measure(options: Options) -> Iterator[Line]:
    """Ratios to PyTorch; where it is not installed, ours alone and no bar."""
    compiled.install_here()
    for name in options.models:
        yield _step(name, options)
    for name, rate in TRAININGS:
        yield _training(name, rate, options)
    yield _search(options)


def _step(name: str, options: Options) -> Line:
    changes, best = MODELS[name][0], _infinities()
    for _ in range(options.rounds):
        for backend in (OURS, *OTHERS):
            ms = json.loads(steps.main(json.dumps(changes), backend, options.seconds))["ms"]
            best[backend] = min(best[backend], ms)
        if find_spec("torch") and "sparsity" not in changes:
            from tests.bench import torch_peers

            best["PyTorch"] = min(
                best["PyTorch"], torch_peers.ms_per_step(changes, options.seconds)
            )
    return _line(f"native step, {name}", best, "ms")


def _training(name: str, rate: float, options: Options) -> Line:
    changes, best = {**MODELS[name][0], "learning_rate": rate}, _infinities()
    for _ in range(min(options.rounds, 3)):
        ms = json.loads(training.main(json.dumps(changes), OURS, STEPS))["ms"]
        best[OURS] = min(best[OURS], ms)
        if find_spec("torch"):
            from tests.bench import torch_peers

            best["PyTorch"] = min(best["PyTorch"], torch_peers.training_ms(changes, STEPS))
    return _line(f"native, {STEPS} steps, {name}, Adam {rate:g}", best, "ms a step")


def _search(options: Options) -> Line:
    """The quick preset's search as the command line runs it, data and statistics included."""
    quick, best = PRESETS["quick"], _infinities()
    for _ in range(min(options.rounds, 2)):
        began = time.perf_counter()
        mnist1d_lab.run("lottery", preset="quick", seed=0, backend=OURS)
        best[OURS] = min(best[OURS], time.perf_counter() - began)
        if find_spec("torch"):
            from tests.bench import torch_notebook

            seconds = sum(
                torch_notebook.trial_seconds(
                    quick["hidden"], quick["steps"], 100, quick["sparsities"]
                )
                for _ in range(quick["trials"])
            )
            best["PyTorch"] = min(best["PyTorch"], seconds)
    return _line("native, quick search, all of it", {n: 1000 * s for n, s in best.items()}, "ms")


def _infinities() -> dict[str, float]:
    return defaultdict(lambda: float("inf"))


def _line(what: str, best: dict[str, Any], unit: str) -> Line:
    ours, others = best[OURS], {name: ms for name, ms in best.items() if name != OURS}
    beside = milliseconds(**{name.replace("-", "_"): ms for name, ms in others.items()})
    if "PyTorch" not in best:
        return Line(what, f"{ours:.3f} ms", ours, unit, beside)
    return Line(what, f"{ours:.3f} ms", ours / best["PyTorch"], "of PyTorch", beside, BAR)
