"""PyTorch's side of a training step: the same network, batch and optimiser, on one thread."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from tests.oracles.cases import published_training_set
from tests.oracles.torch_models import Cnn, Gru, Mlp

torch.set_num_threads(1)
BATCH = 100


def _model(name: str, hidden: int) -> nn.Module:
    if name == "mlp":
        return Mlp(hidden, 2, functional.relu)
    if name == "cnn":
        return Cnn(functional.relu)
    return nn.Linear(40, 10) if name == "linear" else Gru()


def _stepper(model: nn.Module, x: torch.Tensor, y: torch.Tensor, rate: float) -> Callable[[], None]:
    optimiser = torch.optim.Adam(model.parameters(), rate)

    def step() -> None:
        loss = functional.cross_entropy(model(x), y)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        loss.item()

    return step


def ms_per_step(changes: dict[str, Any], seconds: float) -> float:
    """The fastest block of steps within ``seconds``, in ms a step."""
    torch.manual_seed(changes.get("seed", 0))
    model = _model(changes["model"], changes.get("hidden", 0))
    step = _stepper(model, torch.randn(BATCH, 40), torch.randint(0, 10, (BATCH,)), 1e-2)
    for _ in range(5):
        step()
    began = time.perf_counter()
    for _ in range(10):
        step()
    block = max(1, round(0.015 / ((time.perf_counter() - began) / 10)))
    best, deadline = np.inf, time.perf_counter() + seconds
    while time.perf_counter() < deadline:
        began = time.perf_counter()
        for _ in range(block):
            step()
        best = min(best, (time.perf_counter() - began) / block)
    return 1000 * float(best)


def training_ms(changes: dict[str, Any], steps: int) -> float:
    """ms a step over a training on the published data, from the seed's initial weights."""
    torch.manual_seed(changes.get("seed", 0))
    model = _model(changes["model"], changes.get("hidden", 0))
    optimiser = torch.optim.Adam(model.parameters(), changes["learning_rate"])
    split = published_training_set()
    x, y = torch.from_numpy(np.ascontiguousarray(split.x.T)), torch.from_numpy(split.y).long()
    began = time.perf_counter()
    for step in range(steps):
        start = step * BATCH % split.size
        loss = functional.cross_entropy(model(x[start : start + BATCH]), y[start : start + BATCH])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        loss.item()
    return 1000 * (time.perf_counter() - began) / steps
