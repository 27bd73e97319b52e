"""Where tickets help: their lead over the dense network as the data changes.

Either a ticket is searched anew at every value of a knob (noise, translation, resolution, ...), or
one ticket, found on the source data, is handed to the data of every value. With ``at_best`` that is
done at several rates, the search too, and each is at its best (``shared.at_best``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from mnist1d_lab import params
from mnist1d_lab.analysis.statistics import estimate, paired_difference
from mnist1d_lab.events import Event, Progress
from mnist1d_lab.experiments.base import TEST_ACCURACY, Axis, Experiment, Figure, Task
from mnist1d_lab.experiments.shared import at_best
from mnist1d_lab.experiments.shared.found_ticket import (
    arm_mask,
    cells_done,
    find_ticket,
    train_rows,
    trained,
)
from mnist1d_lab.experiments.shared.knob_values import refuse_finished_data
from mnist1d_lab.experiments.shared.ticket_search import SEARCH_PARAMS, TicketSearch, settle_search
from mnist1d_lab.experiments.shared.tried import Setting
from mnist1d_lab.experiments.shared.validated_search import Aside
from mnist1d_lab.experiments.shared.work import arm_sparsity, arm_work, search_work
from mnist1d_lab.nn.parameters import Vector
from mnist1d_lab.params import ParamError, Values
from mnist1d_lab.pruning.lottery import Search
from mnist1d_lab.pruning.masks import Mask, removed_share, weights_hash
from mnist1d_lab.training.data import training_data_like

DEFAULTS: Values = {"hidden": 256, "trials": 3, "eval_every": 600}
PARAMS = (
    *params.with_defaults((p for p in SEARCH_PARAMS if p.name != "arms"), DEFAULTS),
    params.KNOB,
    params.with_default(params.KNOB_VALUES, [0.0, 0.05, 0.1, 0.2, 0.4], length=(1, 40)),
    params.TICKET_FROM,
    *at_best.AT_BEST_PARAMS,
)
PRESETS: dict[str, Values] = {
    "noise": {"knob": "iid_noise_scale", "values": [0.0, 0.05, 0.1, 0.2, 0.4]},
    "translation": {"knob": "max_translation", "values": [0, 12, 24, 36, 48]},
    "resolution": {"knob": "final_seq_length", "values": [10, 20, 40, 80]},
    # Among so much noise slow rates do better.
    "best": {
        **at_best.WIDE,
        "rates": [0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002],
        "knob": "iid_noise_scale",
        "values": [0.0, 0.1, 0.4],
        "trials": 5,
    },
}
ARMS = ("dense", "lottery", "reinitialised", "random")
OF_TICKET = ("lottery", "reinitialised")


def settle(values: Values) -> Values:
    """Check the knob's values by the knob's own parameter."""
    refuse_finished_data(values)
    values = at_best.settle_at_best(settle_search(values))
    knob = next(p for p in params.DATA if p.name == values["knob"])
    checked = [knob.check(value) for value in values["values"]]
    if values["ticket_from"] == "source" and knob.name == "final_seq_length":
        raise ParamError(
            "ticket_from",
            "ticket_from must be each where the knob is final_seq_length: "
            "a mask fits only one length of signal.",
        )
    return {**values, "values": checked}


def plan(values: Values) -> list[Task]:
    """With a search at every value one task a value and trial, else one task a trial.

    One a setting besides, where there are several.
    """
    searches = values["values"] if values["ticket_from"] == "each" else [None]
    return [
        Task(
            at_best.task_name(values, f"{'source' if value is None else value}-{trial}", setting),
            "transfer",
            values,
            {"value": value, "trial": trial, **at_best.setting_key(values, setting)},
            search_work(values) + _work(values, trainings(values, setting, value)),
        )
        for trial in range(values["trials"])
        for value in searches
        for setting in at_best.tried(values)
    ]


def trainings(
    values: Values, searched: Setting, value: float | None
) -> list[tuple[Setting, tuple[float, str]]]:
    """What follows the search at one setting, on the data of ``value``, or on those of all."""
    turned = values["values"] if value is None else [value]
    return at_best.trained_after(values, searched, product(turned, ARMS), OF_TICKET)


def _work(values: Values, trained: list[tuple[Setting, tuple[float, str]]]) -> int:
    return sum(arm_work(values, arm) for _, (_, arm) in trained)


def execute(task: Task, resume: Mapping[str, Any] | None = None) -> Iterator[Event]:
    """Find a ticket, then train every arm at the task's value, or at all of them.

    A checkpoint comes after each level and each network.
    """
    values, searched, value = task.params, at_best.searched_at(task), _value(task)
    source = values if value is None else {**values, values["knob"]: task.key["value"]}
    tickets = TicketSearch(at_best.at_setting(source, searched), int(task.key["trial"] or 0))
    search = yield from tickets.search()
    mask = yield from find_ticket(task, search, resume)
    for index in range(cells_done(resume), len(trainings(values, searched, value))):
        yield from _train_arm(task, tickets, search, mask, index)
        yield trained(index + 1, mask)


def _value(task: Task) -> float | None:
    value = task.key["value"]
    return None if value is None else float(value)


def _train_arm(
    task: Task,
    tickets: TicketSearch,
    search: Search,
    ticket: Mask,
    index: int,
) -> Iterator[Event]:
    values, knob, searched = task.params, task.params["knob"], at_best.searched_at(task)
    those = trainings(values, searched, _value(task))
    setting, (value, arm) = those[index]
    mask = arm_mask(search, ticket, arm)
    start, first_step = _start(search, arm)
    columns = {
        "arm": arm,
        "model": values["model"],
        "knob": knob,
        "value": value,
        "ticket_from": values["ticket_from"],
        "trial": tickets.trial,
        "seed": tickets.seed,
        "sparsity": arm_sparsity(values, arm),
        "removed": removed_share(mask),
        "initial_hash": weights_hash(start, mask),
        **at_best.setting_columns(values, setting, searched),
    }
    there = {**at_best.at_setting(values, setting), knob: value}
    data = training_data_like(tickets.values, there)
    aside = Aside.like(there, data.test.size, tickets.values) if values.get("at_best") else None
    work = arm_work(values, arm)
    done = search_work(values) + _work(values, those[:index])
    progress = Progress(done, task.cost, f"{knob} {value:g}, {arm}")
    network = tickets.network(mask, start)
    yield from train_rows(network, data, there, columns, progress, work, first_step, aside)


def _start(search: Search, arm: str) -> tuple[Vector, int]:
    """An arm's initial weights and how many of its steps they have had: as in the search."""
    if arm == "dense":
        return search.initial, 0
    if arm == "reinitialised":
        return search.reinitialised, 0
    return search.rewound, search.rewind_step


def summarise(values: Values, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """At each value of the knob: each arm's accuracy, and its paired lead over dense.

    With ``at_best``: see ``shared.at_best``.
    """
    return at_best.summarise_both(
        values,
        rows,
        ("knob", "value", "arm"),
        lambda seen: _summary(values, seen),
        of_ticket=OF_TICKET,
    )


def _summary(values: Values, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    final = {(r["value"], r["arm"], r["trial"]): r["test_acc"] for r in rows if r["final"]}
    summary: list[dict[str, Any]] = []
    for value in values["values"]:
        for arm in ARMS:
            trials = [t for t in range(values["trials"]) if (value, arm, t) in final]
            if not trials:
                continue
            accuracy = [final[value, arm, t] for t in trials]
            cell = {"knob": values["knob"], "value": value, "arm": arm}
            summary.append({"what": "test_acc", **cell, **estimate(accuracy).to_dict()})
            if arm != "dense" and all((value, "dense", t) in final for t in trials):
                lead = paired_difference(accuracy, [final[value, "dense", t] for t in trials])
                summary.append({"what": "minus_dense", **cell, **lead.to_dict()})
    return summary


EXPERIMENT = Experiment.of(
    __name__,
    title="Tickets where the data change",
    summary="The ticket's lead over dense as the data changes; or one ticket on other data.",
    figure=Figure(Axis("value", "Value of the knob"), TEST_ACCURACY, ("knob", "arm")),
)
