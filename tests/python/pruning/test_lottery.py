"""The lottery algorithm with a trainer whose outcome is known, so every mask can be written down.

The fake trainer gives each survivor a weight out of a fixed table, one line a level and arm, and
records what it was asked to train.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from mnist1d_lab.events import Checkpoint, Event, Row
from mnist1d_lab.pruning.lottery import (
    COMPANIONS,
    STREAMS,
    Level,
    Run,
    Search,
    find_tickets,
    random_arm,
    stream,
)
from mnist1d_lab.pruning.masks import Group, InvariantError, Mask, weights_hash

LAYERS = [slice(0, 24), slice(24, 40)]
SIZE = 40
SPARSITIES = (0.0, 0.25, 0.5, 0.8, 1.0)
INITIAL = np.random.default_rng(0).normal(size=SIZE).astype(np.float32)
REINITIALISED = np.random.default_rng(1).normal(size=SIZE).astype(np.float32)
# Small whole numbers: ties within a layer at every level.
# No two of a level are equally large: among equals the seed would choose.
TABLE = np.random.default_rng(2).permuted(
    np.tile((np.arange(SIZE) + 1) * (-1.0) ** np.arange(SIZE), (len(SPARSITIES), 1)), axis=1
)


class Trainer:
    """Trains by looking up ``TABLE``."""

    def __init__(self) -> None:
        self.seen: list[Level] = []

    def __call__(self, level: Level) -> Run:
        self.seen.append(level)
        yield Row({"arm": level.arm, "level": level.index, "left": int(level.mask.sum())})
        return np.where(level.mask, TABLE[level.index], 0.0)

    def masks(self, arm: str) -> list[Mask]:
        return [level.mask for level in self.seen if level.arm == arm]


def search(trainer: Any, seed: int = 5, sparsities: Sequence[float] = SPARSITIES) -> Search:
    return Search(
        seed=seed,
        initial=INITIAL,
        rewound=INITIAL,
        reinitialised=REINITIALISED,
        groups=[Group(np.arange(layer.start, layer.stop)) for layer in LAYERS],
        layers=LAYERS,
        sparsities=sparsities,
        train=trainer,
        score=lambda trained, mask, index: np.abs(trained),
    )


def by_hand() -> list[list[bool]]:
    """The masks of iterative magnitude pruning, in plain Python."""
    alive = [True] * SIZE
    masks = [alive]
    for index, sparsity in enumerate(SPARSITIES[1:], start=1):
        weights = TABLE[index - 1]
        kept: set[int] = set()
        for layer in LAYERS:
            places = range(layer.start, layer.stop)
            ranking = sorted((p for p in places if alive[p]), key=lambda p: (-abs(weights[p]), p))
            kept |= set(ranking[: len(places) - round(len(places) * sparsity)])
        alive = [place in kept for place in range(SIZE)]
        masks.append(alive)
    return masks


def test_iterative_pruning_gives_the_masks_written_down_by_hand() -> None:
    trainer = Trainer()
    list(find_tickets(search(trainer)))
    assert [m.tolist() for m in trainer.masks("dense") + trainer.masks("lottery")] == by_hand()
    assert [m.sum() for m in trainer.masks("lottery")] == [30, 20, 8, 0]


def test_every_level_starts_from_exactly_the_initial_weights() -> None:
    trainer = Trainer()
    for _ in find_tickets(search(trainer), COMPANIONS):
        assert (np.random.default_rng(0).normal(size=SIZE).astype(np.float32) == INITIAL).all()
    for level in trainer.seen:
        drawn = REINITIALISED if level.arm == "reinitialised" else INITIAL
        assert weights_hash(level.start, level.mask) == weights_hash(drawn, level.mask)


def test_late_rewinding_starts_tickets_from_the_later_weights_but_dense_from_the_first() -> None:
    trainer = Trainer()
    later = INITIAL + 1
    base = search(trainer)
    list(find_tickets(Search(**{**vars(base), "rewound": later})))
    assert (trainer.seen[0].start == INITIAL).all()
    assert all((level.start == later).all() for level in trainer.seen[1:])


def test_companions_share_the_tickets_level() -> None:
    trainer = Trainer()
    list(find_tickets(search(trainer), COMPANIONS))
    tickets = trainer.masks("lottery")
    assert [m.tolist() for m in trainer.masks("reinitialised")] == [m.tolist() for m in tickets]
    for moved, ticket in zip(trainer.masks("layer_random"), tickets, strict=True):
        assert [moved[layer].sum() for layer in LAYERS] == [ticket[layer].sum() for layer in LAYERS]
    weights = TABLE[0]
    for index, mask in enumerate(trainer.masks("one_shot"), start=1):
        for layer in LAYERS:
            places = list(range(layer.start, layer.stop))
            count = len(places) - round(len(places) * SPARSITIES[index])
            ranking = sorted(places, key=lambda p: (-abs(weights[p]), p))[:count]
            assert sorted(np.flatnonzero(mask[layer]) + layer.start) == sorted(ranking)


def test_companions_do_not_change_the_tickets() -> None:
    alone, accompanied = Trainer(), Trainer()
    list(find_tickets(search(alone)))
    list(find_tickets(search(accompanied), COMPANIONS))
    for a, b in zip(alone.masks("lottery"), accompanied.masks("lottery"), strict=True):
        assert (a == b).all()


@pytest.mark.parametrize("nested", [False, True])
def test_the_random_arm_has_the_tickets_counts_and_follows_the_seed(nested: bool) -> None:
    arm = "nested_random" if nested else "random"
    first, again, other = Trainer(), Trainer(), Trainer()
    list(random_arm(search(first), nested))
    list(random_arm(search(again), nested))
    list(random_arm(search(other, seed=6), nested))
    masks = first.masks(arm)
    assert [m.sum() for m in masks] == [30, 20, 8, 0]
    assert all((a == b).all() for a, b in zip(masks, again.masks(arm), strict=True))
    assert any((a != b).any() for a, b in zip(masks, other.masks(arm), strict=True))
    # The last level is left out: its empty mask lies within any other.
    in_last = [bool((later <= earlier).all()) for earlier, later in pairwise(masks[:-1])]
    assert in_last == [nested] * len(in_last)
    assert all((level.start == INITIAL).all() for level in first.seen)


def test_the_random_arm_draws_anew_at_each_level() -> None:
    trainer = Trainer()
    list(random_arm(search(trainer, sparsities=(0.0, 0.5, 0.5, 0.5))))
    a, b, c = trainer.masks("random")
    assert (a != b).any()
    assert (b != c).any()


def said(events: Iterator[Event]) -> list[Any]:
    return [e.values if isinstance(e, Row) else "checkpoint" for e in events]


def arms() -> list[Any]:
    return [
        lambda s, resume: find_tickets(s, (), resume),
        lambda s, resume: find_tickets(s, COMPANIONS, resume),
        lambda s, resume: random_arm(s, False, resume),
        lambda s, resume: random_arm(s, True, resume),
    ]


@pytest.mark.parametrize("arm", arms(), ids=["tickets", "companions", "random", "nested"])
def test_going_on_from_any_checkpoint_gives_the_rest_of_the_run(arm: Any) -> None:
    whole = Trainer()
    events = list(arm(search(whole), None))
    places = [i for i, e in enumerate(events) if isinstance(e, Checkpoint)]
    assert places
    for place in places:
        checkpoint = events[place]
        assert isinstance(checkpoint, Checkpoint)
        rest = Trainer()
        assert said(arm(search(rest), checkpoint.state)) == said(iter(events[place + 1 :]))
        tail = whole.seen[len(whole.seen) - len(rest.seen) :]
        for ours, theirs in zip(rest.seen, tail, strict=True):
            assert (ours.mask == theirs.mask).all()
            assert (ours.start == theirs.start).all()
            assert (ours.arm, ours.index) == (theirs.arm, theirs.index)


def test_a_checkpoint_follows_every_level_and_is_not_changed_later() -> None:
    events = list(find_tickets(search(Trainer())))
    states = [e.state for e in events if isinstance(e, Checkpoint)]
    assert [state["level"] for state in states] == [1, 2, 3, 4, 5]
    assert [state["mask"].tolist() for state in states] == by_hand()


@pytest.mark.parametrize("arm", arms(), ids=["tickets", "companions", "random", "nested"])
def test_a_trainer_that_moves_a_pruned_weight_is_caught(arm: Any) -> None:
    def careless(level: Level) -> Run:
        yield Row({})
        return TABLE[level.index] + 1e-9

    with pytest.raises(InvariantError, match="not zero"):
        list(arm(search(careless), None))


def test_a_training_that_diverged_does_not_break_the_search() -> None:
    trainer = Trainer()

    def diverging(level: Level) -> Run:
        yield from trainer(level)
        return np.where(level.mask, np.nan, 0.0)

    list(find_tickets(search(diverging), COMPANIONS))
    assert [m.sum() for m in trainer.masks("lottery")] == [30, 20, 8, 0]


def test_rewinding_the_rate_lets_the_weights_go_on() -> None:
    """Each level starts from what the one before ended with, under the new mask, at step 0."""
    trainer = Trainer()
    later = search(trainer)
    list(find_tickets(Search(**{**vars(later), "rewind_step": 3}), arm="rate_rewound"))
    dense, *rest = trainer.seen
    assert (dense.arm, {level.arm for level in rest}) == ("dense", {"rate_rewound"})
    assert (dense.start == INITIAL).all()
    for before, level in pairwise(trainer.seen):
        ended = np.where(before.mask, TABLE[before.index], 0.0)
        assert (level.start == ended).all()
        assert level.first_step == 0
    assert [level.mask.tolist() for level in trainer.seen] == by_hand()


def test_no_two_kinds_of_draw_share_a_stream() -> None:
    first = {name: stream(3, name, 2).random() for name in STREAMS}
    assert len(set(first.values())) == len(STREAMS)
    assert stream(3, "random", 1).random() != first["random"]
