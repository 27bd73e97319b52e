"""The published lottery protocol, end to end, by the package itself (see ``torch_peers``)."""

from __future__ import annotations

import json
import time

import mnist1d_lab
from mnist1d_lab.ops import get_ops


def main(hidden: int, steps: int, sparsities: list[float]) -> str:
    """Seconds for the dense network and all levels of one lottery trial, as JSON."""
    began = time.perf_counter()
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
