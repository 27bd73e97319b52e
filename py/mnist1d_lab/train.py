"""Training, as a generator of events. It knows nothing of what is inside the network."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mnist1d_lab.events import TICK, Event, Notice, Row
from mnist1d_lab.nn.network import Network
from mnist1d_lab.nn.optimisers import build_optimiser

# Rows evaluated at once: large enough that calls cost nothing, small enough for the cache.
EVALUATION_ROWS = 250


@dataclass(frozen=True)
class Split:
    """Samples ready for a network: x (features, samples) float32, y int32 (samples,)."""

    x: NDArray[np.float32]
    y: NDArray[np.int32]

    @staticmethod
    def of(x: NDArray[Any], y: NDArray[Any]) -> Split:
        """From a data set's arrays, x (samples, features)."""
        return Split(np.ascontiguousarray(x.T, np.float32), y.astype(np.int32))

    @property
    def size(self) -> int:
        return self.y.size


@dataclass(frozen=True)
class TrainingData:
    """What a training reads: it learns from ``train`` and is measured on ``test``."""

    train: Split
    test: Split

    @staticmethod
    def of(dataset: Mapping[str, Any]) -> TrainingData:
        """From ``mnist1d_lab.data``'s dictionary."""
        return TrainingData(
            Split.of(dataset["x"], dataset["y"]), Split.of(dataset["x_test"], dataset["y_test"])
        )


@dataclass
class Running:
    """Loss and accuracy over the batches since the last measurement."""

    loss: float = 0.0
    right: float = 0.0
    samples: int = 0

    def add(self, stats: NDArray[np.float64], n: int) -> None:
        self.loss += float(stats[0]) * n
        self.right += float(stats[1])
        self.samples += n

    def means(self) -> tuple[float, float]:
        """Mean loss and accuracy in percent."""
        n = max(self.samples, 1)
        return self.loss / n, 100 * self.right / n


def evaluate(network: Network, split: Split) -> tuple[float, float]:
    """Mean loss and accuracy in percent over a whole split."""
    total = Running()
    for start in range(0, split.size, EVALUATION_ROWS):
        stop = min(start + EVALUATION_ROWS, split.size)
        program = network.evaluation_program(stop - start)
        program.run(split.x[:, start:stop], split.y[start:stop])
        total.add(program.stats, stop - start)
    return total.means()


def predict(network: Network, x: NDArray[np.float32]) -> NDArray[np.float32]:
    """Logits (classes, samples) for x (features, samples)."""
    parts = []
    for start in range(0, x.shape[1], EVALUATION_ROWS):
        piece = x[:, start : start + EVALUATION_ROWS]
        program = network.evaluation_program(piece.shape[1])
        program.run(piece, np.zeros(piece.shape[1], np.int32))
        parts.append(program.logits.copy())
    return np.concatenate(parts, axis=1)


def train(network: Network, data: TrainingData, settings: Mapping[str, Any]) -> Iterator[Event]:
    """Train in place for ``settings["steps"]`` steps, saying a row at every measurement.

    Batches are consecutive slices of the training set, round and round, unshuffled and with a
    short one at the end, as in the published notebook. A row's ``train_loss`` and ``train_acc``
    are means over the batches since the row before; ``test_loss`` and ``test_acc`` are measured
    on the whole test set at that step. A loss that is not a number ends the training with a
    notice; the last row says ``final``.
    """
    optimise = build_optimiser(settings, network.ops, network.arena)
    batch_size, steps, every = settings["batch_size"], settings["steps"], settings["eval_every"]
    running = Running()
    seconds = 0.0
    for step in range(1, steps + 1):
        began = time.perf_counter()
        start = ((step - 1) * batch_size) % data.train.size
        stop = min(start + batch_size, data.train.size)
        program = network.training_program(stop - start)
        program.run(data.train.x[:, start:stop], data.train.y[start:stop])
        optimise()
        running.add(program.stats, stop - start)
        seconds += time.perf_counter() - began
        if step % every == 0 or step == steps:
            diverged = not math.isfinite(running.loss)
            if diverged:
                yield Notice(_divergence(step, settings))
            final = diverged or step == steps
            yield _measure(network, data, step, running, 1000 * seconds / step, final)
            running = Running()
            if diverged:
                return
        yield TICK


def _measure(
    network: Network, data: TrainingData, step: int, running: Running, ms: float, final: bool
) -> Row:
    train_loss, train_acc = running.means()
    test_loss, test_acc = evaluate(network, data.test)
    return Row(
        {
            "step": step,
            "train_loss": _finite(train_loss),
            "train_acc": train_acc,
            "test_loss": _finite(test_loss),
            "test_acc": test_acc,
            "final": final,
            "ms_per_step": ms,
        }
    )


def _finite(loss: float) -> float | None:
    """JSON has no NaN: a loss that is not a number is a missing one."""
    return loss if math.isfinite(loss) else None


def _divergence(step: int, settings: Mapping[str, Any]) -> str:
    return (
        f"The loss stopped being a number by step {step}: the steps were too large. "
        f"Try a learning rate below {settings['learning_rate']:g}."
    )
