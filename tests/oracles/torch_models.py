"""The published models and their training in PyTorch: the oracle for our own backpropagation.

Written from the paper's description (see ``nn/models.py``); parameters lie in the same order as
ours, so that one flat vector serves both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import torch
from mnist1d_lab.training.train import Split
from torch import nn
from torch.nn import functional
from torch.nn.utils import parameters_to_vector, vector_to_parameters

from tests.oracles.cases import STEPS, Case, batch_of, mask_of, our_network

Tensor = torch.Tensor
Activation = Callable[[Tensor], Tensor]


class Mlp(nn.Module):
    """Hidden layers, all but the first residual, and a linear one."""

    def __init__(self, hidden: int, depth: int, activation: Activation) -> None:
        super().__init__()
        self.activation = activation
        sizes = [40] + [hidden] * (depth - 1)
        self.hidden = nn.ModuleList([nn.Linear(size, hidden) for size in sizes])
        self.head = nn.Linear(hidden, 10)

    def forward(self, x: Tensor) -> Tensor:
        h = self.activation(self.hidden[0](x))
        for layer in self.hidden[1:]:
            h = h + self.activation(layer(h))
        return self.head(h)


class Cnn(nn.Module):
    """Three strided convolutions and a linear layer."""

    def __init__(self, activation: Activation) -> None:
        super().__init__()
        self.activation = activation
        shapes = ((1, 5), (25, 3), (25, 3))
        self.convolutions = nn.ModuleList(
            [nn.Conv1d(c, 25, kernel, stride=2, padding=1) for c, kernel in shapes]
        )
        self.head = nn.Linear(125, 10)

    def forward(self, x: Tensor) -> Tensor:
        h = x[:, None, :]
        for layer in self.convolutions:
            h = self.activation(layer(h))
        return self.head(h.flatten(1))


class Gru(nn.Module):
    """A bidirectional GRU of 6 units, all outputs into a linear layer."""

    def __init__(self) -> None:
        super().__init__()
        self.gru = nn.GRU(1, 6, batch_first=True, bidirectional=True)
        self.head = nn.Linear(40 * 12, 10)

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.gru(x[:, :, None])[0].flatten(1))


def build(case: Case, dtype: torch.dtype = torch.float32) -> nn.Module:
    """The case's model at our initial weights, pruned ones at 0."""
    activation = getattr(functional, case.activation)
    models = {
        "linear": lambda: nn.Linear(40, 10),
        "mlp": lambda: Mlp(case.settings["hidden"], case.depth, activation),
        "cnn": lambda: Cnn(activation),
        "gru": Gru,
    }
    model = models[case.model]().to(dtype)
    start = torch.from_numpy(our_network(case).weights()).to(dtype)
    vector_to_parameters(start, model.parameters())
    return model


def optimiser(case: Case, model: nn.Module) -> torch.optim.Optimizer:
    if case.optimizer == "sgd":
        return torch.optim.SGD(
            model.parameters(), case.learning_rate, case.momentum, weight_decay=case.weight_decay
        )
    return torch.optim.Adam(model.parameters(), case.learning_rate, weight_decay=case.weight_decay)


def losses(case: Case, model: nn.Module, split: Split, steps: int = STEPS) -> Iterator[float]:
    """The loss of every step; after each, the mask is applied to the weights once more."""
    optimise = optimiser(case, model)
    dtype = next(model.parameters()).dtype
    size = sum(p.numel() for p in model.parameters())
    mask = mask_of(case, size)
    for step in range(steps):
        x, y = batch_of(split, step)
        logits = model(torch.from_numpy(x.T.copy()).to(dtype))
        loss = functional.cross_entropy(logits, torch.from_numpy(y.astype("int64")))
        optimise.zero_grad()
        loss.backward()
        yield float(loss.detach())
        optimise.step()
        if mask is not None:
            kept = parameters_to_vector(model.parameters()) * torch.from_numpy(mask)
            vector_to_parameters(kept.detach(), model.parameters())
