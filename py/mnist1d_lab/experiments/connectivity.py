"""Linear mode connectivity: do two trainings of the same ticket end in the same valley?

For every rewind step k: train k steps together, then two copies to the end, each with its own order
of the data, and measure the networks on the straight line between them. For the dense network, a
ticket and a random mask of the same sparsity. Both copies go on with the optimiser's state of step
k: an Adam that starts anew takes its first steps at full length, and would part them by itself.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from mnist1d_lab import params
from mnist1d_lab.analysis.connectivity import barrier, interpolate, shuffled_order
from mnist1d_lab.analysis.statistics import estimate
from mnist1d_lab.events import Event, Progress, Row, Tick
from mnist1d_lab.experiments.base import TEST_ACCURACY, Axis, Experiment, Figure, Task
from mnist1d_lab.experiments.shared.found_ticket import arm_mask, cells_done, find_ticket, trained
from mnist1d_lab.experiments.shared.ticket_search import SEARCH_PARAMS, TicketSearch, settle_search
from mnist1d_lab.experiments.shared.work import arm_sparsity, arm_work, search_work
from mnist1d_lab.nn.optimisers import build_optimiser
from mnist1d_lab.nn.parameters import Vector
from mnist1d_lab.params import ParamError, Values
from mnist1d_lab.pruning.masks import Mask, removed_share
from mnist1d_lab.training.train import Split, TrainingData, evaluate, train

ARMS = ("dense", "lottery", "random")
LEFT_OUT = ("arms", "rewind_step")
DEFAULTS: Values = {"hidden": 256, "trials": 3, "eval_every": 600}
PARAMS = (
    *params.with_defaults((p for p in SEARCH_PARAMS if p.name not in LEFT_OUT), DEFAULTS),
    params.REWIND_STEPS,
    params.ALPHAS,
)
PRESETS: dict[str, Values] = {
    "quick": {"trials": 1},
    "standard": {"rewind_steps": [0, 5, 20, 50, 100, 200, 400], "trials": 5},
}


def settle(values: Values) -> Values:
    """The search itself always rewinds to initialisation."""
    values = settle_search(values)
    if max(values["rewind_steps"]) >= values["steps"]:
        raise ParamError(
            "rewind_steps", f"rewind_steps must be less than steps, {values['steps']}."
        )
    return values


def plan(values: Values) -> list[Task]:
    """One task a trial."""
    pairs = sum(_pair_work(values, arm, step) for arm in ARMS for step in values["rewind_steps"])
    cost = search_work(values) + pairs
    return [
        Task(f"trial-{trial}", "connectivity", values, {"trial": trial}, cost)
        for trial in range(values["trials"])
    ]


def _pair_work(values: Values, arm: str, step: int) -> int:
    """Two trainings that share their first ``step`` steps, and the walk between them."""
    steps = step + 2 * (values["steps"] - step)
    # Every point on the line is measured on the training set as well.
    walk = {"eval_every": max(1, steps // values["alphas"]), "train_split": 0.0}
    return arm_work({**values, **walk}, arm, steps)


def execute(task: Task, resume: Mapping[str, Any] | None = None) -> Iterator[Event]:
    """Find a ticket, then for each arm and rewind step train two copies and walk the line.

    A checkpoint comes after each level and each walk.
    """
    values = task.params
    tickets = TicketSearch(values, int(task.key["trial"] or 0))
    search = yield from tickets.search()
    mask = yield from find_ticket(task, search, resume)
    done = search_work(values)
    for index, (arm, step) in enumerate(product(ARMS, values["rewind_steps"])):
        done += _pair_work(values, arm, step)
        if index >= cells_done(resume):
            chosen = arm_mask(search, mask, arm)
            pair = yield from _two_trainings(tickets, chosen, step)
            yield from _walk(tickets, chosen, pair, arm, step)
            yield Progress(done, task.cost, f"{arm}, {step} steps together")
            yield trained(index + 1, mask)


def _two_trainings(
    tickets: TicketSearch, mask: Mask, step: int
) -> Generator[Event, None, tuple[Vector, Vector]]:
    """Weights of two trainings that share their first ``step`` steps."""
    start = Place(tickets.initial, 0)
    if step:
        start = yield from _trained(tickets, mask, start, tickets.data, step)
    copies = []
    for copy in (1, 2):
        data = _reordered(tickets.data, shuffled_order(tickets.data.train.size, tickets.seed, copy))
        end = yield from _trained(tickets, mask, start, data, tickets.values["steps"])
        copies.append(end.weights)
    return copies[0], copies[1]


@dataclass(frozen=True)
class Place:
    """Where a training stands: the weights after ``step`` steps, and the optimiser's state."""

    weights: Vector
    step: int
    optimiser: tuple[Vector, ...] | None = None


def _trained(
    tickets: TicketSearch, mask: Mask, start: Place, data: TrainingData, steps: int
) -> Generator[Event, None, Place]:
    """Go on from ``start`` up to step ``steps``."""
    network = tickets.network(mask, start.weights)
    whole = tickets.values["steps"]
    settings = {**tickets.values, "steps": steps, "eval_every": steps, "decay_steps": whole}
    optimiser = build_optimiser(settings, network.ops, network.arena)
    if start.optimiser is not None:
        optimiser.carry_on(start.optimiser)
    for event in train(network, data, settings, start.step, optimiser):
        if isinstance(event, Tick):
            yield event
    return Place(network.weights(), steps, optimiser.carried())


def _walk(
    tickets: TicketSearch, mask: Mask, pair: tuple[Vector, Vector], arm: str, step: int
) -> Iterator[Event]:
    network = tickets.network(mask, pair[0])
    for alpha in np.linspace(0, 1, tickets.values["alphas"]):
        network.load(interpolate(pair[0], pair[1], float(alpha)))
        train_loss, train_acc = evaluate(network, tickets.data.train)
        test_loss, test_acc = evaluate(network, tickets.data.test)
        yield Row(
            {
                "arm": arm,
                "model": tickets.values["model"],
                "trial": tickets.trial,
                "seed": tickets.seed,
                "sparsity": arm_sparsity(tickets.values, arm),
                "removed": removed_share(mask),
                "rewind_step": step,
                "alpha": round(float(alpha), 6),
                "train_loss": train_loss,
                "train_acc": train_acc,
                "test_loss": test_loss,
                "test_acc": test_acc,
                "final": True,
            }
        )


def _reordered(data: TrainingData, order: Any) -> TrainingData:
    x, y = data.train.x[:, order], data.train.y[order]
    return TrainingData(Split(np.ascontiguousarray(x), y), data.test)


def summarise(values: Values, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The barrier in test error (percent) of each arm and rewind step, over trials."""
    summary: list[dict[str, Any]] = []
    for arm in ARMS:
        for step in values["rewind_steps"]:
            barriers = []
            for trial in range(values["trials"]):
                line = sorted(
                    (row["alpha"], 100 - row["test_acc"])
                    for row in rows
                    if (row["arm"], row["rewind_step"], row["trial"]) == (arm, step, trial)
                )
                if line:
                    barriers.append(barrier([error for _, error in line]))
            if barriers:
                cell = {"what": "barrier", "arm": arm, "rewind_step": step}
                summary.append({**cell, **estimate(barriers).to_dict()})
    return summary


EXPERIMENT = Experiment.of(
    __name__,
    title="From one solution to another",
    summary="The barrier between two trainings of the same network, against the rewind step.",
    figure=Figure(
        Axis("alpha", "Place on the line between them"), TEST_ACCURACY, ("arm", "rewind_step")
    ),
)
