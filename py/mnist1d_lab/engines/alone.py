"""Tasks one after another, in this process."""

from __future__ import annotations

from collections.abc import Iterable

from mnist1d_lab.engines.job import Job, OnShare
from mnist1d_lab.engines.this_process import advance


def alone(jobs: Iterable[Job], backend: str, on_share: OnShare) -> None:
    """Do what is left of the jobs."""
    for job in jobs:
        while (place := job.kept.place(job.task)) is not None:
            number, state = place
            piece = advance(job.run, job.task, backend, number, state)
            job.kept.keep(job.task, number, piece)
            if piece.state is not None:
                on_share(job, piece.share)
        on_share(job, 1.0)
