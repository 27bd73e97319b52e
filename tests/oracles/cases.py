"""Which trainings are compared with PyTorch's, and how ours runs them. No PyTorch in here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from mnist1d_lab import params
from mnist1d_lab.nn.build import build_network
from mnist1d_lab.nn.network import Network
from mnist1d_lab.nn.optimisers import build_optimiser
from mnist1d_lab.ops.base import Ops
from mnist1d_lab.training.data import training_data
from mnist1d_lab.training.train import Split
from numpy.typing import NDArray

RECORDED = Path(__file__).with_name("torch_trajectories.json")
STEPS = 200
BATCH = 100
# From these weights no rectified unit came so near to zero in 200 steps that rounding decided it,
# in any case, when they were recorded; tests/python/nn/test_pytorch.py says what happens otherwise.
SEED = 30
MASKED_SPARSITY = 0.8


@dataclass(frozen=True)
class Case:
    """One training: 200 steps on consecutive batches of the published data."""

    name: str
    model: str
    optimizer: str = "adam"
    learning_rate: float = 1e-3
    weight_decay: float = 0.0
    momentum: float = 0.9
    depth: int = 2
    activation: str = "relu"
    masked: bool = False

    @property
    def settings(self) -> dict[str, Any]:
        return {
            "model": self.model,
            "hidden": 100,
            "depth": self.depth,
            "activation": self.activation,
            "optimizer": self.optimizer,
            "learning_rate": self.learning_rate,
            "weight_decay": self.weight_decay,
            "momentum": self.momentum,
        }


CASES = (
    *(Case(f"{model}-adam", model) for model in params.MODEL_NAMES),
    *(Case(f"{m}-sgd", m, "sgd", learning_rate=1e-2) for m in params.MODEL_NAMES),
    *(Case(f"{m}-adam-decay", m, weight_decay=1e-3) for m in params.MODEL_NAMES),
    Case("mlp-sgd-decay", "mlp", "sgd", learning_rate=1e-2, weight_decay=1e-3),
    Case("mlp-deep-adam", "mlp", depth=4),
    Case("mlp-tanh-adam", "mlp", activation="tanh"),
    Case("cnn-leaky-relu-adam", "cnn", activation="leaky_relu"),
    Case("mlp-masked-adam", "mlp", masked=True),
    Case("mlp-masked-sgd-decay", "mlp", "sgd", 1e-2, weight_decay=1e-3, masked=True),
    Case("cnn-masked-adam", "cnn", masked=True),
    # The published learning rate.
    *(Case(f"{m}-adam-published", m, learning_rate=1e-2) for m in params.MODEL_NAMES),
)
BY_NAME = {case.name: case for case in CASES}


def published_training_set() -> Split:
    """The published training set, 4000 samples of 40 numbers."""
    return training_data(params.check(params.DATA, {})).train


def mask_of(case: Case, size: int) -> NDArray[np.bool_] | None:
    """The same random survivors for both sides, or None."""
    if not case.masked:
        return None
    return np.random.default_rng(7).random(size) >= MASKED_SPARSITY


def our_network(
    case: Case, dtype: type[np.floating[Any]] = np.float32, ops: Ops | None = None
) -> Network:
    """The case's network under its mask, at initial weights that float32 holds exactly."""
    start = build_network(case.settings, 40, SEED).weights()
    mask = mask_of(case, start.size)
    network = build_network(case.settings, 40, SEED, ops=ops, mask=mask, dtype=dtype)
    network.load(start.astype(dtype))
    return network


def batch_of(split: Split, step: int) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    start = step * BATCH % split.size
    return split.x[:, start : start + BATCH], split.y[start : start + BATCH]


def our_losses(case: Case, network: Network, steps: int = STEPS) -> Iterator[float]:
    """The loss of every step, each measured before the step it leads to."""
    split = published_training_set()
    optimise = build_optimiser(case.settings, network.ops, network.arena).step
    program = network.training_program(BATCH)
    for step in range(steps):
        program.run(*batch_of(split, step))
        yield float(program.stats[0])
        optimise()
