"""An experiment at every point of a grid: resumable, one tidy table, the same seeds at each point.

In the sweep's directory are ``run.json``, what was asked; ``points/``, a record for each point
that is done and what is kept of the one under way; and at the end ``table.csv`` and
``summary.csv``, the records' rows and summaries with the point's parameters before them (and the
same as Parquet, where pyarrow is installed).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mnist1d_lab.engines.bar import OnProgress, heard
from mnist1d_lab.engines.kept import begin
from mnist1d_lab.engines.points import Points
from mnist1d_lab.engines.runner import checked_backend, checked_workers, work_off
from mnist1d_lab.engines.tables import write_tables
from mnist1d_lab.experiments import get_experiment
from mnist1d_lab.experiments.base import Experiment
from mnist1d_lab.params import ParamError, Values
from mnist1d_lab.params.quoting import quoted
from mnist1d_lab.records import Record, load_record
from mnist1d_lab.version import __version__

if TYPE_CHECKING:
    from concurrent.futures import Executor

REPETITIONS = ("trials", "seeds")  # what an experiment calls the number of its paired seeds
Grid = list[tuple[Values, Values]]  # of each point: what differs there, and all parameters
Rows = Callable[[Record], list[dict[str, Any]]]


def sweep(
    experiment: str,
    grid: Mapping[str, Sequence[Any]],
    out: str | Path,
    *,
    fixed: Mapping[str, Any] | None = None,
    seeds: int | None = None,
    workers: int = 1,
    backend: str = "auto",
    executor: Executor | None = None,
    progress: OnProgress | bool | None = None,
) -> Path:
    """Run ``experiment`` at each point of ``grid`` (name: values); returns the table's path.

    ``fixed`` are parameters (and ``preset``) of all points, ``seeds`` how many repetitions each
    has, with the same seeds at every point, so that points can be compared seed by seed. The same
    call again does only what is left. Raises ParamError before anything runs, for every point.
    """
    known, folder = get_experiment(experiment), Path(out)
    grid_ = _points(known, grid, dict(fixed or {}), seeds)
    workers, asked = checked_workers(workers), checked_backend(backend)
    about = {"experiment": experiment, "backend": backend, "version": __version__}
    held = begin(folder, {**about, "points": [values for _, values in grid_]})
    with heard(progress) as told:
        points = Points(known, [values for _, values in grid_], folder, about, told)
        work_off(points.jobs(), asked, points.hear, workers, executor)
    del held  # until here nobody else could write there
    for name, rows_of in (("summary", _summary), ("table", Record.table)):
        write_tables(folder / f"{name}.csv", partial(_rows, points, grid_, rows_of))
    return folder / "table.csv"


def _points(
    experiment: Experiment, grid: Mapping[str, Sequence[Any]], fixed: Values, seeds: int | None
) -> Grid:
    """All points, checked; the last name of the grid turns fastest."""
    if seeds is not None:
        names = {param.name for param in experiment.params}
        counts = [name for name in REPETITIONS if name in names]
        if not counts:
            raise ParamError("seeds", f"seeds: {experiment.name} has no repetitions to set.")
        fixed[counts[0]] = seeds
    for name, values in grid.items():
        if isinstance(values, str) or not isinstance(values, Sequence) or not values:
            raise ParamError(
                "grid", f"grid: {name} must be a list of values; got {quoted(values)}."
            )
    crossed = [dict(zip(grid, point, strict=True)) for point in product(*grid.values())]
    return [(point, experiment.check({**fixed, **point})) for point in crossed]


def _summary(record: Record) -> list[dict[str, Any]]:
    return record.summary


def _rows(points: Points, grid: Grid, rows_of: Rows) -> Iterator[dict[str, Any]]:
    """The rows of all points, of one record at a time."""
    for point, values in grid:
        told = {f"at_{name}": _cell(value) for name, value in point.items()}
        for row in rows_of(load_record(points.place(values))):
            yield {**told, **row}


def _cell(value: Any) -> Any:
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else value
