"""The points of a sweep: their tasks as one stream, and each point's record once it is whole.

A point is opened when the first of its tasks is asked for and closed with the last one's end. So no
worker waits for the others at the end of a point, and what is open does not grow with the grid.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mnist1d_lab.engines.bar import OnProgress
from mnist1d_lab.engines.job import Job, jobs_of
from mnist1d_lab.engines.kept import RunDirectory, begin, result_of
from mnist1d_lab.experiments.base import Experiment, Task
from mnist1d_lab.params import Values


@dataclass
class Point:
    """A point under way."""

    values: Values
    path: Path
    kept: RunDirectory
    tasks: list[Task]
    left: set[str]
    shares: dict[str, float] = field(default_factory=dict)

    @property
    def share(self) -> float:
        """How much of it is done, each task by its cost."""
        total = sum(task.cost for task in self.tasks)
        return sum(task.cost * self.shares.get(task.id, 0.0) for task in self.tasks) / total


class Points:
    """What is left of a sweep's points, in the directory ``folder``."""

    def __init__(
        self,
        experiment: Experiment,
        points: Sequence[Values],
        folder: Path,
        about: Values,
        progress: OnProgress | None,
    ) -> None:
        self.experiment, self.points, self.folder = experiment, points, folder
        self.about, self.progress = about, progress
        self.finished = 0
        self._open: dict[str, Point] = {}

    def place(self, values: Values) -> Path:
        """Where the record of these parameters lies."""
        name = hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]
        return self.folder / "points" / f"{name}.json"

    def jobs(self) -> Iterator[Job]:
        """The tasks of all points that have no record yet."""
        for values in self.points:
            path = self.place(values)
            if path.exists():
                self.finished += 1
                continue
            path.parent.mkdir(exist_ok=True)
            kept = begin(path.with_suffix(".run"), {**self.about, "params": values})
            tasks = self.experiment.plan(values)
            point = Point(values, path, kept, tasks, {task.id for task in tasks})
            for job in jobs_of(tasks, kept):
                self._open[job.run] = point
                yield job

    def hear(self, job: Job, share: float) -> None:
        """A job is so far; a point whose tasks are all done becomes a record."""
        point = self._open[job.run]
        point.shares[job.task.id] = share
        # A task may say that all is done and still have a piece before it, to keep what it found.
        if share >= 1.0 and job.kept.place(job.task) is None:
            point.left.discard(job.task.id)
        if not point.left:
            self._close(job.run, point)
        if self.progress:
            shares = sum(point.share for point in self._open.values())
            told = f"{self.finished} of {len(self.points)} points"
            self.progress((self.finished + shares) / len(self.points), told)

    def _close(self, run: str, point: Point) -> None:
        results = [result_of(point.kept, task) for task in point.tasks]
        self.experiment.merge(point.values, results).save(point.path)
        shutil.rmtree(point.kept.folder)
        del self._open[run]
        self.finished += 1
