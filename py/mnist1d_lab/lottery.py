"""Lottery tickets (Frankle & Carbin 2019, section 1, "Identifying winning tickets").

    1. Randomly initialise a network f(x; θ₀).
    2. Train it, arriving at parameters θ.
    3. Prune the smallest weights, creating a mask m.
    4. Rewind the survivors to their values in θ₀, creating the ticket f(x; m ⊙ θ₀).

Iterative magnitude pruning repeats steps 2 to 4, each time pruning a little more. The random arm
is the control: masks of the same sparsity, drawn blindly, on the same initial weights.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mnist1d_lab.events import Checkpoint, Event
from mnist1d_lab.masks import (
    Mask,
    check_nested,
    check_pruned_are_zero,
    keep_largest,
    random_mask,
)
from mnist1d_lab.nn.parameters import Vector


@dataclass(frozen=True)
class Level:
    """One round: the masked network that is trained from its initial weights."""

    index: int
    sparsity: float
    mask: Mask


# Trains a level's network from θ₀ under its mask, saying what happens; returns the trained θ.
TrainLevel = Callable[[Level], Generator[Event, None, Vector]]


def find_tickets(
    train_level: TrainLevel,
    size: int,
    groups: Sequence[slice],
    sparsities: Sequence[float],
    resume: dict[str, Any] | None = None,
) -> Generator[Event, None, None]:
    """Iterative magnitude pruning through rising ``sparsities``, of which the first is 0.

    ``size`` is the number of parameters, ``groups`` the slices pruned each at the same rate.
    After each level comes a checkpoint, from which ``resume`` goes on.
    """
    state = resume or {"level": 0, "mask": np.ones(size, np.bool_), "trained": np.zeros(size)}
    mask, trained = state["mask"].astype(np.bool_), state["trained"]
    for index in range(state["level"], len(sparsities)):
        if index > 0:
            earlier = mask
            mask = keep_largest(np.abs(trained), earlier, groups, sparsities[index])
            check_nested(mask, earlier)
        trained = yield from train_level(Level(index, sparsities[index], mask))
        check_pruned_are_zero(trained, mask)
        yield Checkpoint({"level": index + 1, "mask": mask, "trained": trained})


def random_arm(
    train_level: TrainLevel,
    size: int,
    groups: Sequence[slice],
    sparsities: Sequence[float],
    seed: int,
    resume: dict[str, Any] | None = None,
) -> Generator[Event, None, None]:
    """The control arm: at each level a fresh random mask, drawn from ``seed`` and the level."""
    for index in range(resume["level"] if resume else 0, len(sparsities)):
        rng = np.random.default_rng([seed, index])
        mask = random_mask(rng, size, groups, sparsities[index])
        trained = yield from train_level(Level(index, sparsities[index], mask))
        check_pruned_are_zero(trained, mask)
        yield Checkpoint({"level": index + 1})
