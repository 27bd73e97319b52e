"""What does a ticket's mask know of space: which positions are neighbours, or where they are?

A ticket is found on the signals as they are, and trained on fresh ones whose positions come in
other orders, beside the dense network. A roll keeps all pairs of neighbours but one and moves
every position; reversing keeps all pairs, in mirror image; shuffled chunks break more pairs the
smaller they are; a shuffle of single positions keeps nothing. Where signals are not translated
(``translations`` 0) a class has its place as well.

Rows: the columns of "controls", with ``max_translation``, ``order`` (fresh, rolled, reversed,
chunked, shuffled), ``amount`` (of a roll or a chunk; else 0), ``neighbours_kept`` (share of the
pairs) and ``displacement`` (mean, in positions). The summary, by translation, order and amount:
"test_acc" of both arms, "minus_dense" (the ticket's paired lead, with the amount as ``roll`` or
``chunk`` and the mean of what the order leaves), "minus_fresh" (that lead less the one on signals
in order); and "slope_neighbours" and "slope_displacement": the points of lead
that all pairs of neighbours are worth, and one position of displacement, each with the other held
(least squares over the orders, trial by trial).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from statistics import fmean
from typing import Any

from mnist1d_lab import params
from mnist1d_lab.analysis.orders import displacement, neighbours_kept, slopes
from mnist1d_lab.analysis.statistics import estimate, paired_difference
from mnist1d_lab.events import Event, Progress
from mnist1d_lab.experiments.base import TEST_ACCURACY, Axis, Experiment, Figure, Task
from mnist1d_lab.experiments.shared.data_controls import fresh_data, position_order
from mnist1d_lab.experiments.shared.found_ticket import (
    arm_mask,
    cells_done,
    find_ticket,
    train_rows,
    trained,
)
from mnist1d_lab.experiments.shared.ticket_search import SEARCH_PARAMS, TicketSearch, settle_search
from mnist1d_lab.experiments.shared.work import arm_sparsity, arm_work, search_work
from mnist1d_lab.params import ParamError, Values
from mnist1d_lab.pruning.lottery import Search
from mnist1d_lab.pruning.masks import Mask, removed_share, weights_hash

ARMS = ("lottery", "dense")
LEFT_OUT = ("arms", "max_translation", "rewind_step")
DEFAULTS: Values = {"trials": 5, "eval_every": 600}
PARAMS = (
    *params.with_defaults((p for p in SEARCH_PARAMS if p.name not in LEFT_OUT), DEFAULTS),
    params.ROLLS,
    params.CHUNKS,
    params.TRANSLATIONS,
    params.with_default(params.CONTROL_STEPS, 600),
    params.with_default(params.CONTROL_BATCH_SIZE, 100),
)
PRESETS: dict[str, Values] = {
    "quick": {"rolls": [1, 10, 20], "chunks": [2, 5], "translations": [48], "trials": 2},
    "standard": {
        "rolls": list(range(1, 40)),
        "chunks": [2, 4, 5, 8, 10, 20],
        "translations": [48],
    },
}

LEAD = Axis("mean", "Lead over dense, points")
SUMS = tuple(
    Figure(Axis(column, label), LEAD, series, what="minus_dense")
    for column, label, series in (
        ("roll", "Rolled by so many positions", ("max_translation",)),
        ("chunk", "Shuffled in chunks of so many", ("max_translation",)),
        ("displacement", "Mean displacement, positions", ("max_translation", "order")),
        ("neighbours_kept", "Share of neighbouring pairs kept", ("max_translation", "order")),
    )
)

Order = tuple[str, int]


def settle(values: Values) -> Values:
    """As a search's; and a roll must not come round again."""
    values = settle_search({**values, "max_translation": values["translations"][0]})
    del values["max_translation"]
    if values["data_file"]:
        raise ParamError("data_file", "data_file holds all its samples: none can be drawn afresh.")
    length = values["final_seq_length"]
    for name, amounts in (("rolls", values["rolls"]), ("chunks", values["chunks"])):
        if any(amount >= length for amount in amounts):
            raise ParamError(name, f"{name} must be less than final_seq_length, {length}.")
    return values


def orders(values: Values) -> list[Order]:
    """The (order, amount) to try; the first is the signals as they are."""
    rolled = [("rolled", amount) for amount in values["rolls"]]
    chunked = [("chunked", amount) for amount in values["chunks"]]
    return [("fresh", 0), *rolled, ("reversed", 0), *chunked, ("shuffled", 0)]


def plan(values: Values) -> list[Task]:
    """One task a trial and translation: its cells need its ticket."""
    cost = _work_before(values, len(_cells(values)))
    return [
        Task(
            f"{translation}-{trial}",
            "orders",
            values,
            {"max_translation": translation, "trial": trial},
            cost,
        )
        for trial in range(values["trials"])
        for translation in values["translations"]
    ]


def _cells(values: Values) -> list[tuple[Order, str]]:
    return list(product(orders(values), ARMS))


def _cell_work(values: Values, arm: str) -> int:
    return arm_work(values, arm, values["control_steps"], values["control_batch_size"])


def _work_before(values: Values, index: int) -> int:
    cells = _cells(values)[:index]
    return search_work(values) + sum(_cell_work(values, arm) for _, arm in cells)


def execute(task: Task, resume: Mapping[str, Any] | None = None) -> Iterator[Event]:
    """Find the ticket, then train both arms on every order; a checkpoint after each."""
    values = {**task.params, "max_translation": task.key["max_translation"]}
    tickets = TicketSearch(values, int(task.key["trial"] or 0))
    search = yield from tickets.search()
    mask = yield from find_ticket(task, search, resume)
    for index in range(cells_done(resume), len(_cells(values))):
        yield from _train_cell(task, tickets, search, mask, index)
        yield trained(index + 1, mask)


def _train_cell(
    task: Task, tickets: TicketSearch, search: Search, ticket: Mask, index: int
) -> Iterator[Event]:
    values = tickets.values
    (kind, amount), arm = _cells(values)[index]
    mask, order = arm_mask(search, ticket, arm), _position_order(tickets, kind, amount)
    columns = {
        "arm": arm,
        "model": values["model"],
        "max_translation": values["max_translation"],
        "order": kind,
        "amount": amount,
        "neighbours_kept": neighbours_kept(order),
        "displacement": displacement(order),
        "trial": tickets.trial,
        "seed": tickets.seed,
        "sparsity": arm_sparsity(values, arm),
        "removed": removed_share(mask),
        "initial_hash": weights_hash(search.initial, mask),
    }
    steps, batch_size = values["control_steps"], values["control_batch_size"]
    settings = {**values, "steps": steps, "batch_size": batch_size}
    progress = Progress(_work_before(values, index), task.cost, f"{kind} {amount or ''}, {arm}")
    network, data = tickets.network(mask, search.initial), fresh_data(values).reordered(order)
    work = _cell_work(values, arm)
    yield from train_rows(network, data, settings, columns, progress, work)


def _position_order(tickets: TicketSearch, kind: str, amount: int) -> Any:
    return position_order(kind, tickets.length, tickets.seed, amount or None)


def summarise(values: Values, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """See above; over whatever trials there are of both arms."""
    final = {
        (r["max_translation"], r["order"], r["amount"], r["trial"], r["arm"]): r
        for r in rows
        if r["final"]
    }
    summary: list[dict[str, Any]] = []
    for translation in values["translations"]:
        leads: dict[Order, dict[int, float]] = {}
        for order in orders(values):
            found = _of_order(final, values, (translation, *order))
            if found:
                summary += _accuracies(found, translation, order)
                leads[order] = {t: both["lottery"]["test_acc"] - both["dense"]["test_acc"]
                                for t, both in found.items()}  # fmt: skip
        summary += _less_than_fresh(leads, translation)
        summary += _slopes(final, leads, translation)
    return summary


Cells = Mapping[tuple[Any, ...], dict[str, Any]]


def _of_order(
    final: Cells, values: Values, place: tuple[Any, ...]
) -> dict[int, dict[str, dict[str, Any]]]:
    """By trial, the rows of both arms, where there are both."""
    trials = range(values["trials"])
    return {
        t: {arm: final[(*place, t, arm)] for arm in ARMS}
        for t in trials
        if all((*place, t, arm) in final for arm in ARMS)
    }


def _accuracies(
    found: dict[int, dict[str, dict[str, Any]]], translation: int, order: Order
) -> Iterator[dict[str, Any]]:
    named = _named(translation, order)
    accuracy = {arm: [both[arm]["test_acc"] for both in found.values()] for arm in ARMS}
    for arm in ARMS:
        yield {"what": "test_acc", **named, "arm": arm, **estimate(accuracy[arm]).to_dict()}
    lead = paired_difference(accuracy["lottery"], accuracy["dense"])
    amounts = {"rolled": "roll", "chunked": "chunk"}
    amount = {amounts[order[0]]: order[1]} if order[0] in amounts else {}
    # A shuffle is another one in each trial.
    left = {
        name: fmean(both["lottery"][name] for both in found.values())
        for name in ("neighbours_kept", "displacement")
    }
    yield {"what": "minus_dense", **named, **amount, **left, **lead.to_dict()}


def _named(translation: int, order: Order) -> dict[str, Any]:
    return {"max_translation": translation, "order": order[0], "amount": order[1]}


def _less_than_fresh(
    leads: dict[Order, dict[int, float]], translation: int
) -> Iterator[dict[str, Any]]:
    in_order = leads.get(("fresh", 0), {})
    for order, of_trial in leads.items():
        shared = sorted(in_order.keys() & of_trial.keys())
        if order[0] != "fresh" and shared:
            less = paired_difference([of_trial[t] for t in shared], [in_order[t] for t in shared])
            yield {"what": "minus_fresh", **_named(translation, order), **less.to_dict()}


def _slopes(
    final: Cells, leads: dict[Order, dict[int, float]], translation: int
) -> Iterator[dict[str, Any]]:
    """A least-squares fit a trial, over the orders that it has."""
    found = []
    for trial in sorted({t for of_trial in leads.values() for t in of_trial}):
        tried = [order for order, of_trial in leads.items() if trial in of_trial]
        rows = [final[(translation, *order, trial, "lottery")] for order in tried]
        both = slopes(
            [leads[order][trial] for order in tried],
            [row["neighbours_kept"] for row in rows],
            [row["displacement"] for row in rows],
        )
        found += [both] if both is not None else []
    for index, what in enumerate(("slope_neighbours", "slope_displacement")):
        if found:
            each = estimate([both[index] for both in found])
            yield {"what": what, "max_translation": translation, **each.to_dict()}


EXPERIMENT = Experiment.of(
    __name__,
    title="What the mask knows",
    summary="A ticket's lead where neighbours are parted, and where all positions are moved.",
    figure=Figure(
        Axis("neighbours_kept", "Share of neighbouring pairs kept"),
        TEST_ACCURACY,
        ("max_translation", "arm"),
    ),
    sums=SUMS,
)
