"""Networks that are never trained: what is a mask worth by itself?

A ticket's mask is put on its initial weights, and on signed constants (Zhou et al. 2019, section 5:
"supermasks"; each weight keeps its sign and its layer's standard deviation), and the network is
measured as it is. Beside it stand random masks of the same counts, and a mask that was trained for
the purpose, weights untouched: edge-popup (Ramanujan et al. 2020).

Rows, one a network: arms "dense" and "lottery" (the search itself, trained), "own" and "constant"
(the ticket's mask, untrained, on its initial weights and on signed constants), "random_own" and
"random_constant", and "popup"; level, sparsity and removed; test_acc and final. The summary:
test_acc by arm and level, and "minus_random", the paired lead of "own", "constant" and "popup" over
the random mask ("popup" over that on constants).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from mnist1d_lab import params
from mnist1d_lab.events import TICK, Checkpoint, Event, Progress, Row
from mnist1d_lab.experiments.base import TEST_ACCURACY, Axis, Experiment, Figure, Task
from mnist1d_lab.experiments.shared.paired import final_accuracies, summary_rows
from mnist1d_lab.experiments.shared.progress import RunningProgress
from mnist1d_lab.experiments.shared.ticket_search import SEARCH_PARAMS, TicketSearch, settle_search
from mnist1d_lab.experiments.shared.work import search_work, training_work
from mnist1d_lab.nn.initialisers import initial_weights
from mnist1d_lab.nn.parameters import Vector, slices
from mnist1d_lab.params import Values
from mnist1d_lab.pruning.edge_popup import EdgePopup, signed_constants
from mnist1d_lab.pruning.lottery import Level, Search, find_tickets, stream
from mnist1d_lab.pruning.masks import Mask, pruning_groups, random_mask, removed_share
from mnist1d_lab.training.train import evaluate

DEFAULTS: Values = {
    "sparsities": [0.0, 0.2, 0.4, 0.5, 0.65, 0.8, 0.9],
    "criterion": "large_final_same_sign",
    "eval_every": 600,
    "trials": 5,
}
PARAMS = (
    *params.with_defaults(
        (p for p in SEARCH_PARAMS if p.name not in ("arms", "rewind_step")), DEFAULTS
    ),
    params.POPUP_STEPS,
    params.POPUP_RATE,
)
PRESETS: dict[str, Values] = {
    "quick": {"sparsities": [0.0, 0.5, 0.8], "trials": 2, "popup_steps": 300},
    "standard": {},
    "magnitude": {"criterion": "magnitude"},
}
# A step of edge-popup ranks all scores besides.
POPUP_STEP = 4


def plan(values: Values) -> list[Task]:
    """One task a trial."""
    popups = len(values["sparsities"][1:]) * _popup_work(values)
    cost = search_work(values) + popups
    return [
        Task(f"trial-{trial}", "untrained", values, {"trial": trial}, cost)
        for trial in range(values["trials"])
    ]


def _popup_work(values: Values) -> int:
    return POPUP_STEP * training_work(values, 0, values["popup_steps"])


def execute(task: Task, resume: Mapping[str, Any] | None = None) -> Iterator[Event]:
    """The search, and at each of its levels the networks that are not trained.

    Checkpoints are the search's; what is not trained but measured is done anew.
    """
    tickets = TicketSearch(task.params, int(task.key["trial"] or 0))
    told = RunningProgress(task.cost, task.params["steps"])
    search = yield from tickets.search(
        lambda level: told.follow(
            tickets.train_level(level),
            training_work(task.params, level.sparsity),
            f"searching: level {level.index}",
        )
    )
    masks = {}
    for event in find_tickets(search):
        if isinstance(event, Checkpoint):
            masks[event.state["level"] - 1] = event.state["mask"]
        elif not (isinstance(event, Row) and not event.values["final"]):
            yield event
    for index in range(1, len(search.sparsities)):
        yield from _untrained(tickets, search, masks[index], index)
        yield from _popup(tickets, index, told)


def _untrained(tickets: TicketSearch, search: Search, ticket: Mask, index: int) -> Iterator[Event]:
    rng = stream(search.seed, "random", index)
    random = random_mask(rng, ticket.size, search.groups, search.sparsities[index])
    constants = layer_constants(tickets)
    for prefix, mask in (("", ticket), ("random_", random)):
        for name, weights in (("own", search.initial), ("constant", constants)):
            level = Level(f"{prefix}{name}", index, search.sparsities[index], mask, weights)
            yield _measured(tickets, level)
            yield TICK


def layer_constants(tickets: TicketSearch) -> Vector:
    """The initial weights' signs times their layer's standard deviation; biases as they are."""
    constants = tickets.initial.copy()
    where = slices(tickets.parameters)
    for p in tickets.parameters:
        if not p.is_bias:
            own = tickets.initial[where[p.name]]
            constants[where[p.name]] = own.std() * np.sign(own)
    return constants


def _measured(tickets: TicketSearch, level: Level) -> Row:
    network = tickets.network(level.mask, level.start)
    loss, accuracy = evaluate(network, tickets.data.test)
    row = {"step": 0, "test_loss": loss, "test_acc": accuracy, "final": True}
    return Row({**tickets.columns(level), "removed": removed_share(level.mask), **row})


def _popup(tickets: TicketSearch, index: int, told: RunningProgress) -> Iterator[Event]:
    """Train a mask on the untrained network, and measure what it makes of it."""
    values, split = tickets.values, tickets.data.train
    sparsity, steps = values["sparsities"][index], values["popup_steps"]
    everything = np.ones(tickets.initial.size, np.bool_)
    weights = signed_constants(tickets.initial, tickets.parameters, 1 - sparsity)
    groups = pruning_groups(tickets.parameters, biases=False, output=values["prune_output"])
    scores = initial_weights(tickets.parameters, [tickets.seed, index], "pytorch")
    network = tickets.network(everything, weights)
    popup = EdgePopup(network, weights, groups, sparsity, scores)
    size = min(values["batch_size"], split.size)
    batches = split.size // size
    for step in range(steps):
        part = slice(step % batches * size, (step % batches + 1) * size)
        popup.step(split.x[:, part], split.y[part], values["popup_rate"] * (1 - step / steps))
        yield TICK
    told.done += _popup_work(values)
    yield Progress(told.done, told.cost, f"edge-popup: level {index}")
    yield _measured(tickets, Level("popup", index, sparsity, popup.mask(), weights))


RIVALS = {"own": "random_own", "constant": "random_constant", "popup": "random_constant"}


def summarise(values: Values, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Accuracy by arm and level, and what the masks gain over random ones."""
    cells = final_accuracies(rows, "arm", "level")
    summary: list[dict[str, Any]] = []
    for arm, level in cells:
        named = {"arm": arm, "level": level, "sparsity": values["sparsities"][level]}
        rivals = {"random": (RIVALS[arm], level)} if arm in RIVALS else {}
        summary.extend(summary_rows(cells, (arm, level), rivals, **named))
    return summary


EXPERIMENT = Experiment.of(
    __name__,
    title="Tickets without training",
    summary="What masks are worth by themselves: supermasks and edge-popup.",
    settle=settle_search,
    figure=Figure(Axis("removed", "Share of the weights removed"), TEST_ACCURACY, ("arm",)),
)
