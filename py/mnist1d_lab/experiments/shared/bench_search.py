"""What the bench's experiments share: their parameters, and a search that shows its first layer."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any

import numpy as np

from mnist1d_lab import params
from mnist1d_lab.events import Array, Event, Notice, Progress, Row, Tick
from mnist1d_lab.experiments.base import Task
from mnist1d_lab.experiments.shared.progress import TaskProgress, Training
from mnist1d_lab.experiments.shared.ticket_search import SEARCH_PARAMS, TicketSearch
from mnist1d_lab.nn.network import Network
from mnist1d_lab.nn.parameters import Vector
from mnist1d_lab.params import Values
from mnist1d_lab.pruning.lottery import Level, Run, Search
from mnist1d_lab.training.data import making_data

# Of a search's own parameters the bench has all but code that a visitor writes: what runs by itself
# on a page that was opened by a link must never run foreign code.
_CHANGED = {
    "criterion": params.with_default(
        params.CRITERION,
        "magnitude",
        choices=tuple(name for name in params.CRITERION_NAMES if name != "custom"),
    ),
    "arms": params.with_default(
        params.ARMS,
        ["lottery", "random"],
        length=(0, len(params.ARM_NAMES)),
        choices=tuple(name for name in params.ARM_NAMES if name != "rate_rewound"),
        help="What is trained: tickets, with their dense network; random masks, drawn afresh, "
        "nested, or with the tickets' layer densities; tickets with new weights; tickets pruned in "
        "one go.",
    ),
    "hidden": params.with_default(params.HIDDEN, 128),
    "steps": params.with_default(params.STEPS, 400),
}
BENCH_PARAMS = tuple(
    _CHANGED.get(p.name, p) for p in SEARCH_PARAMS if p.name not in ("criterion_code", "trials")
)


class BenchSearch(TicketSearch):
    """A ``TicketSearch`` that shows its first layer and measures nothing that is not shown.

    Arrays, by arm, trial and level (``W1`` is the first layer's weights, (units, inputs)):
    ``mask/{arm}/trial{t}/level{l}/W1`` uint8, before the training; and
    ``weights/{arm}/trial{t}/level{l}/W1`` float32, 0 where pruned: at the start of the training and
    again, under the same name, before each of its rows, so that the last one is the trained one.
    """

    def __init__(self, values: Values, trial: int) -> None:
        super().__init__(values, trial)
        self.validates = False
        self.first = self.parameters[0]

    def train_level(self, level: Level) -> Run:
        yield Array(f"mask/{self._place(level)}", self._first(level.mask).astype(np.uint8))
        yield self._weights(level, np.where(level.mask, level.start, 0))
        trained = yield from super().train_level(level)
        return trained

    def pictures(self, network: Network, level: Level) -> Iterator[Event]:
        yield self._weights(level, network.weights())

    def _weights(self, level: Level, weights: Vector) -> Array:
        return Array(f"weights/{self._place(level)}", self._first(weights).astype(np.float32))

    def _place(self, level: Level) -> str:
        return f"{level.arm}/trial{self.trial}/level{level.index}/{self.first.name}"

    def _first(self, vector: Vector) -> Vector:
        """The first layer's part of a flat vector: it comes first there, too."""
        return vector[: self.first.size].reshape(self.first.shape)

    def columns(self, level: Level) -> dict[str, Any]:
        return {**super().columns(level), "remaining": float(level.mask.mean())}


def begin(
    task: Task, trainings: list[Training], values: Values | None = None
) -> Generator[Event, None, tuple[BenchSearch, Search]]:
    """The search of a task, with progress among its events; the data set is made in small pieces.

    ``values`` are the search's where they are not the task's own.
    """
    values = task.params if values is None else values
    yield from making_data(values)
    tickets = BenchSearch(values, int(task.key["trial"] or 0))
    progress = TaskProgress(trainings, task.cost, values["steps"])
    search = yield from tickets.search(
        lambda level: progress.follow(level, tickets.train_level(level))
    )
    return tickets, search


def without_checkpoints(events: Iterator[Event]) -> Iterator[Event]:
    """The events but for the checkpoints: what takes half a second is sooner done anew."""
    kept = (Array, Notice, Progress, Row, Tick)
    return (event for event in events if isinstance(event, kept))
