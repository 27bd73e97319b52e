"""One model trained on one data set: what the benchmark and the knob experiment are made of."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mnist1d_lab.events import TICK, Array, Cell, Checkpoint, Event, Progress, Row
from mnist1d_lab.nn.build import build_network
from mnist1d_lab.nn.network import Network
from mnist1d_lab.nn.optimisers import Optimiser
from mnist1d_lab.nn.parameters import slices
from mnist1d_lab.params import Values
from mnist1d_lab.pruning.masks import Mask
from mnist1d_lab.training.data import training_data
from mnist1d_lab.training.standing import go_on, standing
from mnist1d_lab.training.train import QUIET, TrainingData, begin, predict, train

# How often, in a training, progress is told between the measurements.
PROGRESS_REPORTS = 100

# How often a training keeps what it takes to go on: a crash loses no more than this.
CHECKPOINT_EVERY_S = 2.0


@dataclass(frozen=True)
class Trained:
    """A trained network, the data it was trained on, and the optimiser with its memory."""

    network: Network
    data: TrainingData
    optimiser: Optimiser


def train_model(
    values: Values,
    seed: int,
    columns: dict[str, Cell],
    note: str,
    resume: Mapping[str, Any] | None = None,
) -> Generator[Event, None, Trained]:
    """Train ``values["model"]`` from ``seed``, each row with ``columns`` and the model's cost.

    The rows' ``multiply_adds`` are those of one sample's forward pass. Every few seconds comes a
    checkpoint, from which ``resume`` goes on to the same bits.
    """
    yield Progress(int(resume["step"]) if resume else 0, values["steps"], note)
    data = training_data(values)
    return (yield from train_on(data, values, seed, columns, note, resume))


def train_on(
    data: TrainingData,
    values: Values,
    seed: int,
    columns: dict[str, Cell],
    note: str,
    resume: Mapping[str, Any] | None = None,
    work: int | None = None,
) -> Generator[Event, None, Trained]:
    """As ``train_model``, on ``data``; ``work`` is what progress says of the whole training, if
    that is not its steps.
    """
    done, steps = int(resume["step"]) if resume else 0, values["steps"]
    work = steps if work is None else work
    network = build_network(values, data.train.x.shape[0], seed)
    cost = {"parameters": network.arena.size, "multiply_adds": network.multiply_adds()}
    course = begin(network, values)
    if resume:
        go_on(network, course, resume, steps)
    every, kept = max(1, steps // PROGRESS_REPORTS), time.perf_counter()
    for event in train(network, data, values, done, course=course):
        yield Row({**columns, **cost, **event.values}) if isinstance(event, Row) else event
        if event is not TICK:
            continue
        done += 1
        due = time.perf_counter() - kept >= CHECKPOINT_EVERY_S and done < steps
        if done % every == 0 or done == steps or due:
            yield Progress(work * done // steps, work, note)
        if due:
            yield Checkpoint(standing(network, course, done))
            kept = time.perf_counter()
    return Trained(network, data, course.optimiser)


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


def memory_arrays(
    network: Network, optimiser: Optimiser, name: str, mask: Mask | None = None
) -> Iterator[Array]:
    """What the optimiser carries on: ``optimiser/{name}/settings``, float64, and ``.../memory``.

    The memory (arrays, weights) float32 is in the order of the weights, or of those that ``mask``
    leaves: Adam's m and v, or the velocity of gradient descent (``nn.optimisers``).
    """
    settings, *memory = optimiser.carried()
    yield Array(f"optimiser/{name}/settings", settings)
    full = np.stack([network.arena.flat(part) for part in memory])
    yield Array(f"optimiser/{name}/memory", full if mask is None else full[:, mask])
