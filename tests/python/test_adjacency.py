"""Adjacency against brute force over every window and, for the nulls, over every placement."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mnist1d_lab.analysis.adjacency import (
    RUN_LENGTHS,
    adjacency,
    adjacency_as_published,
    chance,
    chance_within_units,
    order_by_adjacency,
    run_probabilities,
)


def masks(max_units: int = 6, max_positions: int = 9) -> st.SearchStrategy[np.ndarray]:
    shapes = st.tuples(st.integers(1, max_units), st.integers(4, max_positions))
    return shapes.flatmap(
        lambda shape: st.lists(
            st.integers(0, 1), min_size=shape[0] * shape[1], max_size=shape[0] * shape[1]
        ).map(lambda cells: np.array(cells, np.uint8).reshape(shape))
    )


def brute_force(mask: np.ndarray, k: int) -> float:
    windows = [
        all(row[start + j] for j in range(k)) for row in mask for start in range(len(row) - k + 1)
    ]
    return sum(windows) / len(windows)


@given(masks())
def test_run_probabilities_count_every_window(mask):
    expected = [brute_force(mask, k) for k in RUN_LENGTHS]
    assert run_probabilities(mask) == pytest.approx(expected)


def test_signal_shorter_than_the_run_has_no_probability():
    assert np.isnan(run_probabilities(np.ones((2, 3)))).tolist() == [False, False, True]


@pytest.mark.parametrize("survivors", [0, 2, 3, 5, 10])
def test_chance_is_the_mean_over_all_placements(survivors):
    shape = (2, 5)
    placed = []
    for places in combinations(range(10), survivors):
        mask = np.zeros(10)
        mask[list(places)] = 1
        placed.append(run_probabilities(mask.reshape(shape)))
    mask = np.arange(10).reshape(shape) < survivors
    assert chance(mask) == pytest.approx(np.mean(placed, axis=0))


def test_chance_within_units_is_the_mean_over_placements_in_each_unit():
    counts, positions = (4, 1), 6
    means = []
    for count in counts:
        placed = []
        for places in combinations(range(positions), count):
            row = np.zeros((1, positions))
            row[0, list(places)] = 1
            placed.append(run_probabilities(row))
        means.append(np.mean(placed, axis=0))
    mask = np.stack([np.arange(positions) < count for count in counts])
    assert chance_within_units(mask) == pytest.approx(np.mean(means, axis=0))


def test_permutation_interval_holds_its_null_and_rejects_geometry():
    rng = np.random.default_rng(5)
    scattered = rng.random((200, 40)) < 0.1
    found = adjacency(scattered, np.random.default_rng(0))
    assert found.low[0] <= found.chance_within_units[0] <= found.high[0]
    bands = np.zeros((200, 40), bool)
    for row, start in zip(bands, rng.integers(0, 37, 200), strict=True):
        row[start : start + 4] = True
    found = adjacency(bands, np.random.default_rng(0))
    assert (found.observed > found.high).all()
    assert found.table().shape == (5, 3)


def test_published_statistic_has_the_published_faults():
    rng = np.random.default_rng(1)
    lottery, random = (rng.random((2, 50, 40)) < 0.3).astype(float)
    ours, theirs = adjacency_as_published(lottery, random)
    right = run_probabilities(lottery)
    assert ours[:2] == pytest.approx(right[:2] * np.array([39, 38]) / 40)
    mixed = [
        lottery[u, p] * lottery[u, p + 1] * lottery[u, p + 2] * random[u, p + 3]
        for u in range(50)
        for p in range(37)
    ]
    assert ours[2] == pytest.approx(sum(mixed) / 50 / 40)
    assert theirs == pytest.approx(run_probabilities(random) * np.array([39, 38, 37]) / 40)


@given(masks())
def test_order_by_adjacency_is_a_permutation_by_falling_pairs(mask):
    order = order_by_adjacency(mask)
    assert sorted(order.tolist()) == list(range(len(mask)))
    pairs = [sum(a and b for a, b in pairwise(row)) for row in mask[order]]
    assert pairs == sorted(pairs, reverse=True)


def test_pooled_permutations_have_the_null_of_real_ones():
    rng = np.random.default_rng(2)
    mask = rng.random((60, 12)) < rng.random((60, 1)) * 0.6
    permuted = rng.permuted(np.repeat(mask[None], 2000, axis=0), axis=2)
    drawn = np.array([run_probabilities(one) for one in permuted])
    low, high = np.percentile(drawn, (2.5, 97.5), axis=0)
    found = adjacency(mask, np.random.default_rng(3), permutations=2000)
    width = high - low
    assert found.low == pytest.approx(low, abs=0.15 * width.max())
    assert found.high == pytest.approx(high, abs=0.15 * width.max())
