"""A network: a model, its weights under a mask, and the calls that run it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mnist1d_lab.nn.layers import Layer
from mnist1d_lab.nn.parameters import Arena, Vector
from mnist1d_lab.nn.tape import Array, Tape
from mnist1d_lab.ops.base import Call, Ops


@dataclass(frozen=True)
class Program:
    """The calls for one batch size and the arrays they read and write.

    ``run`` fills ``x`` (features, n) and ``labels`` (n,) and makes the calls; then ``stats`` holds
    the mean loss and the number right, and ``logits`` has shape (classes, n). ``rectified`` are the
    outputs of the rectified layers, units first. ``multiply_adds`` is the cost of a run, and
    ``rng`` is where its calls draw (dropout).
    """

    x: Array
    labels: NDArray[np.int32]
    logits: Array
    stats: NDArray[np.float64]
    rectified: tuple[Array, ...]
    calls: tuple[Call, ...]
    multiply_adds: int
    rng: np.random.Generator

    def run(self, x: Array, labels: NDArray[Any]) -> None:
        self.x[...] = x
        self.labels[...] = labels
        for call in self.calls:
            call()

    def living_units(self) -> list[int]:
        """In each rectified layer, how many units were on for any sample of the last run."""
        return [int((y > 0).any(axis=1).sum()) for y in self.rectified]


class Network:
    """A model compiled for one mask and one backend.

    Programs are traced once for each batch size and kept; all of them share the weights.
    ``seed`` seeds the random numbers that training itself draws (dropout).
    """

    def __init__(
        self,
        model: Layer,
        length: int,
        ops: Ops,
        mask: NDArray[np.bool_] | None = None,
        dtype: type[np.floating[Any]] = np.float32,
        seed: int = 0,
    ) -> None:
        self.model = model
        self.length = length
        self.ops = ops
        self.arena = Arena(model.parameters(), mask, ops, dtype)
        self.seed = seed
        self._programs: dict[tuple[int, bool, bool], Program] = {}

    def load(self, flat: Vector) -> None:
        """Set the weights; pruned ones become exactly 0."""
        self.arena.load(flat)

    def weights(self) -> Vector:
        """The full weight vector, zeros where pruned."""
        return self.arena.flat()

    def gradient(self) -> Vector:
        """The full gradient of the last training program's run."""
        return self.arena.flat(self.arena.grad)

    @property
    def classes(self) -> int:
        """How many logits a sample gets."""
        programs = self._programs or {(1, False, False): self.evaluation_program(1)}
        return len(next(iter(programs.values())).logits)

    def multiply_adds(self) -> int:
        """Multiply-adds of one sample's forward pass; of a sparse matrix, its survivors only."""
        return self.evaluation_program(1).multiply_adds

    def training_program(self, n: int) -> Program:
        """Forward pass, loss and backward pass for n samples."""
        return self._program(n, training=True, backward=True)

    def draws(self) -> dict[int, np.random.Generator]:
        """By batch size, where the training programs that there are draw their random numbers."""
        programs = self._programs.items()
        return {n: it.rng for (n, training, back), it in programs if training and back}

    def place(self, x: Array, labels: NDArray[Any]) -> tuple[Array, NDArray[np.int32]]:
        """Batches where ``steps`` reads them: x (batches, features, n), labels (batches, n)."""
        program = self.training_program(x.shape[-1])
        pairs = ((x, program.x), (labels, program.labels))
        placed = [self.ops.array(table.astype(to.dtype)) for table, to in pairs]
        return placed[0], placed[1]

    def steps(self, x: Array, labels: NDArray[np.int32], *after: Call) -> list[Call]:
        """For each placed batch, a call that runs the training program on it, then ``after``.

        As ``Program.run``, but each is one call, and reads what ``x`` and ``labels`` hold by then.
        """
        program = self.training_program(x.shape[-1])
        return self.ops.each([(x, program.x), (labels, program.labels)], *program.calls, *after)

    def evaluation_program(self, n: int) -> Program:
        """Forward pass and loss for n samples, without dropout."""
        return self._program(n, training=False, backward=False)

    def loss_program(self, n: int) -> Program:
        """Forward pass and loss for n samples, dropout included: the function that is descended."""
        return self._program(n, training=True, backward=False)

    def _program(self, n: int, training: bool, backward: bool) -> Program:
        key = (n, training, backward)
        if key not in self._programs:
            self._programs[key] = self._trace(*key)
        return self._programs[key]

    def _trace(self, n: int, training: bool, backward: bool) -> Program:
        tape = Tape(self.ops, self.arena, n, training, self.seed)
        x = tape.buffer(self.length, n)
        tape.mark_data(x)
        logits, go_back = self.model.trace(tape, x)
        labels, stats = self.ops.zeros(n, np.int32), self.ops.zeros(2, np.float64)
        dlogits = tape.buffer(*logits.shape) if backward else None
        tape.record(self.ops.softmax_cross_entropy(logits, labels, dlogits, stats))
        if dlogits is not None:
            go_back(dlogits)
        calls = (self.ops.sequence(*tape.calls),)
        return Program(
            x,
            labels,
            logits,
            stats,
            tuple(tape.rectified),
            calls,
            tape.multiply_adds,
            tape.rng,
        )
