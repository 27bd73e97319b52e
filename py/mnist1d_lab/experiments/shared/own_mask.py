"""A first layer pruned by hand, beside the algorithm's and a random one of the same count."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from mnist1d_lab.dataset import own_data
from mnist1d_lab.events import Array, Checkpoint, Event, Row
from mnist1d_lab.experiments.shared.mask_text import decode_mask
from mnist1d_lab.experiments.shared.progress import Training
from mnist1d_lab.experiments.shared.ticket_search import TicketSearch
from mnist1d_lab.experiments.shared.work import training_work
from mnist1d_lab.nn.models import build_model
from mnist1d_lab.params import ParamError, Values
from mnist1d_lab.pruning.lottery import Level, Run, Search, find_tickets, stream
from mnist1d_lab.pruning.masks import Group, Mask, pruning_groups, random_mask

OWN, TICKET, RANDOM = "own", "own_ticket", "own_random"


def own_mask(values: Values) -> Mask:
    """The mask that was given for the first layer's weights, flat; raises ParamError."""
    length = values["final_seq_length"]
    if values["data_file"]:
        length = own_data.load(values["data_file"], values["data_reading"]).dataset["x"].shape[1]
    first = build_model(values, length).parameters()[0]
    mask = decode_mask(values["own_mask"], first.size, "own_mask", "the first layer's")
    if mask.all():
        raise ParamError("own_mask", "own_mask must strike out at least one weight.")
    return mask


def own_sparsities(values: Values) -> list[float]:
    """The first layer's levels: the search's, below the share that was struck out, and that share.

    So the algorithm gets as many rounds as it has in the search.
    """
    mask = own_mask(values)
    share = 1 - int(mask.sum()) / mask.size
    return [*(s for s in values["sparsities"] if s < share), share]


def own_trainings(values: Values) -> list[Training]:
    """As ``arm_trainings``, for the task of a mask by hand."""
    work = training_work(values, 0)
    last = len(own_sparsities(values)) - 1
    tickets = [(TICKET, level, work) for level in range(1, last + 1)]
    return [("dense", 0, work), *tickets, (OWN, last, work), (RANDOM, last, work)]


def own_arms(tickets: TicketSearch, search: Search) -> Iterator[Event]:
    """Train the first layer's ticket, the mask by hand, and a random one, all of one count.

    Rows: arms "dense" (unless the search's own task trains it), "own_ticket" at each of its levels,
    "own" and "own_random" at the last of them. Their ``sparsity`` is what the whole network has
    lost. Survivors start from the very weights that the search's tickets start from.
    """
    values, count = tickets.values, tickets.parameters[0].size
    groups = _groups(tickets)
    train = _renaming(search.train, dense_is_shown="lottery" not in values["arms"])
    game = replace(search, sparsities=own_sparsities(values), groups=groups, train=train)
    ticket, last = game.everything(), len(game.sparsities) - 1
    for event in find_tickets(game):
        if isinstance(event, Checkpoint):
            ticket = event.state["mask"]
        yield event
    rng = stream(game.seed, "random", last)
    drawn = random_mask(rng, ticket.size, groups[:1], game.sparsities[last])
    rest = ticket if values["own_rest"] == "ticket" else game.everything()
    for arm, first in ((OWN, own_mask(values)), (RANDOM, drawn[:count])):
        mask = np.concatenate((first, rest[count:]))
        yield from game.train_checked(game.rewound_level(arm, last, mask))


def _groups(tickets: TicketSearch) -> list[Group]:
    """The first layer's weights; and, where they are pruned as well, the other layers."""
    values = tickets.values
    first = Group(np.arange(tickets.parameters[0].size))
    if values["own_rest"] == "dense":
        return [first]
    others = pruning_groups(
        tickets.parameters,
        biases=values["prune_biases"],
        output=values["prune_output"],
        rates=values["layer_rates"],
    )
    return [first, *others[1:]]


def _renaming(train: Callable[[Level], Run], dense_is_shown: bool) -> Callable[[Level], Run]:
    """``train`` for levels of this game, which is told by their names and by their sparsity."""

    def trained(level: Level) -> Run:
        arm = TICKET if level.arm == "lottery" else level.arm
        run = train(replace(level, arm=arm, sparsity=float(1 - level.mask.mean())))
        return run if dense_is_shown or arm != "dense" else _unshown(run)

    return trained


def _unshown(run: Run) -> Run:
    """The same training without what it shows."""
    while True:
        try:
            event = next(run)
        except StopIteration as finished:
            return finished.value  # type: ignore[no-any-return]
        if not isinstance(event, (Row, Array)):
            yield event
