"""The bench's other way: ticket, random and dense at one sparsity, against one knob of the data.

At each of the knob's values and from each seed: the dense network, the search up to ``sparsity``
(its rounds are those of ``sparsities`` below it), and a random mask of the same counts. Trial by
trial, so that the whole curve is there roughly before any of it is there surely.

Rows, at the end of each training: knob, value, and the columns of "bench", for arms "dense",
"lottery" and "random" (the search's rounds on the way are not shown). No arrays. The summary, from
whatever rows there are so far: what (test_acc, minus_dense, minus_random), knob, value, arm,
sparsity, mean, n (trials), standard_error, low, high (95 %; leads are paired by trial).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from mnist1d_lab import params
from mnist1d_lab.events import Array, Event, Row
from mnist1d_lab.experiments.base import TEST_ACCURACY, Axis, Experiment, Figure, Task
from mnist1d_lab.experiments.shared.bench_search import BENCH_PARAMS, begin, without_checkpoints
from mnist1d_lab.experiments.shared.knob_values import KNOB_PARAMS, settle_knob
from mnist1d_lab.experiments.shared.paired import final_accuracies, summary_rows
from mnist1d_lab.experiments.shared.progress import Training
from mnist1d_lab.experiments.shared.ticket_search import settle_search
from mnist1d_lab.experiments.shared.work import training_work
from mnist1d_lab.params import Values
from mnist1d_lab.pruning.lottery import Search, find_tickets, stream
from mnist1d_lab.pruning.masks import random_mask

PARAMS = (
    *(p for p in BENCH_PARAMS if p.name not in ("arms", "eval_every", "seed")),
    *KNOB_PARAMS,
    replace(
        params.SPARSITY,
        default=0.65,
        low=0.01,
        help="Share of the weights removed from the ticket and from the random network.",
        group="knob",
    ),
    params.with_default(params.TRIALS, 5),
    params.SEED,
)

PRESETS: dict[str, Values] = {
    "noise": {"knob": "iid_noise_scale", "range": [0, 0.3], "points": 7},
    "correlated": {"knob": "corr_noise_scale", "range": [0, 1], "points": 6},
    "translation": {"knob": "max_translation", "range": [0, 48], "points": 7},
    "resolution": {"knob": "final_seq_length", "values": [10, 15, 20, 30, 40, 60, 80]},
}

RIVALS = {"dense": (), "lottery": ("dense", "random"), "random": ("dense",)}


def settle(values: Values) -> Values:
    """The knob's values written out, and the rounds that lead to the sparsity."""
    values = settle_search(settle_knob(values))
    rounds = [s for s in values["sparsities"] if s < values["sparsity"]]
    return {**values, "sparsities": [*rounds, values["sparsity"]]}


def plan(values: Values) -> list[Task]:
    """One task a value and trial, so that its data set is made once; all values come first."""
    cost = sum(work for *_, work in trainings(_search_values(values, values["values"][0])))
    return [
        Task(
            f"{index}-{trial}",
            "bench_sweep",
            values,
            {"knob": values["knob"], "value": value, "trial": trial},
            cost,
        )
        for trial in range(values["trials"])
        for index, value in enumerate(values["values"])
    ]


def _search_values(values: Values, value: Any) -> Values:
    """The parameters of a search at this value of the knob, measured at its end only."""
    return {**values, values["knob"]: value, "eval_every": values["steps"]}


def trainings(values: Values) -> list[Training]:
    """The (arm, level, work) of a task's trainings, in their order."""
    work = [training_work(values, sparsity) for sparsity in values["sparsities"]]
    tickets = [("lottery", level, work[level]) for level in range(1, len(work))]
    return [("dense", 0, work[0]), *tickets, ("random", len(work) - 1, work[-1])]


def execute(task: Task, resume: Mapping[str, Any] | None = None) -> Iterator[Event]:
    """One value and trial; it starts over: ``resume`` is not used."""
    key = task.key
    values = _search_values(task.params, key["value"])
    _, search = yield from begin(task, trainings(values), values)
    cell = {"knob": key["knob"], "value": key["value"]}
    for event in without_checkpoints(_arms(search)):
        if isinstance(event, Row):
            if event.values["arm"] == "dense" or event.values["level"] == _last(search):
                yield Row({**cell, **event.values})
        elif not isinstance(event, Array):
            yield event


def _arms(search: Search) -> Iterator[Event]:
    yield from find_tickets(search)
    rng, last = stream(search.seed, "random", _last(search)), _last(search)
    mask = random_mask(rng, search.initial.size, search.groups, search.sparsities[last])
    yield from search.train_checked(search.rewound_level("random", last, mask))


def _last(search: Search) -> int:
    return len(search.sparsities) - 1


def summarise(values: Values, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """By value and arm: the accuracy over the trials so far, and its paired leads."""
    cells = final_accuracies(rows, "value", "arm")
    sparsity = {row["arm"]: row["sparsity"] for row in rows}
    summary: list[dict[str, Any]] = []
    for value in values["values"]:
        for arm, others in RIVALS.items():
            if (value, arm) in cells:
                rivals = {rival: (value, rival) for rival in others}
                cell = {"knob": values["knob"], "value": value, "arm": arm}
                named = {**cell, "sparsity": sparsity[arm]}
                summary.extend(summary_rows(cells, (value, arm), rivals, **named))
    return summary


EXPERIMENT = Experiment.of(
    __name__,
    title="The bench: one knob turned",
    summary="Tickets, random masks and dense networks at one sparsity, as the data changes.",
    figure=Figure(Axis("value", "Value of the knob"), TEST_ACCURACY, ("knob", "arm")),
)
