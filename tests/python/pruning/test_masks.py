"""Masks, against brute force: sorting in plain Python, and exact fractions for the counts."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mnist1d_lab.nn.models import build_model
from mnist1d_lab.nn.parameters import layer_slices
from mnist1d_lab.pruning.masks import (
    Group,
    InvariantError,
    Mask,
    check_nested,
    check_pruned_are_zero,
    check_start,
    keep_largest,
    pruning_groups,
    random_mask,
    reshuffled,
    weights_hash,
)

# Few different scores, so that ties are the rule.
scores_lists = st.lists(st.sampled_from([0.0, -1.5, 1.0, 2.0, 1e-30, 3.0]), max_size=30)
sparsities = st.one_of(st.floats(0, 1), st.sampled_from([0.0, 1.0, 0.5, 0.35, 1 / 3]))


def group(*places: int, rate: float = 1.0) -> Group:
    return Group(np.array(places, np.intp), rate)


def whole(size: int) -> list[Group]:
    return [group(*range(size))]


def keep(scores: Any, alive: Any, groups: list[Group], sparsity: float, seed: int = 0) -> Mask:
    return keep_largest(scores, alive, groups, sparsity, np.random.default_rng(seed))


def largest(scores: list[float], alive: list[bool], count: int) -> list[float]:
    """The ``count`` largest scores among the living."""
    return sorted((score for score, living in zip(scores, alive, strict=True) if living))[::-1][
        :count
    ]


@given(scores_lists, st.data(), sparsities)
def test_keeps_what_sorting_keeps(scores: list[float], data: st.DataObject, s: float) -> None:
    alive = data.draw(st.lists(st.booleans(), min_size=len(scores), max_size=len(scores)))
    kept = keep(np.array(scores), np.array(alive, np.bool_), whole(len(scores)), s)
    check_nested(kept, np.array(alive, np.bool_))
    expected = largest(scores, alive, whole(len(scores))[0].survivors(s))
    assert sorted(np.array(scores)[kept].tolist())[::-1] == expected


def test_ties_are_broken_at_random_by_the_seed() -> None:
    """Of 12 equals 5 are kept, each about as often; the larger one always, the smaller never."""
    scores = np.array([0.0] * 4 + [3.0] + [0.0] * 8 + [-1.0])
    alive = np.ones(scores.size, np.bool_)
    hits = np.zeros(scores.size)
    for seed in range(2000):
        kept = keep(scores, alive, whole(scores.size), 1 - 6 / 14, seed)
        assert kept.sum() == 6
        hits += kept
    assert (hits[4], hits[-1]) == (2000, 0)
    equals = np.delete(hits, [4, 13])
    assert np.abs(equals - 2000 * 5 / 12).max() < 111  # 5 standard deviations
    again = [keep(scores, alive, whole(scores.size), 0.5, 9) for _ in range(2)]
    assert (again[0] == again[1]).all()


def test_the_only_one_that_is_kept_of_equals_may_be_any() -> None:
    kept = [keep(np.ones(4), np.ones(4, np.bool_), whole(4), 0.75, seed) for seed in range(60)]
    assert {tuple(np.flatnonzero(mask)) for mask in kept} == {(0,), (1,), (2,), (3,)}


@given(scores_lists, sparsities, sparsities)
def test_masks_are_nested_and_exact(scores: list[float], first: float, second: float) -> None:
    size = len(scores)
    low, high = sorted((first, second))
    earlier = keep(np.array(scores), np.ones(size, np.bool_), whole(size), low)
    later = keep(-np.array(scores), earlier, whole(size), high)
    check_nested(later, earlier)
    assert earlier.sum() == whole(size)[0].survivors(low)
    assert later.sum() == whole(size)[0].survivors(high)


@given(st.integers(0, 300_000), st.integers(0, 1000))
def test_the_count_is_the_asked_share_to_within_half_a_weight(size: int, permille: int) -> None:
    left = Group(np.arange(size)).survivors(permille / 1000)
    exact = size * (1 - Fraction(permille, 1000))
    assert abs(left - exact) <= Fraction(1, 2) + Fraction(1, 10**6)


@pytest.mark.parametrize("size", [0, 1, 7, 20500, 250500, 5010])
def test_sparsity_0_keeps_all_and_1_none(size: int) -> None:
    assert Group(np.arange(size)).survivors(0.0) == size
    assert Group(np.arange(size)).survivors(1.0) == 0
    scores, alive = np.arange(size, dtype=float), np.ones(size, np.bool_)
    assert keep(scores, alive, whole(size), 0.0).all()
    assert not keep(scores, alive, whole(size), 1.0).any()


def test_the_published_levels_lose_weights_at_every_step() -> None:
    counts = [Group(np.arange(250_500)).survivors(s) for s in np.linspace(0, 1, 100)]
    assert all(later < earlier for earlier, later in pairwise(counts))
    assert type(counts[50]) is int


def test_a_rate_prunes_a_layer_at_its_own_pace() -> None:
    """(1 - s) ** rate, by hand: at .75 rate 1/2 keeps a half and rate 2 a sixteenth."""
    places = np.arange(160)
    assert Group(places, 0.5).survivors(0.75) == 80
    assert Group(places, 1.0).survivors(0.75) == 40
    assert Group(places, 2.0).survivors(0.75) == 10
    assert Group(places, 0.0).survivors(0.75) == 160


def test_groups_are_ranked_apart_and_the_rest_survives() -> None:
    scores = np.array([9, 8, 1, 2, 3, 4, 0.0])
    kept = keep(scores, np.ones(7, np.bool_), [group(0, 1), group(5, 2, 3, 4)], 0.5)
    #                      first group | second group              | in no group
    assert kept.tolist() == [True, False, False, False, True, True, True]


def test_empty_and_fully_pruned_groups() -> None:
    dead = np.zeros(3, np.bool_)
    assert not keep(np.ones(3), dead, whole(3), 0.0).any()
    assert keep(np.ones(0), np.ones(0, np.bool_), [group()], 0.5).shape == (0,)


def test_what_was_pruned_stays_pruned_even_at_a_lower_sparsity() -> None:
    alive = np.array([True, False, True, True])
    assert keep(np.array([1.0, 9.0, 2.0, 3.0]), alive, whole(4), 0.0).tolist() == [
        True, False, True, True,
    ]  # fmt: skip


@pytest.mark.parametrize("bad", [np.nan, -np.inf])
def test_a_diverged_survivor_ranks_last_but_before_the_dead(bad: float) -> None:
    alive = np.array([False, True, False, True, True])
    scores = np.array([7.0, bad, 7.0, 1.0, bad])
    assert keep(scores, alive, whole(5), 0.8).tolist() == [False, False, False, True, False]
    kept = keep(scores, alive, whole(5), 0.6)
    assert kept.tolist() == [False, True, False, True, False]
    check_nested(kept, alive)


def test_arguments_are_left_alone() -> None:
    scores, alive = np.array([3.0, 1.0, 2.0]), np.ones(3, np.bool_)
    keep(scores, alive, whole(3), 0.6)
    assert scores.tolist() == [3, 1, 2]
    assert alive.all()


@given(st.integers(0, 50), sparsities, st.integers(0, 5))
def test_random_masks_have_the_exact_count_and_follow_the_seed(
    size: int, s: float, seed: int
) -> None:
    mask = random_mask(np.random.default_rng(seed), size, whole(size), s)
    again = random_mask(np.random.default_rng(seed), size, whole(size), s)
    assert mask.sum() == whole(size)[0].survivors(s)
    assert (mask == again).all()


def test_random_masks_favour_no_place() -> None:
    """Each of 20 places survives about half of 2000 draws: 5 standard deviations are 112."""
    rng = np.random.default_rng(0)
    hits = sum(random_mask(rng, 20, whole(20), 0.5).astype(int) for _ in range(2000))
    assert np.abs(hits - 1000).max() < 112


def test_reshuffling_keeps_each_layers_count() -> None:
    rng = np.random.default_rng(0)
    mask = rng.random(1000) < 0.3
    layers = [slice(0, 400), slice(400, 1000)]
    moved = reshuffled(rng, mask, layers)
    assert [moved[layer].sum() for layer in layers] == [mask[layer].sum() for layer in layers]
    assert (moved != mask).any()


# Groups of a real model, by hand: an MLP 40-3-3-10, layer by layer W and b.

SIZES = [3 * 40 + 3, 3 * 3 + 3, 10 * 3 + 10]


def parameters() -> list[Any]:
    return list(build_model({"model": "mlp", "hidden": 3}, 40).parameters())


def test_one_group_a_layer_with_its_biases() -> None:
    groups = pruning_groups(parameters())
    assert [g.where.tolist() for g in groups] == [
        list(range(123)), list(range(123, 135)), list(range(135, 175)),
    ]  # fmt: skip
    assert [s.stop - s.start for s in layer_slices(parameters())] == SIZES


def test_global_scope_is_one_group_of_everything() -> None:
    (everything,) = pruning_groups(parameters(), everything_together=True)
    assert everything.where.tolist() == list(range(sum(SIZES)))


def test_biases_and_output_can_be_spared() -> None:
    groups = pruning_groups(parameters(), biases=False, output=False)
    assert [g.where.tolist() for g in groups] == [list(range(120)), list(range(123, 132))]


def test_rates_go_one_to_a_layer() -> None:
    assert [g.rate for g in pruning_groups(parameters(), rates=[1, 2, 0.5])] == [1, 2, 0.5]
    with pytest.raises(ValueError, match="3 layers"):
        pruning_groups(parameters(), rates=[1, 2])


def test_the_hash_is_of_the_surviving_float32_values() -> None:
    weights = np.array([1.5, -2.0, 0.25])
    mask: Mask = np.array([True, False, True])
    expected = hashlib.sha256(np.array([1.5, 0.25], "<f4").tobytes()).hexdigest()[:16]
    assert weights_hash(weights, mask) == expected
    assert weights_hash(weights.astype(np.float32), mask) == expected
    assert weights_hash(weights) != expected


def test_invariants_notice_a_single_weight() -> None:
    mask = np.array([True, False, True])
    check_pruned_are_zero(np.array([1.0, 0.0, 0.0]), mask)
    with pytest.raises(InvariantError, match="1 pruned"):
        check_pruned_are_zero(np.array([1.0, 1e-40, 0.0]), mask)
    with pytest.raises(InvariantError):
        check_pruned_are_zero(np.array([1.0, np.nan, 0.0]), mask)
    check_nested(mask, mask)
    with pytest.raises(InvariantError, match="1 weights"):
        check_nested(mask, np.array([True, True, False]))


def test_a_training_begins_with_the_survivors_own_weights() -> None:
    start, mask = np.array([0.5, -1.0, 2.0]), np.array([True, False, True])
    check_start(np.array([0.5, 0.0, 2.0]), start, mask)
    with pytest.raises(InvariantError, match="do not begin"):
        check_start(np.array([0.5, 0.0, 2.0000002]), start, mask)
    with pytest.raises(InvariantError, match="1 pruned"):
        check_start(np.array([0.5, -1.0, 2.0]), start, mask)
