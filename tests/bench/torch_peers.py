"""PyTorch's side: the same step, and the notebook's lottery protocol with its masked model."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from mnist1d_lab.data import get_dataset_args, make_dataset
from torch import nn
from torch.nn import functional

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


class Masked(nn.Module):
    """The published MLP with a mask over the weights and biases of each layer."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        shapes = ((40, hidden), (hidden, hidden), (hidden, 10))
        self.layers = nn.ModuleList([nn.Linear(*shape) for shape in shapes])
        self.masks = [(torch.ones_like(p.weight), torch.ones_like(p.bias)) for p in self.layers]

    def _apply_layer(self, index: int, x: torch.Tensor) -> torch.Tensor:
        layer, (weight, bias) = self.layers[index], self.masks[index]
        return functional.linear(x, layer.weight * weight, layer.bias * bias)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        h = functional.relu(self._apply_layer(0, x))
        h = h + functional.relu(self._apply_layer(1, h))
        return self._apply_layer(2, h)

    def prune(self, sparsity: float) -> None:
        """In each layer, the smallest of its weights and biases, of the survivors first."""
        for layer, (weight, bias) in zip(self.layers, self.masks, strict=True):
            vector = torch.cat([(layer.weight * weight).ravel(), layer.bias * bias]).abs()
            kept = torch.ones_like(vector)
            kept[vector.argsort()[: round(sparsity * vector.numel())]] = 0
            weight.copy_(kept[: weight.numel()].reshape(weight.shape))
            bias.copy_(kept[weight.numel() :])


def protocol_seconds(hidden: int, steps: int, sparsities: list[float]) -> float:
    """Seconds for the levels of one lottery trial, evaluation every 100 steps, data included."""
    began = time.perf_counter()
    data = make_dataset(get_dataset_args())
    x, x_test = (torch.tensor(data[name], dtype=torch.float32) for name in ("x", "x_test"))
    y, y_test = (torch.tensor(data[name]) for name in ("y", "y_test"))
    model = Masked(hidden)
    initial = copy.deepcopy(model.state_dict())
    for sparsity in sparsities:
        if sparsity > 0:
            with torch.no_grad():
                model.prune(sparsity)
            model.load_state_dict(initial)
        _train_level(model, x, y, x_test, y_test, steps)
    return time.perf_counter() - began


def _train_level(
    model: Masked,
    x: torch.Tensor,
    y: torch.Tensor,
    x_test: torch.Tensor,
    y_test: torch.Tensor,
    steps: int,
) -> None:
    optimiser = torch.optim.Adam(model.parameters(), 2e-2)
    for step in range(steps):
        start = step * BATCH % len(x)
        loss = functional.cross_entropy(model(x[start : start + BATCH]), y[start : start + BATCH])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if step % 100 == 0:
            with torch.no_grad():
                for inputs, labels in ((x, y), (x_test, y_test)):
                    (model(inputs).argmax(1) == labels).float().mean().item()
