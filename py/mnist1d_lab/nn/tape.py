"""The tape: a network's calls, recorded once for a batch size and then replayed every step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mnist1d_lab.nn.parameters import Arena
from mnist1d_lab.ops.base import Call, Ops

Array = NDArray[Any]
Backward = Callable[[Array], Array]


class Tape:
    """Where a layer writes the calls of its forward and backward pass.

    A layer's ``trace(tape, x)`` records its forward calls and returns ``(y, backward)``;
    ``backward(dy)``, called after the whole forward pass is recorded, records the calls that
    turn dy into the parameter gradients and dx, and returns dx.

    ``multiply_adds`` sums up what the matrix products recorded so far cost a replay; what is done
    element by element is small beside them and not counted. ``rectified`` holds the outputs of the
    rectified layers, in which a unit may be off for every sample.
    """

    def __init__(self, ops: Ops, arena: Arena, n: int, training: bool, seed: int = 0) -> None:
        self.ops = ops
        self.arena = arena
        self.n = n
        self.training = training
        self.rng = np.random.default_rng([seed, n])
        self.calls: list[Call] = []
        self.multiply_adds = 0
        self.rectified: list[Array] = []
        self._data: list[Array] = []

    def record(self, *calls: Call) -> None:
        self.calls.extend(calls)

    def buffer(self, *shape: int) -> Array:
        """A new array for activations or gradients, in the network's precision."""
        return self.ops.zeros(shape, self.arena.theta.dtype)

    def mark_data(self, x: Array) -> None:
        """Say that x holds data: its gradient is of no use, so none is computed (dx stays 0)."""
        self._data.append(x)

    def is_data(self, x: Array) -> bool:
        """Whether x is data or a view of it, such as a reshaped one.

        Comparing the bounds of memory is exact here: every array comes whole from ``buffer``.
        """
        return any(np.may_share_memory(x, data) for data in self._data)
