"""Adjacency against brute force over every window and, for the nulls, over every placement."""

from itertools import combinations, pairwise, product

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
from mnist1d_lab.analysis.adjacency_null import run_counts, runs_of_a_unit
from scipy.stats import binom, hypergeom, norm


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


def placements(counts: tuple[int, ...], positions: int) -> list[np.ndarray]:
    """Every mask whose units keep these numbers of survivors: all equally likely."""
    rows = [
        [np.isin(np.arange(positions), places) for places in combinations(range(positions), count)]
        for count in counts
    ]
    return [np.stack(chosen) for chosen in product(*rows)]


@pytest.mark.parametrize("k", RUN_LENGTHS)
@pytest.mark.parametrize("counts", [(3,), (0, 6), (4, 2), (1, 3, 5)])
def test_the_null_is_that_of_all_placements(counts, k):
    runs = [
        sum(all(row[i : i + k]) for row in mask for i in range(7 - k))
        for mask in placements(counts, 6)
    ]
    null = run_counts(np.array(counts), 6, k)
    expected = np.bincount(runs, minlength=30) / len(runs)
    found = np.zeros(30)
    found[: len(null.chance[:30])] = null.chance[:30]
    assert null.first == 0
    assert found == pytest.approx(expected, abs=1e-12)
    for seen in set(runs):
        tails = (np.mean(np.array(runs) <= seen), np.mean(np.array(runs) >= seen))
        assert null.p_value(seen) == pytest.approx(min(1, 2 * min(tails)))
    low, high = null.quantiles(0.05)
    assert np.mean(np.array(runs) < low) <= 0.05 < np.mean(np.array(runs) <= low)
    assert np.mean(np.array(runs) > high) <= 0.05 < np.mean(np.array(runs) >= high)


@pytest.mark.parametrize("survivors", [1, 4, 16, 39])
def test_pairs_of_one_unit_are_hypergeometric(survivors):
    """n survivors in r separate runs have n - r pairs; r - 1 of the gaps between them are cut."""
    pairs = np.arange(41)
    law = hypergeom(40, 40 - survivors + 1, survivors).pmf(survivors - pairs)
    assert runs_of_a_unit(40, 2)[survivors] == pytest.approx(law, abs=1e-12)


def test_many_units_have_the_sums_of_one():
    """Where the sum is large its distribution is next to normal, with the exact moments."""
    survivors = np.full(300, 24)
    null = run_counts(survivors, 40, 2)
    runs = null.first + np.arange(null.chance.size)
    one = hypergeom(40, 17, 24)  # see above
    mean, spread = 300 * (24 - one.mean()), np.sqrt(300) * one.std()
    assert null.chance.sum() == pytest.approx(1)
    assert null.chance @ runs == pytest.approx(mean)
    assert null.chance @ (runs - mean) ** 2 == pytest.approx(spread**2)
    low, high = null.quantiles(0.025)
    assert (low, high) == pytest.approx(norm(mean, spread).interval(0.95), abs=1.5)


@pytest.mark.parametrize("removed", [0.4, 0.9])
def test_random_masks_leave_the_interval_as_seldom_as_it_says(removed):
    """At any of the three lengths: 5 % at most. With 400 stored permutations it was 16 to 42 %."""
    rng = np.random.default_rng(4)
    outside = rejected = 0
    for _ in range(300):
        found = adjacency(rng.random((128, 40)) >= removed)
        out = (found.observed < found.low - 1e-12) | (found.observed > found.high + 1e-12)
        outside += bool(out.any())
        rejected += bool((found.p < 0.05).any())
    assert max(outside, rejected) <= binom(300, 0.05).ppf(0.999)


def test_geometry_is_found():
    rng = np.random.default_rng(5)
    bands = np.zeros((200, 40), bool)
    for row, start in zip(bands, rng.integers(0, 37, 200), strict=True):
        row[start : start + 4] = True
    found = adjacency(bands)
    assert (found.observed > found.high).all()
    assert (found.p < 1e-6).all()
    assert found.table().shape == (6, 3)


def test_a_signal_shorter_than_a_run_has_no_null_for_it():
    found = adjacency(np.ones((2, 3)))
    assert np.isnan(found.p).tolist() == np.isnan(found.low).tolist() == [False, False, True]
    assert found.p[:2].tolist() == [1, 1]


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
