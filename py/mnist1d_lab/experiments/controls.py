"""What makes a ticket win: its mask, its initial weights or its data? The full factorial.

Each trial finds a ticket at the last level of ``sparsities`` and then trains, for every choice of
data, mask and initial weights, one network for ``control_steps`` steps. Late-rewound weights have
been trained for ``rewind_step`` of those already. Beside each ticket stands its like with initial
weights jittered by 1e-7, which says how much of a difference is chance. With ``at_best`` all
that is done at several rates, the search too, and each is at its best (``shared.at_best``);
jittered ones at their like's best.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

import numpy as np

from mnist1d_lab import params
from mnist1d_lab.analysis.statistics import estimate, paired_difference
from mnist1d_lab.events import Event, Progress
from mnist1d_lab.experiments.base import TEST_ACCURACY, Axis, Experiment, Figure, Task
from mnist1d_lab.experiments.shared import at_best
from mnist1d_lab.experiments.shared.data_controls import control_aside, control_data
from mnist1d_lab.experiments.shared.found_ticket import (
    arm_mask,
    cells_done,
    find_ticket,
    train_rows,
    trained,
)
from mnist1d_lab.experiments.shared.ticket_search import (
    CNN_SEARCH,
    SEARCH_PARAMS,
    TicketSearch,
    settle_search,
)
from mnist1d_lab.experiments.shared.tried import Setting
from mnist1d_lab.experiments.shared.work import arm_sparsity, arm_work, search_work
from mnist1d_lab.nn.parameters import Vector
from mnist1d_lab.params import ParamError, Values
from mnist1d_lab.pruning.lottery import Search, stream
from mnist1d_lab.pruning.masks import Mask, removed_share, weights_hash

CONTROL_PARAMS = (
    params.DATA_CONTROLS,
    params.MASK_CONTROLS,
    params.WEIGHT_CONTROLS,
    params.SEED_NOISE,
    params.CONTROL_STEPS,
    params.CONTROL_BATCH_SIZE,
    *at_best.AT_BEST_PARAMS,
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
    "cnn": {**CNN_SEARCH, "control_batch_size": 100},
    "best": {
        **at_best.WIDE,
        "hidden": 256,
        "steps": 600,
        "eval_every": 300,
        "sparsities": [0.0, 0.4, 0.65, 0.8, 0.9],
        "control_steps": 600,
        "control_batch_size": 100,
        "controls": ["fresh", "reversed", "shuffled"],
        "mask_controls": ["dense", "lottery"],
        "seed_noise": False,
    },
}

Cell = tuple[str, str, str]

JITTER = 1e-7
TICKETS = (("lottery", "own"), ("lottery", "jittered"))
OF_TICKET = ("lottery", "reshuffled")


def settle(values: Values) -> Values:
    """As a search's; and the controls must go on for longer than the weights were trained."""
    values = at_best.settle_at_best(settle_search(values))
    if values["rewind_step"] >= values["control_steps"]:
        most = values["control_steps"]
        raise ParamError("rewind_step", f"rewind_step must be less than control_steps, {most}.")
    return values


def plan(values: Values) -> list[Task]:
    """One task a trial, and a setting where there are several: its cells need its ticket."""
    return [
        Task(
            at_best.task_name(values, f"trial-{trial}", setting),
            "controls",
            values,
            {"trial": trial, **at_best.setting_key(values, setting)},
            work_before(values, trainings(values, setting)),
        )
        for trial in range(values["trials"])
        for setting in at_best.tried(values)
    ]


def cells(values: Values) -> list[Cell]:
    """The (data, mask, initial weights) to train; without a mask, "own" are θ₀ or θₖ itself."""
    factors = product(values["controls"], values["mask_controls"], values["weight_controls"])
    ticket = ("lottery" in values["mask_controls"]) and ("own" in values["weight_controls"])
    noise = values["controls"] if values.get("seed_noise") and ticket else []
    return [*factors, *((control, "lottery", "jittered") for control in noise)]


def trainings(values: Values, searched: Setting) -> list[tuple[Setting, Cell]]:
    """What follows the search at one setting: its own cells first."""
    return at_best.trained_after(values, searched, cells(values), OF_TICKET)


def work_before(values: Values, trained: list[tuple[Setting, Cell]]) -> int:
    """The work of the search and of what has been trained after it."""
    return search_work(values) + sum(_cell_work(values, arm) for _, (_, arm, _) in trained)


def _cell_work(values: Values, arm: str) -> int:
    steps, batch_size = values["control_steps"], values["control_batch_size"]
    return arm_work(values, arm, steps, batch_size)


def execute(task: Task, resume: Mapping[str, Any] | None = None) -> Iterator[Event]:
    """Find the ticket, then train the cells; a checkpoint after each level and each cell."""
    values, searched = task.params, at_best.searched_at(task)
    tickets = TicketSearch(at_best.at_setting(values, searched), int(task.key["trial"] or 0))
    search = yield from tickets.search()
    mask = yield from find_ticket(task, search, resume)
    for index in range(cells_done(resume), len(trainings(values, searched))):
        yield from _train_cell(task, tickets, search, mask, index)
        yield trained(index + 1, mask)


def _train_cell(
    task: Task, tickets: TicketSearch, search: Search, ticket: Mask, index: int
) -> Iterator[Event]:
    values, searched = task.params, at_best.searched_at(task)
    setting, (control, arm, weights) = trainings(values, searched)[index]
    mask = arm_mask(search, ticket, arm)
    start, first_step = _weights(search, values, arm, weights)
    settings = {
        **at_best.at_setting(values, setting),
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
        "removed": removed_share(mask),
        "initial_hash": weights_hash(start, mask),
        **at_best.setting_columns(values, setting, searched),
    }
    note = f"{control}, {arm}, {weights} weights"
    before = work_before(values, trainings(values, searched)[:index])
    progress = Progress(before, task.cost, note)
    data, work = control_data(values, control, tickets.seed), _cell_work(values, arm)
    aside = None
    if values.get("at_best"):
        aside = control_aside(values, control, tickets.seed, data.test.size)
    network = tickets.network(mask, start)
    yield from train_rows(network, data, settings, columns, progress, work, first_step, aside)


def _weights(search: Search, values: Values, arm: str, weights: str) -> tuple[Vector, int]:
    """The initial weights, and how many steps they have been trained for."""
    # The published controls rebuilt the model and copied only the mask, so that what they call
    # the ticket was a ticket with new weights.
    lost = values["protocol"] == "paper-exact" and arm == "lottery"
    if weights == "own" and not lost:
        return search.rewound, search.rewind_step
    if weights == "jittered":
        noise = stream(search.seed, "jitter").standard_normal(search.rewound.size)
        return np.asarray(search.rewound + JITTER * noise, np.float32), search.rewind_step
    if weights == "same_signs":
        return np.abs(search.reinitialised) * np.sign(search.rewound), 0
    return search.reinitialised, 0


def summarise(values: Values, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """By cell: its final accuracy ("test_acc") and the ticket's paired lead ("ticket_minus_this").

    And that lead over all kinds of data ("pooled_minus_this"), what of the lead over the dense
    network on fresh data is lost elsewhere ("fresh_lead_minus_this"), and a seed's "seed_noise".
    With ``at_best``: see ``shared.at_best``.
    """
    return at_best.summarise_both(
        values,
        rows,
        ("control", "arm", "weights"),
        lambda seen: _summary(values, seen),
        of_ticket=OF_TICKET,
        follows={(c, "lottery", "jittered"): (c, "lottery", "own") for c in values["controls"]},
    )


def _summary(values: Values, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
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
        if None not in ticket and (arm, weights) not in TICKETS:
            lead = paired_difference([a for a in ticket if a is not None], accuracy)
            summary.append({"what": "ticket_minus_this", **cell, **lead.to_dict()})
    return [
        *summary,
        *_pooled(values, final),
        *_less_than_fresh(values, final),
        *_seed_noise(final),
    ]


Final = Mapping[tuple[str, str, str, int], float]


def _leads(values: Values, final: Final, control: str, arm: str, weights: str) -> dict[int, float]:
    """The ticket's lead over a network on one kind of data, by trial."""
    return {
        t: final[control, "lottery", "own", t] - final[control, arm, weights, t]
        for t in range(values["trials"])
        if (control, "lottery", "own", t) in final and (control, arm, weights, t) in final
    }


def _pooled(values: Values, final: Final) -> Iterator[dict[str, Any]]:
    """The ticket's lead, averaged over all kinds of data before trials are compared."""
    for arm, weights in product(values["mask_controls"], values["weight_controls"]):
        of_data = [_leads(values, final, control, arm, weights) for control in values["controls"]]
        shared = sorted(set.intersection(*(set(leads) for leads in of_data)))
        if shared and (arm, weights) not in TICKETS:
            pooled = [float(np.mean([leads[t] for leads in of_data])) for t in shared]
            named = {"arm": arm, "weights": weights}
            yield {"what": "pooled_minus_this", **named, **estimate(pooled).to_dict()}


def _less_than_fresh(values: Values, final: Final) -> Iterator[dict[str, Any]]:
    """How much of its lead over the dense network on fresh data the ticket has lost elsewhere."""
    fresh = _leads(values, final, "fresh", "dense", "own")
    for control in values["controls"]:
        here = _leads(values, final, control, "dense", "own")
        shared = sorted(fresh.keys() & here.keys())
        if shared and control != "fresh":
            lost = paired_difference([fresh[t] for t in shared], [here[t] for t in shared])
            yield {"what": "fresh_lead_minus_this", "control": control, **lost.to_dict()}


def _seed_noise(final: Final) -> Iterator[dict[str, Any]]:
    """The standard deviation of one training's accuracy, from pairs that differ in jitter alone."""
    pairs = [
        (final[control, arm, "own", trial], accuracy)
        for (control, arm, weights, trial), accuracy in final.items()
        if weights == "jittered" and (control, arm, "own", trial) in final
    ]
    if pairs:
        mean_square = float(np.mean([(own - jittered) ** 2 for own, jittered in pairs]))
        yield {"what": "seed_noise", "mean": (mean_square / 2) ** 0.5, "n": len(pairs)}


EXPERIMENT = Experiment.of(
    __name__,
    title="Controls of a ticket",
    summary="What makes a ticket win: mask, initial weights and data, in all combinations.",
    figure=Figure(Axis("control", "Data"), TEST_ACCURACY, ("arm", "weights")),
)
