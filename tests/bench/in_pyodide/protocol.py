"""The published lottery protocol, end to end, by the package itself (see ``torch_notebook``)."""

from __future__ import annotations

import json
import time
from typing import Any

import mnist1d_lab
from mnist1d_lab.events import Row
from mnist1d_lab.nn.network import Network
from mnist1d_lab.ops import get_ops
from mnist1d_lab.training import train

_measure = train._measure


def _measure_as_published(network: Network, data: train.TrainingData, *rest: Any) -> Row:
    """The whole training set as well, which a run otherwise knows from its own batches."""
    train.evaluate(network, data.train)
    return _measure(network, data, *rest)


def main(hidden: int, steps: int, sparsities: list[float]) -> str:
    """Seconds for the dense network and all levels of one lottery trial, as JSON."""
    began = time.perf_counter()
    train._measure = _measure_as_published
    record = mnist1d_lab.run(
        "lottery",
        model="mlp",
        hidden=hidden,
        steps=steps,
        eval_every=100,
        sparsities=list(sparsities),
        arms=["lottery"],
        trials=1,
        learning_rate=2e-2,
        seed=0,
    )
    last = [row["test_acc"] for row in record.rows if row["final"]]
    seconds = time.perf_counter() - began
    return json.dumps({"seconds": seconds, "backend": get_ops().name, "test_acc": last})
