"""What is to be done, and by whom it is wanted."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from mnist1d_lab.engines.kept import Kept
from mnist1d_lab.experiments.base import Task


@dataclass(frozen=True, eq=False)
class Job:
    """A task of the run named ``run``, and where what it says is kept."""

    task: Task
    kept: Kept
    run: str


OnShare = Callable[[Job, float], object]  # hears how much of a job is done, from 0 to 1


def jobs_of(tasks: Sequence[Task], kept: Kept) -> Iterator[Job]:
    """The jobs of one run."""
    run = os.urandom(16).hex()
    return (Job(task, kept, run) for task in tasks)
