"""Milliseconds a step over a whole short training on the published data, here or in Pyodide.

Unlike a step repeated on one batch, this has in it whatever changes while a network learns: units
that die, and averages that become too small for ordinary numbers.
"""

from __future__ import annotations

import json
import time
from typing import Any

from mnist1d_lab import params
from mnist1d_lab.experiments import get_experiment
from mnist1d_lab.nn.build import build_network
from mnist1d_lab.nn.optimisers import build_optimiser
from mnist1d_lab.ops import get_ops
from mnist1d_lab.training.data import training_data


def main(changes: str, backend: str, steps: int) -> str:
    """From the initial weights, consecutive batches of 100, as JSON: {ms} or {why}."""
    try:
        ops = get_ops(backend)
    except RuntimeError as error:
        return json.dumps({"why": str(error)})
    given: dict[str, Any] = json.loads(changes)
    values = {**get_experiment("speed").check({}), **given}
    split = training_data(params.check(params.DATA, {})).train
    network = build_network(values, split.x.shape[0], values["seed"], ops=ops)
    batch = values["batch_size"]
    program = network.training_program(batch)
    optimise = build_optimiser(values, ops, network.arena).step
    began = time.perf_counter()
    for step in range(int(steps)):
        start = step * batch % split.size
        program.run(split.x[:, start : start + batch], split.y[start : start + batch])
        optimise()
    return json.dumps({"ms": 1000 * (time.perf_counter() - began) / steps})
