"""What makes a ticket win: its mask, its initial weights or its data? The full factorial.

Each trial finds a ticket at the last level of ``sparsities`` and then trains, for every choice of
data, mask and initial weights, one network for ``control_steps`` steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import numpy as np

from mnist1d_lab import params
from mnist1d_lab.analysis.statistics import estimate, paired_difference
from mnist1d_lab.events import Event, Progress
from mnist1d_lab.experiments.base import Experiment, Task
from mnist1d_lab.experiments.data_controls import control_data
from mnist1d_lab.experiments.found_ticket import (
    arm_mask,
    cells_done,
    find_ticket,
    train_rows,
    trained,
)
from mnist1d_lab.experiments.ticket_search import SEARCH_PARAMS, TicketSearch, settle_search
from mnist1d_lab.experiments.work import arm_sparsity, arm_work, search_work
from mnist1d_lab.lottery import Search
from mnist1d_lab.masks import Mask, weights_hash
from mnist1d_lab.nn.parameters import Vector
from mnist1d_lab.params import Values

CONTROL_PARAMS = (
    params.DATA_CONTROLS,
    params.MASK_CONTROLS,
    params.WEIGHT_CONTROLS,
    params.CONTROL_STEPS,
    params.CONTROL_BATCH_SIZE,
)
SEARCH_DEFAULTS: Values = {
    "hidden": 500,
    "steps": 1501,
    "eval_every": 500,
    "sparsities": [0.0, 0.2, 0.4, 0.6, 0.75, 0.85, 0.919],
    "trials": 5,
}
PARAMS = (
    *params.with_defaults((p for p in SEARCH_PARAMS if p.name != "arms"), SEARCH_DEFAULTS),
    *CONTROL_PARAMS,
)

PRESETS: dict[str, Values] = {
    "quick": {
        "hidden": 256,
        "steps": 600,
        "sparsities": [0.0, 0.4, 0.65, 0.8, 0.9],
        "control_steps": 400,
        "trials": 2,
    },
    "standard": {"trials": 5},
    "paper": {"schedule": "linear", "levels": 100, "control_steps": 6000, "trials": 2},
}


def plan(values: Values) -> list[Task]:
    """One task a trial: its cells need its ticket."""
    cost = work_before(values, len(cells(values)))
    return [
        Task(f"trial-{trial}", "controls", values, {"trial": trial}, cost)
        for trial in range(values["trials"])
    ]


def cells(values: Values) -> list[tuple[str, str, str]]:
    """The (data, mask, initial weights) to train; without a mask, "own" weights are θ₀ itself."""
    return list(product(values["controls"], values["mask_controls"], values["weight_controls"]))


def work_before(values: Values, index: int) -> int:
    """The work of the search and of the cells before the one at ``index``."""
    before = cells(values)[:index]
    return search_work(values) + sum(_cell_work(values, arm) for _, arm, _ in before)


def _cell_work(values: Values, arm: str) -> int:
    steps, batch_size = values["control_steps"], values["control_batch_size"]
    return arm_work(values, arm, steps, batch_size)


def execute(task: Task, resume: Mapping[str, Any] | None = None) -> Iterator[Event]:
    """Find the ticket, then train the cells; a checkpoint after each level and each cell."""
    tickets = TicketSearch(task.params, int(task.key["trial"] or 0))
    search = yield from tickets.search()
    mask = yield from find_ticket(task, search, resume)
    for index in range(cells_done(resume), len(cells(task.params))):
        yield from _train_cell(task, tickets, search, mask, index)
        yield trained(index + 1, mask)


def _train_cell(
    task: Task, tickets: TicketSearch, search: Search, ticket: Mask, index: int
) -> Iterator[Event]:
    values = task.params
    control, arm, weights = cells(values)[index]
    mask, start = arm_mask(search, ticket, arm), _weights(search, values, arm, weights)
    settings = {
        **values,
        "steps": values["control_steps"],
        "batch_size": values["control_batch_size"],
    }
    columns = {
        "arm": arm,
        "weights": weights,
        "control": control,
        "model": values["model"],
        "trial": tickets.trial,
        "seed": tickets.seed,
        "sparsity": arm_sparsity(values, arm),
        "initial_hash": weights_hash(start, mask),
    }
    note = f"{control}, {arm}, {weights} weights"
    progress = Progress(work_before(values, index), task.cost, note)
    data, work = control_data(values, control, tickets.seed), _cell_work(values, arm)
    yield from train_rows(tickets.network(mask, start), data, settings, columns, progress, work)


def _weights(search: Search, values: Values, arm: str, weights: str) -> Vector:
    # The published controls rebuilt the model and copied only the mask, so that what they call
    # the ticket was a ticket with new weights.
    lost = values["protocol"] == "paper-exact" and arm == "lottery"
    if weights == "own" and not lost:
        return search.rewound
    if weights == "same_signs":
        return np.abs(search.reinitialised) * np.sign(search.rewound)
    return search.reinitialised


def summarise(values: Values, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Final accuracy of each cell over trials, and the ticket's paired lead over it."""
    final = {
        (row["control"], row["arm"], row["weights"], row["trial"]): float(row["test_acc"])
        for row in rows
        if row["final"]
    }
    summary = []
    for control, arm, weights in cells(values):
        trials = [t for t in range(values["trials"]) if (control, arm, weights, t) in final]
        if not trials:
            continue
        accuracy = [final[control, arm, weights, t] for t in trials]
        cell = {"control": control, "arm": arm, "weights": weights}
        summary.append({"what": "test_acc", **cell, **estimate(accuracy).to_dict()})
        ticket = [final.get((control, "lottery", "own", t)) for t in trials]
        if None not in ticket and (arm, weights) != ("lottery", "own"):
            lead = paired_difference([a for a in ticket if a is not None], accuracy)
            summary.append({"what": "ticket_minus_this", **cell, **lead.to_dict()})
    return summary


EXPERIMENT = Experiment(
    name="controls",
    summary="What makes a ticket win: mask, initial weights and data, in all combinations.",
    params=PARAMS,
    plan=plan,
    execute=execute,
    presets=PRESETS,
    settle=settle_search,
    summarise=summarise,
)
