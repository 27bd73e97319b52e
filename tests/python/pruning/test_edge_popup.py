"""Edge-popup against its formula, with derivatives taken by differences of the loss."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from mnist1d_lab.nn.build import build_network
from mnist1d_lab.nn.initialisers import initial_weights
from mnist1d_lab.ops import get_ops
from mnist1d_lab.pruning.edge_popup import EdgePopup, signed_constants
from mnist1d_lab.pruning.masks import pruning_groups

SETTINGS: dict[str, Any] = {"model": "mlp"}


def made(sparsity: float, hidden: int = 10) -> tuple[EdgePopup, Any, Any]:
    settings = {**SETTINGS, "hidden": hidden}
    network = build_network(settings, 8, 1, ops=get_ops("numpy"), dtype=np.float64)
    parameters = network.model.parameters()
    weights = signed_constants(network.weights(), parameters, 1 - sparsity)
    groups = pruning_groups(parameters, biases=False)
    scores = initial_weights(parameters, 5, "pytorch")
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(8, 30)), rng.integers(0, 10, 30).astype(np.int32)
    return EdgePopup(network, weights, groups, sparsity, scores), x, y


def test_constants_are_the_scaled_ones_of_the_paper() -> None:
    popup, *_ = made(0.75)
    parameters = popup.network.model.parameters()
    start = 0
    for p in parameters:
        part = popup.weights[start : start + p.size]
        start += p.size
        if p.is_bias:
            assert not part.any()
        else:
            expected = np.sqrt(2 / (0.25 * p.shape[1]))
            assert np.abs(part) == pytest.approx(expected)
            assert 0.2 < (part > 0).mean() < 0.8


# in a large layer what a partition leaves out is not in order, up to the very last
@pytest.mark.parametrize("hidden", [10, 60])
@pytest.mark.parametrize("sparsity", [0.0, 1 / 3600, 0.01, 0.3, 0.5, 0.71, 0.9, 1.0])
def test_each_layer_keeps_its_highest_scores(sparsity: float, hidden: int) -> None:
    popup, *_ = made(sparsity, hidden)
    mask = popup.mask()
    for group in pruning_groups(popup.network.model.parameters(), biases=False):
        kept, left = popup.scores[group.where[mask[group.where]]], group.where[~mask[group.where]]
        assert kept.size == group.where.size - round(group.where.size * sparsity)
        if kept.size and left.size:
            assert kept.min() >= popup.scores[left].max()


def test_a_step_lets_the_gradient_through_to_every_score() -> None:
    """s <- s - rate · w · dL/d(effective w), for what is left out as for what is kept."""
    popup, x, y = made(0.5)
    effective, before = np.where(popup.mask(), popup.weights, 0), popup.scores.copy()
    popup.step(x, y, 0.3)
    program = popup.network.evaluation_program(30)

    def loss(at: Any) -> float:
        popup.network.load(at)
        program.run(x, y)
        return float(program.stats[0])

    checked = 0
    for i in np.flatnonzero(popup.weights)[::7]:
        nudge = np.zeros(effective.size)
        nudge[i] = 1e-6
        slope = (loss(effective + nudge) - loss(effective - nudge)) / 2e-6
        moved = popup.scores[i] - before[i]
        if abs(slope) > 1e-4:
            assert moved == pytest.approx(-0.3 * popup.weights[i] * slope, rel=1e-3)
            checked += not effective[i]
    assert checked > 3  # some of those were left out


def test_momentum_adds_up() -> None:
    """With nothing changing, the second step is 1.9 times the first."""
    popup, x, y = made(0.0)
    before = popup.scores.copy()
    popup.step(x, y, 0.1)
    first = popup.scores - before
    popup.step(x, y, 0.1)
    assert popup.scores - before - first == pytest.approx(1.9 * first)
