"""The search for lottery tickets: arms side by side, on paired seeds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from mnist1d_lab.analysis.adjacency import (
    adjacency,
    adjacency_as_published,
    order_by_adjacency,
)
from mnist1d_lab.analysis.statistics import estimate, paired_difference
from mnist1d_lab.events import Array, Event, Row
from mnist1d_lab.experiments.base import TEST_ACCURACY, Axis, Experiment, Figure, Task
from mnist1d_lab.experiments.shared.progress import TaskProgress, arm_trainings
from mnist1d_lab.experiments.shared.ticket_search import (
    CNN_SEARCH,
    SEARCH_PARAMS,
    TicketSearch,
    settle_search,
)
from mnist1d_lab.nn.parameters import Parameter, Vector, slices
from mnist1d_lab.params import Values
from mnist1d_lab.pruning.lottery import (
    COMPANIONS,
    FOLLOWED,
    Level,
    Run,
    find_tickets,
    random_arm,
    stream,
)
from mnist1d_lab.pruning.masks import Mask, random_mask

PRESETS: dict[str, Values] = {
    "quick": {"hidden": 256, "steps": 600, "sparsities": [0.0, 0.4, 0.65, 0.8, 0.9], "trials": 2},
    "standard": {
        "hidden": 256,
        "steps": 1501,
        "sparsities": [0.0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.85, 0.9, 0.92, 0.94, 0.96, 0.98],
        "trials": 3,
    },
    "paper": {"hidden": 500, "steps": 1501, "schedule": "linear", "levels": 100, "trials": 2},
    "cnn": {
        **CNN_SEARCH,
        "sparsities": [0.0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.9],
        "arms": ["lottery", "random", "reinitialised"],
    },
}

HISTOGRAM_BINS = 61


def plan(values: Values) -> list[Task]:
    """One task for each arm and trial; companions go with the tickets whose masks they need."""
    arms = ["lottery", *(a for a in values["arms"] if a not in ("lottery", *COMPANIONS))]
    cost = {arm: sum(work for *_, work in arm_trainings(values, arm)) or 1 for arm in arms}
    return [
        Task(f"{arm}-{trial}", "lottery", values, {"arm": arm, "trial": trial}, cost[arm])
        for trial in range(values["trials"])
        for arm in arms
    ]


def execute(task: Task, resume: Mapping[str, Any] | None = None) -> Iterator[Event]:
    """One arm of one trial, level by level."""
    tickets = TicketSearch(task.params, int(task.key["trial"] or 0))
    search = yield from tickets.search(Reporter(task, tickets).train_level)
    state = dict(resume) if resume else None
    if task.key["arm"] == "lottery":
        companions = [arm for arm in COMPANIONS if arm in task.params["arms"]]
        yield from find_tickets(search, companions, state)
    elif task.key["arm"] == "rate_rewound":
        yield from _without_dense(find_tickets(search, resume=state, arm="rate_rewound"))
    else:
        yield from random_arm(search, task.key["arm"] == "nested_random", state)


def _without_dense(running: Iterator[Event]) -> Iterator[Event]:
    """The events but for the dense network's rows and arrays, which the tickets' task has."""
    for event in running:
        of_dense = (isinstance(event, Row) and event.values["arm"] == "dense") or (
            isinstance(event, Array) and "/dense/" in event.name
        )
        if not of_dense:
            yield event


class Reporter:
    """Adds to a level's rows how far the task is, and what the level's mask and weights are like.

    Arrays, by level: ``mask/...`` the first layer's mask (units, inputs), ``order/...`` its units
    by adjacency, ``adjacency/...`` (see ``Adjacency.table``), ``layers/...`` (layers, 2):
    survivors and size of each layer, ``ticket/...`` the whole mask as packed bits, and
    ``histogram/...`` (3, bins): survivors before and after training, and the bins' left edges. In
    the published protocol also ``notebook/...`` (2, 3): the notebook's own statistic of adjacency,
    for the ticket's mask and for the random one of its level.
    """

    def __init__(self, task: Task, tickets: TicketSearch) -> None:
        self.tickets = tickets
        self.values = task.params
        trainings = arm_trainings(task.params, str(task.key["arm"]))
        self.progress = TaskProgress(trainings, task.cost, task.params["steps"])

    def train_level(self, level: Level) -> Run:
        """``TicketSearch.train_level`` with the arrays and the progress."""
        place = f"{level.arm}/trial{self.tickets.trial}/level{level.index}"
        yield from self._mask_arrays(level, place)
        trained = yield from self.progress.follow(level, self.tickets.train_level(level))
        yield Array(f"histogram/{place}", self._histogram(level, trained))
        return trained

    def _mask_arrays(self, level: Level, place: str) -> Iterator[Event]:
        first, *others = self.tickets.parameters
        mask = self._mask_of(level, first)
        yield Array(f"mask/{place}/{first.name}", mask.astype(np.uint8))
        # A CNN's are small, and each a picture of kernels; an MLP's second layer would be 64 kB.
        for parameter in others if self.values["model"] == "cnn" else []:
            if not parameter.is_bias:
                one = self._mask_of(level, parameter)
                yield Array(f"mask/{place}/{parameter.name}", one.astype(np.uint8))
        layers = [level.mask[layer] for layer in self.tickets.layers]
        sizes = np.array([[layer.sum(), layer.size] for layer in layers], np.int32)
        yield Array(f"layers/{place}", sizes)
        if level.arm in FOLLOWED:
            yield Array(f"ticket/{place}", np.packbits(level.mask))
        if level.index > 0:
            yield Array(f"order/{place}", order_by_adjacency(mask).astype(np.int32))
            yield Array(f"adjacency/{place}", adjacency(mask).table())
        if level.arm == "lottery" and self.values["protocol"] == "paper-exact":
            yield Array(
                f"notebook/{place}", np.stack(adjacency_as_published(mask, self._random(level)))
            )

    def _mask_of(self, level: Level, parameter: Parameter) -> Mask:
        where = slices(self.tickets.parameters)[parameter.name]
        return level.mask[where].reshape(parameter.shape)

    def _random(self, level: Level) -> Mask:
        """The first layer of the random arm's mask at a level, which another task trains."""
        tickets, first = self.tickets, self.tickets.parameters[0]
        rng = stream(tickets.seed, "random", level.index)
        mask = random_mask(rng, level.mask.size, tickets.groups, level.sparsity)
        return mask[slices(tickets.parameters)[first.name]].reshape(first.shape)

    def _histogram(self, level: Level, trained: Vector) -> Vector:
        # A diverged network has weights that are no numbers.
        before, after = (np.nan_to_num(w[level.mask]) for w in (level.start, trained))
        reach = max(float(np.abs(np.concatenate((before, after))).max(initial=0)), 1e-6)
        edges = np.linspace(-reach, reach, HISTOGRAM_BINS + 1)
        counts = [np.histogram(values, edges)[0] for values in (before, after)]
        return np.stack([*counts, edges[:-1]])


def summarise(values: Values, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Final accuracy by arm and level over trials, its paired lead over dense, and the choice.

    "chosen" is, for each trial, the level whose ticket did best on the validation samples, with
    its accuracy on the test set, which had no part in choosing.
    """
    final = [row for row in rows if row["final"]]
    dense = {row["trial"]: row["test_acc"] for row in final if row["arm"] == "dense"}
    summary: list[dict[str, Any]] = []
    for arm, level in dict.fromkeys((row["arm"], row["level"]) for row in final):
        of_cell = [row for row in final if (row["arm"], row["level"]) == (arm, level)]
        accuracy = [row["test_acc"] for row in of_cell]
        cell = {"arm": arm, "level": level, "sparsity": of_cell[0]["sparsity"]}
        if "removed" in of_cell[0]:  # in recordings of before there is none
            cell["removed"] = of_cell[0]["removed"]
        summary.append({"what": "test_acc", **cell, **estimate(accuracy).to_dict()})
        if arm != "dense" and all(row["trial"] in dense for row in of_cell):
            lead = paired_difference(accuracy, [dense[row["trial"]] for row in of_cell])
            summary.append({"what": "minus_dense", **cell, **lead.to_dict()})
    for trial in sorted(dense):
        tickets = [r for r in final if r["trial"] == trial and r["arm"] in ("dense", "lottery")]
        if "validation_acc" not in tickets[0]:
            continue
        best = max(tickets, key=lambda row: row["validation_acc"])
        kept = ("trial", "seed", "level", "sparsity", "validation_acc", "test_acc")
        summary.append(
            {"what": "chosen", "arm": best["arm"], **{name: best[name] for name in kept}}
        )
    return summary


EXPERIMENT = Experiment.of(
    __name__,
    title="Lottery tickets",
    summary="Prune, rewind, retrain: accuracy against sparsity for lottery, random and dense.",
    params=SEARCH_PARAMS,
    settle=settle_search,
    figure=Figure(Axis("removed", "Share of the weights removed"), TEST_ACCURACY, ("arm",)),
)
