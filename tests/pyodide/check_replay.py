"""Two short runs as plain JSON: what must be the same in Pyodide and CPython, to the bit.

A lottery search, whose masks follow from trained weights, so one different bit spreads; and all
four models with what the search leaves out. Beside them the data that both read.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

import mnist1d_lab
import numpy as np
from mnist1d_lab.data import get_dataset_args, make_dataset
from mnist1d_lab.ops.base import Array
from mnist1d_lab.params import ParamError
from mnist1d_lab.training.train import TrainingData

RUNS: dict[str, dict[str, Any]] = {
    "lottery": {
        "hidden": 64, "steps": 200, "eval_every": 50, "trials": 1, "sparsities": [0, 0.5, 0.9],
        "learning_rate": 0.02,
    },
    "benchmark": {
        "models": ["linear", "mlp", "cnn", "gru"], "hidden": 30, "steps": 60, "eval_every": 20,
        "batch_size": 96, "optimizer": "sgd", "activation": "tanh", "dropout": 0.1,
    },
}  # fmt: skip

# NumPy's exp makes it out of the logits, and its last digit depends on the processor.
BY_NUMPY = "probabilities/"


def digest(array: Array) -> str:
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()[:16]


def data() -> list[str]:
    """The published data set as networks read it."""
    read = TrainingData.of(make_dataset(get_dataset_args()))
    return [digest(a) for a in (read.train.x, read.train.y, read.test.x, read.test.y)]


def main(backend: str) -> str:
    """JSON: {data, and by experiment {backend, rows, arrays}}, or {why} it cannot run here."""
    report: dict[str, Any] = {"data": data()}
    try:
        for name, given in RUNS.items():
            record = mnist1d_lab.run(name, backend=backend, **given)
            rows = [{k: v for k, v in row.items() if k != "ms_per_step"} for row in record.rows]
            arrays = {a: digest(v) for a, v in record.arrays.items() if not a.startswith(BY_NUMPY)}
            report[name] = {"backend": record.backend, "rows": rows, "arrays": arrays}
    except ParamError as error:
        return json.dumps({"why": str(error)})
    return json.dumps(report)
