"""What movement pruning looks at (Sanh et al. 2020): what training moves away from zero."""

from __future__ import annotations

import numpy as np

from mnist1d_lab.nn.network import Network
from mnist1d_lab.nn.parameters import Vector


class Outward:
    """The sum, over the steps of a network's training, of -w · dL/dw, weight by weight.

    Both as the step had them: the weight before it, and its batch's gradient.
    """

    def __init__(self, network: Network) -> None:
        self._network = network
        self._before = network.arena.theta.copy()
        self._total = np.zeros_like(self._before)

    def after_a_step(self) -> None:
        """Take down the step just made."""
        arena = self._network.arena
        self._total -= self._before * arena.grad
        self._before[:] = arena.theta

    def sum(self) -> Vector:
        """The full vector so far; 0 where a weight is pruned."""
        return self._network.arena.flat(self._total)
