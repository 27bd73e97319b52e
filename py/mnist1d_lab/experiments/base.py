"""What an experiment is: parameters, and plan / execute / merge.

``plan`` turns checked parameters into independent tasks, ``execute`` runs one task as a generator
of events, and ``merge`` puts the tasks' results together. Browser workers, local processes and a
cluster are only different executors of the same tasks.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from numpy.typing import NDArray

from mnist1d_lab import events, params
from mnist1d_lab.analysis.statistics import allow_for_number
from mnist1d_lab.dataset import own_data
from mnist1d_lab.events import Cell, Event
from mnist1d_lab.params import Param, Values
from mnist1d_lab.params.quoting import quoted
from mnist1d_lab.records import Record
from mnist1d_lab.records.provenance import made_here
from mnist1d_lab.version import __version__


@dataclass(frozen=True)
class Task:
    """One independent piece of an experiment, plain enough to be sent anywhere as JSON.

    ``key`` says which piece it is and ``cost`` about how long it takes, in training steps (of the
    dense network, where weights are pruned: see shared/work.py) of the model that ``key`` names,
    or else ``params``. A page that has measured such a step knows how long the run will take.
    """

    id: str
    experiment: str
    params: Values
    key: dict[str, Cell] = field(default_factory=dict)
    cost: int = 1

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass
class TaskResult:
    """What one task said: its rows, arrays and notices, in the order in which it said them."""

    task: Task
    rows: list[dict[str, Cell]] = field(default_factory=list)
    arrays: dict[str, NDArray[Any]] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    elapsed_s: float = 0.0
    backend: str = ""

    def take(self, event: Event) -> None:
        """Keep what belongs in the record."""
        if isinstance(event, events.Row):
            self.rows.append(event.values)
        elif isinstance(event, events.Array):
            self.arrays[event.name] = event.value
        elif isinstance(event, events.Notice):
            self.notices.append(event.message)


@dataclass(frozen=True)
class Axis:
    """A column of the rows on an axis; ``label`` says what it is, with its unit."""

    column: str
    label: str


@dataclass(frozen=True)
class Figure:
    """What a plain view plots: ``y`` against ``x``, one line for each set of values of ``series``.

    Rows alike in all of these are repetitions, to be averaged. ``final`` leaves out the rows that
    a training's later ones supersede; ``log`` is for ``y`` over powers of ten. With ``what``, it is
    of the summary's rows of that name, each with an interval of its own.
    """

    x: Axis
    y: Axis
    series: tuple[str, ...] = ()
    final: bool = True
    log: bool = False
    what: str = ""


TEST_ACCURACY = Axis("test_acc", "Test accuracy, %")
STEP = Axis("step", "Training step")

Plan = Callable[[Values], list[Task]]
Execute = Callable[[Task, Mapping[str, Any] | None], Iterator[Event]]
Settle = Callable[[Values], Values]
Rows = list[dict[str, Cell]]
Summarise = Callable[[Values, Rows], Rows]


# What a module calls the parts of its experiment. The last three may be missing.
PARTS = ("PARAMS", "plan", "execute", "PRESETS", "settle", "summarise")


@dataclass(frozen=True)
class Experiment:
    """An experiment, by name.

    ``title``, ``figure`` and ``sums`` (figures of the summary) are what a page shows of it that has
    no view made for it; without a figure, its rows. ``settle`` checks what no single parameter can,
    and may adjust; ``summarise`` makes the record's summary (means, intervals, paired differences)
    out of its rows. ``notes`` are what a page says beside it, by name: one sentence each.
    """

    name: str
    title: str
    summary: str
    params: tuple[Param, ...]
    plan: Plan
    execute: Execute
    presets: Mapping[str, Values] = field(default_factory=dict)
    settle: Settle = lambda values: values
    summarise: Summarise = lambda values, rows: []
    notes: Mapping[str, str] = field(default_factory=dict)
    figure: Figure | None = None
    sums: tuple[Figure, ...] = ()

    @classmethod
    def of(cls, module: str, **given: Any) -> Experiment:
        """The experiment that a module is: called at its end with ``__name__`` and what its parts
        do not say, which is title, summary and figure, and any part that has another name there.
        """
        namespace = vars(sys.modules[module])
        parts = {part.lower(): namespace[part] for part in PARTS if part in namespace}
        return cls(**{"name": module.rpartition(".")[2], **parts, **given})

    def check(self, given: Mapping[str, Any]) -> Values:
        """All parameters of a run; ``preset`` in ``given`` names the values to start from."""
        if not isinstance(given, Mapping):
            raise params.ParamError(
                "params", f"params must map names to values for {self.name}; got {quoted(given)}."
            )
        given = dict(given)
        chosen = given.pop("preset", None)
        if chosen is not None and not (isinstance(chosen, str) and chosen in self.presets):
            known = ", ".join(self.presets) or "none"
            raise params.ParamError(
                "preset", f"preset must be one of {known} for {self.name}; got {quoted(chosen)}."
            )
        start = {} if chosen is None else self.presets[chosen]
        values = params.check(self.params, {**start, **given}, where=self.name)
        own_data.check(values)
        return self.settle(values)

    def merge(self, values: Values, results: Sequence[TaskResult]) -> Record:
        """The record of all results, in the order of the plan."""
        rows = [row for result in results for row in result.rows]
        return Record(
            experiment=self.name,
            params=values,
            seed=values["seed"],
            version=__version__,
            backend="+".join(sorted({r.backend for r in results if r.backend})),
            elapsed_s=sum(r.elapsed_s for r in results),
            rows=rows,
            summary=self.summary_of(values, rows),
            arrays={name: a for result in results for name, a in result.arrays.items()},
            notices=[*own_data.notes(values), *(n for result in results for n in result.notices)],
            made=made_here(),
            class_names=own_data.class_names(values),
            figure=None if self.figure is None else asdict(self.figure),
        )

    def summary_of(self, values: Values, rows: Rows) -> Rows:
        """What ``summarise`` makes of the rows; differences that stand together are adjusted."""
        summary = self.summarise(values, rows)
        allow_for_number(summary)
        return summary

    def describe(self) -> dict[str, Any]:
        """The experiment as plain JSON for the page."""
        return {
            "title": self.title,
            "summary": self.summary,
            "figure": None if self.figure is None else asdict(self.figure),
            "sums": [asdict(figure) for figure in self.sums],
            "params": [param.schema() for param in self.params],
            "presets": {name: dict(values) for name, values in self.presets.items()},
            "notes": dict(self.notes),
        }
