"""A ticket as a thing to keep: its recipe, its mask, and its weights before and after training.

The record of this experiment is the file. Its parameters are the search that found the ticket, at
the last of its levels, and the mask itself; so the ticket can be trained again anywhere, on the
same data or on other data, beside networks that lack its mask or its weights.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from mnist1d_lab import params
from mnist1d_lab.analysis.statistics import estimate
from mnist1d_lab.events import Array, Event, Progress
from mnist1d_lab.experiments.base import STEP, TEST_ACCURACY, Experiment, Figure, Task
from mnist1d_lab.experiments.shared.found_ticket import (
    arm_mask,
    cells_done,
    find_ticket,
    train_rows,
    trained,
)
from mnist1d_lab.experiments.shared.mask_text import decode_mask
from mnist1d_lab.experiments.shared.model_run import memory_arrays
from mnist1d_lab.experiments.shared.ticket_search import SEARCH_PARAMS, TicketSearch, settle_search
from mnist1d_lab.experiments.shared.work import arm_sparsity, arm_work, search_work
from mnist1d_lab.nn.optimisers import build_optimiser
from mnist1d_lab.nn.parameters import Vector, slices
from mnist1d_lab.params import Values
from mnist1d_lab.pruning.lottery import Search
from mnist1d_lab.pruning.masks import Mask, removed_share, weights_hash
from mnist1d_lab.training.loaded import TICKET

PARAMS = (
    *(p for p in SEARCH_PARAMS if p.name not in ("arms", "trials")),
    params.TICKET_MASK,
    params.TICKET_ARMS,
)


def plan(values: Values) -> list[Task]:
    """One task: the search, unless the mask is given, and then the networks side by side."""
    return [Task("ticket", "ticket", values, {}, _work_before(values, len(values["beside"])))]


def _work_before(values: Values, index: int) -> int:
    """The work of the search, unless the mask is given, and of the networks before ``index``."""
    search = 0 if values["mask"] else search_work(values)
    return search + sum(arm_work(values, arm) for arm in values["beside"][:index])


def execute(task: Task, resume: Mapping[str, Any] | None = None) -> Iterator[Event]:
    """Find the ticket or take the mask that is given, then train the networks."""
    values = task.params
    tickets = TicketSearch(values, 0)
    search = yield from tickets.search()
    if values["mask"]:
        mask = decode_mask(values["mask"], search.initial.size)
    else:
        mask = yield from find_ticket(task, search, resume)
    for index in range(cells_done(resume), len(values["beside"])):
        yield from _train(task, tickets, search, mask, index)
        yield trained(index + 1, mask)


def _train(
    task: Task, tickets: TicketSearch, search: Search, ticket: Mask, index: int
) -> Iterator[Event]:
    values, arm = task.params, task.params["beside"][index]
    mask = arm_mask(search, ticket, arm)
    start = search.reinitialised if arm == "reinitialised" else search.rewound
    columns = {
        "arm": arm,
        "model": values["model"],
        "trial": 0,
        "seed": tickets.seed,
        "sparsity": arm_sparsity(values, arm),
        "removed": removed_share(mask),
        "survivors": int(mask.sum()),
        "initial_hash": weights_hash(start, mask),
    }
    network, work = tickets.network(mask, start), arm_work(values, arm)
    progress = Progress(_work_before(values, index), task.cost, arm)
    # Late-rewound weights have been trained already; new ones have not (as in the search).
    first = 0 if arm == "reinitialised" else search.rewind_step
    optimiser = build_optimiser(values, network.ops, network.arena)
    yield from train_rows(
        network, tickets.data, values, columns, progress, work, first, optimiser=optimiser
    )
    if arm == "lottery":
        yield from _keep(tickets, mask, start, network.weights())
        yield from memory_arrays(network, optimiser, TICKET, mask)


def _keep(tickets: TicketSearch, mask: Mask, start: Vector, trained: Vector) -> Iterator[Event]:
    """The arrays of the file, one each a parameter: mask, initial and trained weights."""
    kept: dict[str, Vector] = {
        "mask": mask.astype(np.uint8),
        "initial": np.where(mask, start, 0).astype(np.float32),
        "trained": trained.astype(np.float32),
    }
    where = slices(tickets.parameters)
    for what, vector in kept.items():
        for parameter in tickets.parameters:
            yield Array(
                f"{what}/{parameter.name}", vector[where[parameter.name]].reshape(parameter.shape)
            )


def summarise(values: Values, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The final accuracy of each network."""
    return [
        {"what": "test_acc", "arm": row["arm"], **estimate([row["test_acc"]]).to_dict()}
        for row in rows
        if row["final"]
    ]


EXPERIMENT = Experiment.of(
    __name__,
    title="A ticket that was kept",
    summary="Keep a ticket: recipe, mask and weights in one file; train it again, on any data.",
    settle=settle_search,
    figure=Figure(STEP, TEST_ACCURACY, ("arm",), final=False),
)
