"""Whole trainings by the fast backends: repeatable, near NumPy's, sparse or not.

``main()`` returns a JSON report; it runs in Pyodide (Node, Chromium) and, by wasmtime, in CPython.
NumPy's trainings take Pyodide seconds, so it may be given their losses (``by_numpy``).
"""

from __future__ import annotations

import copy
import json
from typing import Any

import numpy as np
from mnist1d_lab.data import get_dataset_args, make_dataset
from mnist1d_lab.nn.build import build_network
from mnist1d_lab.nn.network import Network
from mnist1d_lab.nn.optimisers import build_optimiser
from mnist1d_lab.nn.parameters import layer_slices, slices
from mnist1d_lab.ops import get_ops
from mnist1d_lab.ops.base import Array, Ops
from mnist1d_lab.ops.wasm_host import UnavailableError
from mnist1d_lab.pruning.masks import pruning_groups, random_mask
from mnist1d_lab.training.train import TrainingData

STEPS = 100
SPARSE_STEPS = 30
BATCH = 100
MODELS = ("linear", "mlp", "cnn", "gru")
RECTIFIED = ("mlp", "cnn")
COMPARED = [*((model, "relu") for model in MODELS), *((model, "tanh") for model in RECTIFIED)]
SETTINGS = {"hidden": 60, "optimizer": "adam", "learning_rate": 1e-2}
LEVELS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0)


def trained(network: Network, data: TrainingData, steps: int) -> tuple[Array, Array]:
    """The weights after some steps, and the loss of each."""
    optimise = build_optimiser(SETTINGS, network.ops, network.arena).step
    program, split, losses = network.training_program(BATCH), data.train, []
    for step in range(steps):
        start = step * BATCH % split.size
        batch = slice(start, start + BATCH)
        program.run(split.x[:, batch], split.y[batch])
        optimise()
        losses.append(float(program.stats[0]))
    return network.weights(), np.array(losses)


def network_of(
    model: str, ops: Ops, mask: Array | None = None, activation: str = "relu"
) -> Network:
    settings = {**SETTINGS, "model": model, "activation": activation}
    return build_network(settings, 40, 0, ops=ops, mask=mask)


def distance(a: Array, b: Array) -> float:
    """The largest difference, relative to the largest value."""
    return float(np.max(np.abs(a - b)) / max(1e-30, np.max(np.abs(b))))


def published() -> TrainingData:
    return TrainingData.of(make_dataset(get_dataset_args()))


def steps_of(model: str, activation: str, backend: str, data: TrainingData) -> tuple[Array, Array]:
    network = network_of(model, get_ops(backend), activation=activation)
    return trained(network, data, STEPS)


def by_numpy() -> str:
    """JSON: NumPy's losses in each training that is compared."""
    data = published()
    return json.dumps([steps_of(*case, "numpy", data)[1].tolist() for case in COMPARED])


def compared(
    model: str, activation: str, backend: str, data: TrainingData, reference: Array
) -> dict[str, Any]:
    """Two runs by a backend, bit for bit; and against NumPy's losses."""
    weights, losses = steps_of(model, activation, backend, data)
    again, losses_again = steps_of(model, activation, backend, data)
    same = weights.tobytes() == again.tobytes() and losses.tobytes() == losses_again.tobytes()
    return {
        "case": f"{model} {backend} {activation}",
        "smooth": model not in RECTIFIED or activation == "tanh",
        "same_bits": same,
        "first_loss": distance(losses[:1], reference[:1]),
        "losses": distance(losses, reference),
        "learned": float(losses[-10:].mean() / losses[0]),
    }


def masks(network: Network) -> dict[str, Array]:
    """One at every pruning level; one with empty rows and columns; one for each layer pruned."""
    parameters, size = network.model.parameters(), network.arena.size
    groups, rng = pruning_groups(parameters), np.random.default_rng(0)
    found = {f"{level:g}": random_mask(rng, size, groups, level) for level in LEVELS}
    empty = random_mask(rng, size, groups, 0.5)
    where = slices(parameters)
    for p in (p for p in parameters if not p.is_bias):
        matrix = empty[where[p.name]].reshape(p.shape)
        matrix[::3] = False
        matrix[:, ::4] = False
    found["empty rows and columns"] = empty
    for index, layer in enumerate(layer_slices(parameters)):
        pruned = random_mask(rng, size, groups, 0.4)
        pruned[layer] = False
        found[f"layer {index} gone"] = pruned
    return found


def with_threshold(backend: str, sparse_below: float) -> Ops:
    """The backend, keeping a matrix sparse below another density."""
    ops: Any = copy.copy(get_ops(backend))
    ops.sparse_below = sparse_below
    return ops  # type: ignore[no-any-return]


def sparse_and_dense(backend: str, data: TrainingData) -> list[dict[str, Any]]:
    """Every mask trained with all its matrices sparse, with none, and as the backend chooses."""
    report = []
    for name, mask in masks(network_of("mlp", get_ops(backend))).items():
        dense, dense_losses = trained(
            network_of("mlp", with_threshold(backend, 0.0), mask), data, SPARSE_STEPS
        )
        for kind, threshold in (("all sparse", 2.0), ("as chosen", get_ops(backend).sparse_below)):
            network = network_of("mlp", with_threshold(backend, threshold), mask)
            weights, losses = trained(network, data, SPARSE_STEPS)
            report.append(
                {
                    "case": f"{backend}, {name}, {kind}",
                    "stored": network.arena.theta.size,
                    "survivors": int(mask.sum()),
                    "losses": distance(losses, dense_losses),
                    "weights": distance(weights, dense),
                    "pruned_are_zero": not weights[~mask].any() and not dense[~mask].any(),
                }
            )
    return report


def main(references: str = "") -> str:
    """JSON: {backends: {name: "checked" or why not}, trainings: [...], pruned: [...]}."""
    data = published()
    theirs = [np.array(losses) for losses in json.loads(references or by_numpy())]
    report: dict[str, Any] = {"backends": {}, "trainings": [], "pruned": []}
    for backend in ("native", "simd-relaxed", "simd"):
        try:
            get_ops(backend)
        except UnavailableError as error:
            report["backends"][backend] = str(error)
            continue
        for case, losses in zip(COMPARED, theirs, strict=True):
            report["trainings"].append(compared(*case, backend, data, losses))
        report["pruned"] += sparse_and_dense(backend, data)
        report["backends"][backend] = "checked"
    return json.dumps(report)
