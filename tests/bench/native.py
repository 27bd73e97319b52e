"""Kernels compiled for this machine beside PyTorch, one thread each: steps, trainings, a search.

Each round begins with other initial weights (its number is the seed). The figure is the ratio of
the fastest rounds; beside it stand the least and the greatest ratio of one round. Our bits are the
page's (tests/python/ops/test_native_host.py), so nothing is bought with them.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from importlib.util import find_spec

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
    rounds: list[dict[str, float]] = []
    for seed in range(options.rounds):
        changes = {**MODELS[name][0], "seed": seed}
        found = {
            backend: json.loads(steps.main(json.dumps(changes), backend, options.seconds))["ms"]
            for backend in (OURS, *OTHERS)
        }
        if find_spec("torch") and "sparsity" not in changes:
            from tests.bench import torch_peers

            found["PyTorch"] = torch_peers.ms_per_step(changes, options.seconds)
        rounds.append(found)
    return _line(f"native step, {name}", rounds, "ms")


def _training(name: str, rate: float, options: Options) -> Line:
    rounds: list[dict[str, float]] = []
    for seed in range(options.rounds):
        changes = {**MODELS[name][0], "learning_rate": rate, "seed": seed}
        found = {OURS: json.loads(training.main(json.dumps(changes), OURS, STEPS))["ms"]}
        if find_spec("torch"):
            from tests.bench import torch_peers

            found["PyTorch"] = torch_peers.training_ms(changes, STEPS)
        rounds.append(found)
    return _line(f"native, {STEPS} steps, {name}, Adam {rate:g}", rounds, "ms a step")


def _search(options: Options) -> Line:
    """The quick preset's search as the command line runs it, data and statistics included."""
    quick, rounds = PRESETS["quick"], []
    for _ in range(min(options.rounds, 2)):
        began = time.perf_counter()
        mnist1d_lab.run("lottery", preset="quick", seed=0, backend=OURS)
        found = {OURS: 1000 * (time.perf_counter() - began)}
        if find_spec("torch"):
            from tests.bench import torch_notebook

            seconds = sum(
                torch_notebook.trial_seconds(
                    quick["hidden"], quick["steps"], 100, quick["sparsities"]
                )
                for _ in range(quick["trials"])
            )
            found["PyTorch"] = 1000 * seconds
        rounds.append(found)
    return _line("native, quick search, all of it", rounds, "ms")


def _line(what: str, rounds: list[dict[str, float]], unit: str) -> Line:
    """What each contender took in each round, by name."""
    best = {name: min(found[name] for found in rounds) for name in rounds[0]}
    ours, others = best[OURS], {name: ms for name, ms in best.items() if name != OURS}
    beside = milliseconds(**{name.replace("-", "_"): ms for name, ms in others.items()})
    if "PyTorch" not in best:
        return Line(what, f"{ours:.3f} ms", ours, unit, beside)
    ratios = sorted(found[OURS] / found["PyTorch"] for found in rounds)
    beside += f"; {ratios[0]:.3f} to {ratios[-1]:.3f} in {len(rounds)} rounds"
    return Line(what, f"{ours:.3f} ms", ours / best["PyTorch"], "of PyTorch", beside, BAR)
