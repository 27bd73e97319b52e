"""What a running experiment says, as it says it.

An experiment is a generator of these events. The caller decides when to take the next one, so
pausing, stopping and sharing a thread need no support from the code that trains.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Cell = str | int | float | bool | None


@dataclass(frozen=True)
class Tick:
    """Nothing to report: a moment at which the run may be paused or stopped."""


@dataclass(frozen=True)
class Row:
    """One measurement; ``values`` is one line of the record's table.

    JSON knows neither NumPy's scalars nor NaN and infinity: the former become Python's, the
    latter None.
    """

    values: dict[str, Cell]

    def __post_init__(self) -> None:
        plain = {name: _cell(value) for name, value in self.values.items()}
        object.__setattr__(self, "values", plain)


def _cell(value: Any) -> Cell:
    cell: Cell = value.item() if isinstance(value, np.generic) else value
    return None if isinstance(cell, float) and not math.isfinite(cell) else cell


@dataclass(frozen=True)
class Array:
    """A named array of the record, such as a mask."""

    name: str
    value: NDArray[Any]


@dataclass(frozen=True)
class Progress:
    """How far the task is, about in training steps (or the unit in ``unit``)."""

    done: int
    total: int
    note: str = ""
    unit: str = "steps"


@dataclass(frozen=True)
class Checkpoint:
    """Everything that ``execute`` needs to go on from here."""

    state: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Notice:
    """Something the person should know, such as a training that diverged."""

    message: str


Event = Tick | Row | Array | Progress | Checkpoint | Notice
TICK = Tick()
