"""A search whose every measurement is also made on validation samples, for choosing by them.

There are two sets of validation samples: one says where to stop a training, the other which
setting is best. A maximum over steps flatters the samples that it is taken on, so one set for both
would always prefer stopping early. The test set has no part in either.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mnist1d_lab.events import Event, Row
from mnist1d_lab.experiments.shared.ticket_search import (
    VALIDATION_DATA_SEED_OFFSET,
    TicketSearch,
)
from mnist1d_lab.nn.network import Network
from mnist1d_lab.nn.parameters import Vector
from mnist1d_lab.params import Values
from mnist1d_lab.pruning.lottery import Level, Run
from mnist1d_lab.pruning.masks import Mask
from mnist1d_lab.training.data import fresh_training_data
from mnist1d_lab.training.train import Split, evaluate

STOP_DATA_SEED_OFFSET = 2000


@dataclass(frozen=True)
class Aside:
    """Samples that nothing is trained or reported on, of the kind that a network is trained on."""

    stopping: Split
    choosing: Split

    @classmethod
    def like(cls, values: Values, test_samples: int, source: Values | None = None) -> Aside:
        """About ``test_samples`` in each, of the data of ``values``.

        Shuffled positions are in the order of ``source``, as ``fresh_training_data`` has them.
        """
        return cls(
            *(
                fresh_training_data(values, offset, test_samples, source).test
                for offset in (STOP_DATA_SEED_OFFSET, VALIDATION_DATA_SEED_OFFSET)
            )
        )

    def reordered(self, order: NDArray[np.intp]) -> Aside:
        """The same samples, their positions in another order."""
        return Aside(self.stopping.reordered(order), self.choosing.reordered(order))

    def measured(self, network: Network) -> dict[str, float]:
        """The columns ``stop_acc`` and ``validation_acc``, in percent."""
        (_, stop), (_, validation) = (evaluate(network, s) for s in (self.stopping, self.choosing))
        return {"stop_acc": stop, "validation_acc": validation}


@dataclass
class EarlyStop:
    """The measurement of a training so far that was best on the samples for stopping."""

    best: dict[str, Any] = field(default_factory=dict)

    def columns(self, row: dict[str, Any]) -> dict[str, Any]:
        """What the final row says of it; the first of equals, since it costs the fewest steps."""
        if not self.best or row["stop_acc"] > self.best["stop_acc"]:
            self.best = dict(row)
        kept = ("step", "test_acc", "validation_acc")
        return {f"stopped_{name}": self.best[name] for name in kept} if row["final"] else {}


class ValidatedSearch(TicketSearch):
    """A ``TicketSearch`` at one ``rate`` and ``decay``, both in its rows.

    Every row has ``stop_acc`` and ``validation_acc``, on the two sets of validation samples; the
    last one of a training also ``stopped_step``, ``stopped_test_acc`` and
    ``stopped_validation_acc``: the training stopped where ``stop_acc`` was highest.
    """

    def __init__(self, values: Values, trial: int, rate: float, decay: str) -> None:
        super().__init__({**values, "learning_rate": rate, "rate_decay": decay}, trial)

    @cached_property
    def aside(self) -> Aside:
        """Those of the search's own data; it chooses by the samples that a search has anyway."""
        return Aside.like(self.values, self.data.test.size)

    def columns(self, level: Level) -> dict[str, Any]:
        values = self.values
        setting = {"rate": values["learning_rate"], "decay": values["rate_decay"]}
        return {**super().columns(level), **setting}

    def train_level(self, level: Level) -> Run:
        stop = EarlyStop()
        run = super().train_level(level)
        while True:
            try:
                event: Event = next(run)
            except StopIteration as finished:
                trained: Vector = finished.value
                return trained
            if isinstance(event, Row):
                event.values.update(stop.columns(event.values))
            yield event

    def _measured(self, network: Network, mask: Mask, event: Row) -> dict[str, Any]:
        measured = super()._measured(network, mask, event)
        return {**measured, **self.aside.measured(network)}

    def level_of(self, arm: str, mask: Mask, start: Vector, first_step: int = 0) -> Level:
        """A training under a mask that is there already, at the last of the levels."""
        last = len(self.values["sparsities"]) - 1
        start = np.asarray(start)
        return Level(arm, last, self.values["sparsities"][last], mask, start, first_step)
