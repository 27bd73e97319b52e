"""One model trained on one data set: what the benchmark and the knob experiment are made of."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mnist1d_lab.events import TICK, Array, Cell, Event, Progress, Row
from mnist1d_lab.nn.build import build_network
from mnist1d_lab.nn.network import Network
from mnist1d_lab.nn.optimisers import Optimiser, build_optimiser
from mnist1d_lab.nn.parameters import slices
from mnist1d_lab.params import Values
from mnist1d_lab.training.data import training_data
from mnist1d_lab.training.train import QUIET, TrainingData, predict, train

# How often, in a training, progress is told between the measurements.
PROGRESS_REPORTS = 100


@dataclass(frozen=True)
class Trained:
    """A trained network, the data it was trained on, and the optimiser with its memory."""

    network: Network
    data: TrainingData
    optimiser: Optimiser


def train_model(
    values: Values, seed: int, columns: dict[str, Cell], note: str
) -> Generator[Event, None, Trained]:
    """Train ``values["model"]`` from ``seed``, each row with ``columns`` and the model's cost.

    The rows' ``multiply_adds`` are those of one sample's forward pass.
    """
    yield Progress(0, values["steps"], note)
    data = training_data(values)
    network = build_network(values, data.train.x.shape[0], seed)
    cost = {"parameters": network.arena.size, "multiply_adds": network.multiply_adds()}
    optimiser = build_optimiser(values, network.ops, network.arena)
    events = train(network, data, values, optimiser=optimiser)
    for event in _with_progress(events, values["steps"], note):
        yield Row({**columns, **cost, **event.values}) if isinstance(event, Row) else event
    return Trained(network, data, optimiser)


def _with_progress(events: Iterator[Event], steps: int, note: str) -> Iterator[Event]:
    """The events of a training, and among them how many of its steps are done."""
    done, every = 0, max(1, steps // PROGRESS_REPORTS)
    for event in events:
        yield event
        if event is TICK:
            done += 1
            if done % every == 0 or done == steps:
                yield Progress(done, steps, note)


def outcome_arrays(trained: Trained, name: str) -> Iterator[Array]:
    """What the network makes of the test set.

    ``probabilities/{name}`` (samples, classes) float32; ``predictions/{name}`` (samples,) uint8;
    ``confusion/{name}`` (classes, classes) int32, row the true class, column the answer.
    """
    logits = predict(trained.network, trained.data.test.x)
    # From the logits: two of them may differ where their probabilities are rounded to the same.
    answers, classes = logits.argmax(0), len(logits)
    confusion = np.zeros((classes, classes), np.int32)
    np.add.at(confusion, (trained.data.test.y, answers), 1)
    yield Array(f"probabilities/{name}", np.ascontiguousarray(_softmax(logits).T))
    yield Array(f"predictions/{name}", answers.astype(np.uint8))
    yield Array(f"confusion/{name}", confusion)


@QUIET
def _softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probabilities (classes, samples); not numbers where the network diverged."""
    exponentials = np.exp(logits - logits.max(0))
    shares: NDArray[np.float32] = exponentials / exponentials.sum(0)
    return shares


def weight_arrays(network: Network, name: str) -> Iterator[Array]:
    """``weights/{name}/{parameter}``, each in its own shape."""
    weights, parameters = network.weights(), network.model.parameters()
    where = slices(parameters)
    for p in parameters:
        yield Array(f"weights/{name}/{p.name}", weights[where[p.name]].reshape(p.shape))


def memory_arrays(trained: Trained, name: str) -> Iterator[Array]:
    """What the optimiser carries on: ``optimiser/{name}/settings``, float64, and ``.../memory``.

    The memory (arrays, weights) float32 is in the order of the weights: Adam's m and v, or the
    velocity of gradient descent (``nn.optimisers``).
    """
    settings, *memory = trained.optimiser.carried()
    yield Array(f"optimiser/{name}/settings", settings)
    full = [trained.network.arena.flat(part) for part in memory]
    yield Array(f"optimiser/{name}/memory", np.stack(full))
