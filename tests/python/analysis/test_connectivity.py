"""The barrier on the line between two solutions, and the two trainings that it lies between."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mnist1d_lab.analysis.connectivity import barrier
from mnist1d_lab.experiments import connectivity, get_experiment
from mnist1d_lab.experiments.shared.ticket_search import TicketSearch
from mnist1d_lab.nn.parameters import Vector
from mnist1d_lab.training.train import train

errors = st.lists(st.floats(0, 100), min_size=3, max_size=30)


@pytest.mark.parametrize(
    ("walk", "height"),
    [([10, 20, 30], 0), ([30, 20, 10], 0), ([10, 25, 30], 5), ([10, 50, 10], 40), ([9, 3, 5], 0)],
)
def test_a_barrier_is_what_rises_above_the_straight_line(walk: list[float], height: float) -> None:
    assert barrier(walk) == pytest.approx(height)


@given(errors, st.floats(-50, 50))
def test_a_slope_is_no_barrier(walk: list[float], slope: float) -> None:
    """Whatever is added in proportion to the place on the line changes nothing."""
    tilted = [error + slope * i / (len(walk) - 1) for i, error in enumerate(walk)]
    assert barrier(tilted) == pytest.approx(barrier(walk), abs=1e-9)
    assert barrier(walk) >= 0
    assert barrier(walk[::-1]) == pytest.approx(barrier(walk))


def tickets_for(**changes: Any) -> TicketSearch:
    small = {"num_samples": 200, "hidden": 12, "steps": 40, "rewind_steps": [13]}
    given = {**small, "learning_rate": 0.01, **changes}
    return TicketSearch(get_experiment("connectivity").check(given), 0)


def drained(running: Any) -> Any:
    while True:
        try:
            next(running)
        except StopIteration as end:
            return end.value


def straight_through(tickets: TicketSearch, mask: Any) -> Vector:
    network = tickets.network(mask, tickets.initial)
    for _ in train(network, tickets.data, tickets.values):
        pass
    return network.weights()


@pytest.mark.parametrize("optimizer", ["adam", "sgd"])
@pytest.mark.parametrize("kept", [1.0, 0.2])
@pytest.mark.parametrize("rate_decay", ["constant", "linear"])
def test_copies_in_the_old_order_go_on_as_if_nothing_had_parted_them(
    optimizer: str, kept: float, rate_decay: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With Adam's m, v and t carried over, stopping at step 13 leaves no trace, to the bit."""
    monkeypatch.setattr(connectivity, "shuffled_order", lambda size, *_: np.arange(size))
    tickets = tickets_for(optimizer=optimizer, rate_decay=rate_decay)
    mask = np.random.default_rng(0).random(tickets.initial.size) < kept
    pair = drained(connectivity._two_trainings(tickets, mask, 13))
    for copy in pair:
        assert np.array_equal(copy, straight_through(tickets, mask))
