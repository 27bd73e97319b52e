"""Training, as a generator of events. It knows nothing of what is inside the network."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mnist1d_lab.events import TICK, Event, Notice, Row
from mnist1d_lab.nn.network import Network
from mnist1d_lab.nn.optimisers import Optimiser, build_optimiser
from mnist1d_lab.training.batches import Batches
from mnist1d_lab.training.divergence import DivergenceWatch
from mnist1d_lab.training.running import Running
from mnist1d_lab.training.standing import Course

# A network whose loss blows up is reported in words (divergence.py), not by NumPy's warnings.
QUIET = np.errstate(over="ignore", invalid="ignore", divide="ignore")

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

    def reordered(self, order: NDArray[np.intp]) -> Split:
        """The same samples with old position ``order[i]`` at the new position i."""
        return Split(np.ascontiguousarray(self.x[order]), self.y)


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

    def reordered(self, order: NDArray[np.intp]) -> TrainingData:
        """Both splits with their positions in another order."""
        return TrainingData(self.train.reordered(order), self.test.reordered(order))


@QUIET
def evaluate(network: Network, split: Split) -> tuple[float, float]:
    """Mean loss and accuracy in percent over a whole split; without dropout."""
    total = Running()
    for start in range(0, split.size, EVALUATION_ROWS):
        stop = min(start + EVALUATION_ROWS, split.size)
        program = network.evaluation_program(stop - start)
        program.run(split.x[:, start:stop], split.y[start:stop])
        total.add(program.stats, stop - start)
    return total.means()


@QUIET
def predict(network: Network, x: NDArray[np.float32]) -> NDArray[np.float32]:
    """Logits (classes, samples) for x (features, samples); without dropout."""
    parts = []
    for start in range(0, x.shape[1], EVALUATION_ROWS):
        piece = x[:, start : start + EVALUATION_ROWS]
        program = network.evaluation_program(piece.shape[1])
        program.run(piece, np.zeros(piece.shape[1], np.int32))
        parts.append(program.logits.copy())
    return np.concatenate(parts, axis=1)


def living_units(network: Network, split: Split) -> dict[str, int]:
    """By rectified layer ("living_1", ...), how many units are on for any of the first samples.

    A unit that is off for all of some hundred samples is most likely dead: no gradient reaches it.
    """
    few = slice(0, min(EVALUATION_ROWS, split.size))
    program = network.evaluation_program(few.stop)
    program.run(split.x[:, few], split.y[few])
    return {f"living_{layer}": units for layer, units in enumerate(program.living_units(), start=1)}


def train(
    network: Network,
    data: TrainingData,
    settings: Mapping[str, Any],
    first_step: int = 0,
    optimiser: Optimiser | None = None,
    course: Course | None = None,
) -> Iterator[Event]:
    """Train in place up to step ``settings["steps"]``, saying a row at every measurement.

    ``settings`` are those of ``params.TRAINING``. Batches are consecutive slices of the training
    set, round and round, unshuffled, as in the published notebook, unless ``reshuffle`` asks for
    other ones each round (``batches.py``). After each step comes a tick.

    A row's ``train_loss`` and ``train_acc`` are means over the batches since the row before, each
    batch measured by the step that learned from it, dropout included: so they lag a little behind
    the network that ``test_loss`` and ``test_acc`` measure, on the whole test set, at that step.
    ``ms_per_step`` is the mean time of a step so far, without the measurements.

    ``first_step`` is how many steps the loaded weights have already seen (late rewinding).
    ``optimiser`` is the network's own, for whoever wants it to go on from another's state, or to
    have its state afterwards; else there is a new one, with nothing in its memory. ``course`` is
    the whole of it, from ``begin``, for whoever keeps checkpoints (``standing.standing``). A rate
    that decays is 0 after ``settings["decay_steps"]``, where a training is only the first part of
    another, else after ``steps``. A training that diverges stops with a notice; the last row, in
    any case, says ``final``.
    """
    course = course or begin(network, settings, optimiser)
    learned = data.train
    batches = Batches(
        network,
        learned.x,
        learned.y,
        settings["batch_size"],
        course.optimiser,
        reshuffle=settings.get("reshuffle", False),
    )
    steps, every = settings["steps"], settings["eval_every"]
    seconds = 0.0
    decays = settings.get("rate_decay", "constant") == "linear"
    for step in range(first_step + 1, steps + 1):
        if decays:
            course.optimiser.set_rate(decayed_rate(settings, step))
        taken = batches.step(step)
        began = time.perf_counter()
        taken.run()
        seconds += time.perf_counter() - began
        course.running.add(taken.stats, taken.size)
        if step % every == 0 or step == steps or not course.running.is_finite:
            trouble = course.watch.look(step, course.running.means()[0])
            if trouble:
                yield Notice(trouble)
            ms = 1000 * seconds / (step - first_step)
            final = bool(trouble) or step == steps
            yield _measure(network, data, step, course.running, ms, final)
            if trouble:
                return
            course.running = Running()
        yield TICK


def begin(
    network: Network, settings: Mapping[str, Any], optimiser: Optimiser | None = None
) -> Course:
    """The course of a training that has yet to take its first step."""
    optimiser = optimiser or build_optimiser(settings, network.ops, network.arena)
    return Course(optimiser, DivergenceWatch(settings, network.classes))


def decayed_rate(settings: Mapping[str, Any], step: int) -> float:
    """The rate of the step of this number, the first being 1, where it decays linearly to 0."""
    steps = settings.get("decay_steps", settings["steps"])
    return float(settings["learning_rate"] * (1 - (step - 1) / steps))


def _measure(
    network: Network, data: TrainingData, step: int, running: Running, ms: float, final: bool
) -> Row:
    train_loss, train_acc = running.means()
    test_loss, test_acc = evaluate(network, data.test)
    return Row(
        {
            "step": step,
            "train_loss": train_loss,
            "train_acc": train_acc,
            "test_loss": test_loss,
            "test_acc": test_acc,
            "final": final,
            "ms_per_step": ms,
        }
    )
