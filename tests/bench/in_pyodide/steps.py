"""Milliseconds of one training step by the package itself, in a browser's Pyodide or here.

A step is forward pass, loss, backward pass and Adam on a batch of 100.
"""

from __future__ import annotations

import json
import time
from typing import Any

from mnist1d_lab.experiments import get_experiment
from mnist1d_lab.experiments.speed import StepTimer
from mnist1d_lab.ops import get_ops


def main(changes: str, backend: str, seconds: float) -> str:
    """The fastest block of steps within ``seconds``, in ms a step, as JSON: {ms} or {why}."""
    try:
        ops = get_ops(backend)
    except RuntimeError as error:
        return json.dumps({"why": str(error)})
    given: dict[str, Any] = json.loads(changes)
    timer = StepTimer({**get_experiment("speed").check({}), **given}, ops)
    deadline = time.perf_counter() + seconds
    while time.perf_counter() < deadline or not timer.blocks:
        timer.measure_block()
    return json.dumps({"ms": min(timer.blocks)})
