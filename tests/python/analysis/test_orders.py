"""What an order of positions keeps, by hand and by brute force; and the fit against SciPy."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mnist1d_lab.analysis.orders import displacement, neighbours_kept, slopes
from mnist1d_lab.experiments.shared.data_controls import position_order
from scipy.linalg import lstsq


@pytest.mark.parametrize(
    ("order", "kept", "moved"),
    [
        ([0, 1, 2, 3], 1, 0),
        ([3, 2, 1, 0], 1, 2),
        ([1, 2, 3, 0], 2 / 3, 1.5),
        ([2, 3, 0, 1], 2 / 3, 2),
        ([1, 3, 0, 2], 0, 1.5),
    ],
)
def test_by_hand(order: list[int], kept: float, moved: float) -> None:
    assert neighbours_kept(np.array(order)) == pytest.approx(kept)
    assert displacement(np.array(order)) == pytest.approx(moved)


@given(st.permutations(range(9)))
def test_pairs_are_those_of_before(order: list[int]) -> None:
    pairs = {frozenset(pair) for pair in pairwise(order)}
    before = {frozenset((i, i + 1)) for i in range(8)}
    assert neighbours_kept(np.array(order)) == pytest.approx(len(pairs & before) / 8)


@pytest.mark.parametrize("amount", range(1, 40))
def test_a_roll_keeps_all_pairs_but_one(amount: int) -> None:
    order = position_order("rolled", 40, 0, amount)
    assert neighbours_kept(order) == pytest.approx(38 / 39)
    assert displacement(order) == pytest.approx(2 * amount * (40 - amount) / 40)
    assert order.tolist() == [(i - amount) % 40 for i in range(40)]


@pytest.mark.parametrize("size", [2, 3, 5, 8, 20])
def test_chunks_stay_whole(size: int) -> None:
    order = position_order("chunked", 40, 7, size)
    inside = [pair for pair in range(39) if pair % size < size - 1]
    places = np.argsort(order)
    assert all(places[i + 1] == places[i] + 1 for i in inside)
    assert sorted(order) == list(range(40))


def test_slopes_are_those_of_least_squares() -> None:
    rng = np.random.default_rng(1)
    first, second = rng.random((2, 30))
    values = 3 - 2 * first + 5 * second + rng.normal(0, 0.1, 30)
    expected = lstsq(np.column_stack([np.ones(30), first, second]), values)[0][1:]
    assert slopes(list(values), list(first), list(second)) == pytest.approx(tuple(expected))
    assert slopes([1, 2, 3], [1, 2, 3], [2, 4, 6]) is None
