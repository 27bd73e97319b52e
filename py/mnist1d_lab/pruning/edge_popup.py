"""Edge-popup: training the mask and not the weights (Ramanujan et al. 2020, section 4).

Each weight has a score. The forward pass takes, of each layer, the weights with the highest scores;
the backward pass lets the gradient through to all scores as if it had taken every weight times its
score, so that a weight that was left out can come back: s <- s - rate · w · dL/d(effective w).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mnist1d_lab.nn.network import Network
from mnist1d_lab.nn.parameters import Parameter, Vector, slices
from mnist1d_lab.pruning.masks import Group, Mask

MOMENTUM = 0.9


def signed_constants(initial: Vector, parameters: Sequence[Parameter], kept: float = 1.0) -> Vector:
    """Weights of one size a layer with the signs of ``initial``; biases are 0.

    The size is the standard deviation of He et al.'s initialisation for the share of inputs that
    is ``kept``, (2 / (kept · fan_in))^½, which Ramanujan et al. call scaled.
    """
    constants = np.zeros_like(initial)
    for p in parameters:
        place = slices(parameters)[p.name]
        if not p.is_bias:
            size = (2 / (max(kept, 1 / p.fan_in) * p.fan_in)) ** 0.5
            constants[place] = size * np.sign(initial[place])
    return constants


class EdgePopup:
    """The scores of a dense ``network``'s ``weights``, of which each group keeps its best.

    ``sparsity`` is the share that each of ``groups`` leaves out; what is in no group always stays.
    ``scores`` are those to begin with, one a weight, and are changed.
    """

    def __init__(
        self,
        network: Network,
        weights: Vector,
        groups: Sequence[Group],
        sparsity: float,
        scores: Vector,
    ) -> None:
        self.network, self.weights, self.scores = network, weights, scores
        self._left_out = [(g.where, g.where.size - g.survivors(sparsity)) for g in groups]
        self._velocity = np.zeros(weights.size)

    def mask(self) -> Mask:
        """Which weights have the highest scores now."""
        kept = np.ones(self.weights.size, np.bool_)
        for where, count in self._left_out:
            if count:
                lowest = np.argpartition(self.scores[where], count - 1)[:count]
                kept[where[lowest]] = False
        return kept

    def load(self) -> None:
        """Give the network the weights that are kept now."""
        self.network.load(np.where(self.mask(), self.weights, 0))

    def step(self, x: NDArray[np.float32], y: NDArray[np.int32], rate: float) -> None:
        """One step of gradient descent with momentum on the scores; x (features, n), y (n,)."""
        self.load()
        self.network.training_program(y.size).run(x, y)
        self._velocity *= MOMENTUM
        self._velocity += self.network.gradient() * self.weights
        self.scores -= rate * self._velocity
