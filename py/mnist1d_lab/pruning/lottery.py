"""Lottery tickets (Frankle & Carbin 2019, section 1, "Identifying winning tickets").

    1. Randomly initialise a network f(x; θ₀).
    2. Train it, arriving at parameters θ.
    3. Prune the weights that matter least, creating a mask m.
    4. Rewind the survivors to their values in θ₀, creating the ticket f(x; m ⊙ θ₀).

Iterative pruning repeats steps 2 to 4, each time pruning a little more. The other arms are its
controls: what masks chosen otherwise, or other initial weights, do at the same sparsity.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from mnist1d_lab.events import Checkpoint, Event
from mnist1d_lab.nn.parameters import Vector
from mnist1d_lab.pruning.masks import (
    Group,
    Mask,
    check_nested,
    check_pruned_are_zero,
    keep_largest,
    random_mask,
    reshuffled,
)

Run = Generator[Event, None, Vector]

# Each kind of draw has a random stream of its own, so that arms stay paired whatever runs.
STREAMS = {
    "random": 1,
    "nested_random": 2,
    "layer_random": 3,
    "reinitialised": 4,
    "score": 5,
    "ties": 6,
    "jitter": 7,
}

# The arms whose trainings the next masks are made from, and what is noted of them for that.
FOLLOWED = ("dense", "lottery", "rate_rewound")
NOTED = ("dense", "pruned")

# Arms which need the ticket's mask, or its dense network, run beside it at every level.
COMPANIONS = ("layer_random", "reinitialised", "one_shot")


def stream(seed: int, name: str, index: int = 0) -> np.random.Generator:
    """The random stream of one kind of draw."""
    return np.random.default_rng([seed, STREAMS[name], index])


@dataclass(frozen=True)
class Level:
    """One training: the network that starts from ``start`` under ``mask``.

    ``first_step`` is how many steps ``start`` has already been trained for.
    """

    arm: str
    index: int
    sparsity: float
    mask: Mask
    start: Vector
    first_step: int = 0


@dataclass(frozen=True)
class Search:
    """Everything that the arms of one trial share.

    ``initial`` is θ₀; ``rewound`` what survivors are rewound to: θ₀, or θₖ of late rewinding
    (Frankle et al. 2020, section 3); ``reinitialised`` another draw of θ₀. ``train`` trains a level
    and returns θ; ``score(trained, mask, index)`` ranks the weights. ``sparsities`` rise from 0.
    ``rewind_step`` is the k of θₖ. ``noted`` is what ``train`` takes down for ``score`` besides θ,
    under the names ``NOTED``, so that it goes into the checkpoints.
    """

    seed: int
    initial: Vector
    rewound: Vector
    reinitialised: Vector
    groups: Sequence[Group]
    layers: Sequence[slice]
    sparsities: Sequence[float]
    train: Callable[[Level], Run]
    score: Callable[[Vector, Mask, int], Vector]
    rewind_step: int = 0
    noted: dict[str, Vector] = field(default_factory=dict)

    def rewound_level(self, arm: str, index: int, mask: Mask) -> Level:
        """The level that starts from the rewound weights under ``mask``."""
        return Level(arm, index, self.sparsities[index], mask, self.rewound, self.rewind_step)

    def next_level(self, arm: str, index: int, mask: Mask, trained: Vector) -> Level:
        """The level after ``trained``: its weights rewound, or its learning rate alone.

        Renda et al. (2020) let the weights go on and repeat the schedule of the rate, from step 0.
        """
        if arm != "rate_rewound":
            return self.rewound_level(arm, index, mask)
        return Level(arm, index, self.sparsities[index], mask, trained)

    def everything(self) -> Mask:
        return np.ones(self.initial.size, np.bool_)

    def prune(self, trained: Vector, mask: Mask, index: int) -> Mask:
        """The next level's mask: step 3 of the algorithm."""
        scores, rng = self.score(trained, mask, index), stream(self.seed, "ties", index)
        return keep_largest(scores, mask, self.groups, self.sparsities[index], rng)

    def train_checked(self, level: Level) -> Run:
        """Train a level; afterwards no pruned weight may have moved."""
        trained = yield from self.train(level)
        check_pruned_are_zero(trained, level.mask)
        return trained


def find_tickets(
    search: Search,
    companions: Collection[str] = (),
    resume: dict[str, Any] | None = None,
    arm: str = "lottery",
) -> Iterator[Event]:
    """Iterative pruning, with the companion arms beside it at every level but the dense one.

    ``arm`` is "lottery", whose weights are rewound, or "rate_rewound".

    After each level comes a checkpoint, from which ``resume`` goes on.
    """
    everything = search.everything()
    if resume is None:
        level = Level("dense", 0, search.sparsities[0], everything, search.initial)
        trained = dense = yield from search.train_checked(level)
        mask, done = everything, 1
        yield _checkpoint(search, done, mask, trained, dense)
    else:
        mask, trained, dense = resume["mask"].astype(np.bool_), resume["trained"], resume["dense"]
        done = resume["level"]
        search.noted.update({a: resume[f"noted/{a}"] for a in NOTED if f"noted/{a}" in resume})
    for index in range(done, len(search.sparsities)):
        earlier, mask = mask, search.prune(trained, mask, index)
        check_nested(mask, earlier)
        ticket = search.next_level(arm, index, mask, trained)
        trained = yield from search.train_checked(ticket)
        for companion in companions:
            yield from search.train_checked(_companion(search, companion, ticket, dense))
        yield _checkpoint(search, index + 1, mask, trained, dense)


def random_arm(
    search: Search, nested: bool = False, resume: dict[str, Any] | None = None
) -> Iterator[Event]:
    """Masks drawn blindly on the ticket's initial weights: each afresh, or each within the last."""
    arm = "nested_random" if nested else "random"
    mask = resume["mask"].astype(np.bool_) if resume else search.everything()
    for index in range(resume["level"] if resume else 1, len(search.sparsities)):
        rng, sparsity = stream(search.seed, arm, index), search.sparsities[index]
        if nested:
            mask = keep_largest(rng.random(mask.size), mask, search.groups, sparsity, rng)
        else:
            mask = random_mask(rng, mask.size, search.groups, sparsity)
        yield from search.train_checked(search.rewound_level(arm, index, mask))
        yield Checkpoint({"level": index + 1, "mask": mask})


def _companion(search: Search, arm: str, ticket: Level, dense: Vector) -> Level:
    index = ticket.index
    if arm == "reinitialised":
        # New weights have been trained for no step, so they get all of them.
        return Level(arm, index, ticket.sparsity, ticket.mask, search.reinitialised)
    if arm == "layer_random":
        mask = reshuffled(stream(search.seed, arm, index), ticket.mask, search.layers)
    else:
        mask = search.prune(dense, search.everything(), index)
    return search.rewound_level(arm, index, mask)


def _checkpoint(
    search: Search, level: int, mask: Mask, trained: Vector, dense: Vector
) -> Checkpoint:
    noted = {f"noted/{arm}": search.noted[arm] for arm in NOTED if arm in search.noted}
    return Checkpoint({"level": level, "mask": mask, "trained": trained, "dense": dense, **noted})
