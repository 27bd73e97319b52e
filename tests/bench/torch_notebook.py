"""What the published notebook does, in PyTorch: its masked network, its training, its pruning.

Written from what its cells do, the costs included: a layer puts its mask over its weights in every
forward pass, evaluations too; every 100 steps the loss on the test set, then the accuracy on the
whole training set and on the test set; every 1000 steps a copy of the network. Denormal numbers are
not flushed there, so they are not here.
"""

from __future__ import annotations

import copy
import time

import torch
from mnist1d_lab.data import get_dataset_args, make_dataset
from torch import Tensor, nn
from torch.nn import functional

torch.set_num_threads(1)
BATCH = 100
EVAL_EVERY = 100
CHECKPOINT_EVERY = 1000
LEARNING_RATE = 2e-2


class MaskedLinear(nn.Linear):
    """A linear layer with one mask over its weights and biases, laid out as one vector."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__(inputs, outputs)
        self.mask = torch.ones(self.weight.numel() + outputs)

    def vector(self) -> Tensor:
        """The masked weights and biases."""
        return self.mask * torch.cat([self.weight.flatten(), self.bias])

    def load(self, vector: Tensor) -> None:
        """Set weights and biases from one vector."""
        size = self.weight.numel()
        self.weight.data = vector[:size].reshape(self.weight.shape).data
        self.bias.data = vector[size:].data

    def forward(self, x: Tensor) -> Tensor:
        self.load(self.vector())
        return super().forward(x)

    def prune(self, sparsity: float, initial: Tensor) -> None:
        """Drop the smallest of what the layer has become, rewind the rest."""
        scores = self.vector().abs()
        self.mask = torch.ones_like(scores)
        self.mask[torch.sort(scores)[1][: int(sparsity * len(scores))]] = 0
        self.load(initial)
        self.load(self.vector())


class MaskedMlp(nn.Module):
    """The published network, 40 inputs and 10 classes, of masked layers."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        shapes = ((40, hidden), (hidden, hidden), (hidden, 10))
        self.layers = nn.ModuleList([MaskedLinear(*shape) for shape in shapes])

    def forward(self, x: Tensor) -> Tensor:
        h = torch.relu(self.layers[0](x))
        h = h + torch.relu(self.layers[1](h))
        return self.layers[2](h)


def _accuracy(model: MaskedMlp, x: Tensor, y: Tensor) -> float:
    return float((model(x).argmax(-1) == y).float().mean())


def _train(model: MaskedMlp, data: dict[str, Tensor], steps: int) -> None:
    optimiser = torch.optim.Adam(model.parameters(), LEARNING_RATE)
    x, y, x_test, y_test = (data[name] for name in ("x", "y", "x_test", "y_test"))
    checkpoints = []
    for step in range(steps):
        start = step * BATCH % len(x)
        loss = functional.cross_entropy(model(x[start : start + BATCH]), y[start : start + BATCH])
        loss.item()
        loss.backward()
        optimiser.step()
        optimiser.zero_grad()
        if step % EVAL_EVERY == 0:
            functional.cross_entropy(model(x_test), y_test).item()
            _accuracy(model, x, y)
            _accuracy(model, x_test, y_test)
        if step % CHECKPOINT_EVERY == 0:
            checkpoints.append(copy.deepcopy(model))


def protocol_seconds(hidden: int, steps: int, sparsities: list[float]) -> float:
    """Seconds for one trial, making the data by our own (quicker) generator included."""
    began = time.perf_counter()
    arrays = make_dataset(get_dataset_args())
    data = {name: torch.Tensor(arrays[name]) for name in ("x", "x_test")}
    data |= {name: torch.LongTensor(arrays[name]) for name in ("y", "y_test")}
    torch.manual_seed(0)
    model = MaskedMlp(hidden)
    initial = [layer.vector() for layer in model.layers]
    for sparsity in sparsities:
        for layer, start in zip(model.layers, initial, strict=True):
            layer.prune(sparsity, start)
        _train(model, data, steps)
    return time.perf_counter() - began


def trial_seconds(hidden: int, steps: int, every: int, sparsities: list[float]) -> float:
    """Seconds for the bench's trial: dense, and at each further level a ticket and a random mask.

    The same masked network, but denormal numbers are flushed and only the test set is evaluated,
    every ``every`` steps. Making the data is left out.
    """
    arrays = make_dataset(get_dataset_args())
    data = {name: torch.Tensor(arrays[name]) for name in ("x", "x_test")}
    data |= {name: torch.LongTensor(arrays[name]) for name in ("y", "y_test")}
    torch.manual_seed(0)
    torch.set_flush_denormal(True)
    began = time.perf_counter()
    ticket, random = MaskedMlp(hidden), MaskedMlp(hidden)
    random.load_state_dict(ticket.state_dict())
    initial = [layer.vector() for layer in ticket.layers]
    for level, sparsity in enumerate(sparsities):
        for model in (ticket, random) if level else (ticket,):
            for layer, start in zip(model.layers, initial, strict=True):
                if model is random:
                    layer.load(torch.rand(len(start)))
                    layer.mask = torch.ones(len(start))
                layer.prune(sparsity, start)
            _steps(model, data, steps, every)
    seconds = time.perf_counter() - began
    torch.set_flush_denormal(False)
    return seconds


def _steps(model: MaskedMlp, data: dict[str, Tensor], steps: int, every: int) -> None:
    optimiser = torch.optim.Adam(model.parameters(), LEARNING_RATE)
    x, y = data["x"], data["y"]
    for step in range(steps):
        start = step * BATCH % len(x)
        loss = functional.cross_entropy(model(x[start : start + BATCH]), y[start : start + BATCH])
        loss.item()
        loss.backward()
        optimiser.step()
        optimiser.zero_grad()
        if step % every == every - 1:
            with torch.no_grad():
                logits = model(data["x_test"])
                functional.cross_entropy(logits, data["y_test"]).item()
                float((logits.argmax(-1) == data["y_test"]).float().mean())
