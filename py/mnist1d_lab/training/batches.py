"""A training set in batches: the steps of one round through it, and in which order it is read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mnist1d_lab.nn.network import Network
from mnist1d_lab.nn.optimisers import Optimiser
from mnist1d_lab.nn.tape import Array
from mnist1d_lab.ops.base import Call

# Beside the streams that the network's layers draw from with the same seed.
STREAM = 0x0BDE2


@dataclass(frozen=True)
class Step:
    """A training step on one batch of ``size`` samples; ``stats`` are then its program's."""

    run: Call
    stats: NDArray[np.float64]
    size: int


class Batches:
    """Consecutive slices of a training set, each read by a step; the last one may be short.

    Every round is alike, as in the published notebook. With ``reshuffle`` each round, the first
    too, reads the set in an order of its own, which follows from the network's seed and the number
    of the round alone: so a training that goes on from a checkpoint sees what it would have seen.
    """

    def __init__(
        self,
        network: Network,
        x: Array,
        y: NDArray[np.int32],
        size: int,
        optimiser: Optimiser,
        *,
        reshuffle: bool,
    ) -> None:
        """x (features, samples), y (samples,): the training set; ``size`` samples a batch."""
        self._x, self._y, self._seed, self._reshuffle = x, y, network.seed, reshuffle
        self._placed: list[tuple[slice, Array, Array]] = []
        self._round = -1
        self._steps: list[Step] = []
        whole = y.size // size * size
        for part, n in ((slice(0, whole), size), (slice(whole, y.size), y.size - whole)):
            if part.stop > part.start:
                placed = network.place(*_cut(x[:, part], y[part], n))
                self._placed.append((part, *placed))
                stats = network.training_program(n).stats
                calls = network.steps(*placed, optimiser.step)
                self._steps += [Step(call, stats, n) for call in calls]

    def step(self, number: int) -> Step:
        """The step of this number, the first being 1, with its batch in place."""
        turn, at = divmod(number - 1, len(self._steps))
        if self._reshuffle and turn != self._round:
            self._fill(order_of(self._seed, turn, self._y.size))
            self._round = turn
        return self._steps[at]

    def _fill(self, order: NDArray[np.intp]) -> None:
        for part, x, y in self._placed:
            chosen = order[part]
            x[...], y[...] = _cut(self._x[:, chosen], self._y[chosen], x.shape[-1])


def order_of(seed: int, turn: int, size: int) -> NDArray[np.intp]:
    """The order (size,) in which round number ``turn``, from 0, reads a reshuffled set."""
    return np.random.default_rng([seed, STREAM, turn]).permutation(size)


def _cut(x: Array, y: NDArray[np.int32], n: int) -> tuple[Array, NDArray[np.int32]]:
    """x (features, samples), y (samples,) as batches of n: (batches, features, n), (batches, n)."""
    return x.reshape(len(x), -1, n).swapaxes(0, 1), y.reshape(-1, n)
