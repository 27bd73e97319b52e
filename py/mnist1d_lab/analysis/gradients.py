"""Is the backpropagation right? The same derivatives, from the loss alone.

The central difference (L(θ + h) - L(θ - h)) / 2h is off by h² L'''/6 from truncation and by about
1e-16 L / h from rounding, so in float64 there are step sizes at which both are small. Where a
rectified unit's argument passes zero between θ - h and θ + h there is no derivative to compare
with: the answer then changes with h, or, at the very kink, the slope to the right differs from the
one to the left however small h is. So the answers for h and h / 2 must agree, and the two slopes
must approach each other, without a look at the backpropagation's answer; if not, h is made
smaller, and an entry that lies too near to such a kink is left out and counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mnist1d_lab.events import TICK, Tick
from mnist1d_lab.nn.network import Network
from mnist1d_lab.nn.parameters import slices

STEP_SIZES = (1e-4, 1e-5, 1e-6)
# Two estimates agree when they differ by less than this share of the gradient's scale.
AGREEMENT = 5e-7

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Comparison:
    """One parameter's derivatives at some of its entries, by backpropagation and by differences.

    ``index`` are places in the flattened parameter; ``kinks`` counts the entries left out. An
    entry's error is relative to the larger of the two derivatives, or to the root mean square of
    the parameter's gradient where both are smaller than that: a derivative that happens to be
    next to zero is not known to any relative accuracy.
    """

    name: str
    size: int
    index: NDArray[np.int64]
    analytic: Vector
    numeric: Vector
    scale: float
    kinks: int

    @property
    def relative_errors(self) -> Vector:
        largest = np.maximum(np.abs(self.analytic), np.abs(self.numeric))
        floor = max(self.scale, np.finfo(float).tiny)
        return np.abs(self.analytic - self.numeric) / np.maximum(largest, floor)

    @property
    def max_relative_error(self) -> float:
        """Not a number where every entry lay at a kink: such a parameter was not checked."""
        return float(self.relative_errors.max()) if self.index.size else float("nan")


def central_difference(
    loss: Callable[[], float], theta: Vector, index: int, scale: float
) -> float | None:
    """The derivative of ``loss`` by ``theta[index]``, or None at a kink; ``theta`` is restored."""
    kept, here = float(theta[index]), loss()

    def slopes(h: float) -> tuple[float, float]:
        """The central difference, and by how much the slopes to the right and left differ."""
        theta[index] = kept + h
        above = loss()
        theta[index] = kept - h
        below = loss()
        theta[index] = kept
        return (above - below) / (2 * h), abs(above - 2 * here + below) / h

    for h in STEP_SIZES:
        (wide, bend), (narrow, less_bend) = slopes(h), slopes(h / 2)
        allowed = AGREEMENT * max(abs(wide), abs(narrow), scale)
        # Where the loss is smooth, the bend is h L'' and halves with h.
        if abs(wide - narrow) <= allowed and less_bend <= 0.75 * bend + allowed:
            return narrow
    return None


def _derivatives(
    network: Network, x: NDArray[Any], labels: NDArray[Any]
) -> tuple[Vector, Callable[[], float]]:
    """The gradient by backpropagation, and the loss to take differences of."""
    forward, whole = network.loss_program(labels.size), network.training_program(labels.size)
    drawn = forward.rng.bit_generator.state
    whole.rng.bit_generator.state = drawn
    whole.run(x, labels)

    def loss() -> float:
        forward.rng.bit_generator.state = drawn
        forward.run(x, labels)
        return float(forward.stats[0])

    return network.gradient(), loss


def compare_gradients(
    network: Network, x: NDArray[Any], labels: NDArray[Any], entries: int, seed: int = 0
) -> Iterator[Comparison | Tick]:
    """Check up to ``entries`` entries of each parameter, drawn from ``seed``; a tick after each.

    The network is float64 and dense; x (features, n), labels (n,). Dropout draws the same numbers
    in every evaluation.
    """
    theta, parameters = network.arena.theta, network.model.parameters()
    if theta.dtype != np.float64 or theta.size != network.arena.size:
        raise ValueError("A gradient check needs a float64 network without sparse matrices.")
    gradient, loss = _derivatives(network, x, labels)
    rng = np.random.default_rng(seed)
    for p, place in zip(parameters, slices(parameters).values(), strict=True):
        chosen = np.sort(rng.choice(p.size, min(entries, p.size), replace=False))
        scale = float(np.sqrt(np.mean(gradient[place] ** 2)))
        numeric = np.full(chosen.size, np.nan)
        for k, i in enumerate(chosen):
            slope = central_difference(loss, theta, place.start + int(i), scale)
            numeric[k] = np.nan if slope is None else slope
            yield TICK
        smooth = np.isfinite(numeric)
        index, kinks = chosen[smooth], int(np.count_nonzero(~smooth))
        yield Comparison(
            p.name, p.size, index, gradient[place][index], numeric[smooth], scale, kinks
        )
