"""Tasks, piece by piece, by anything of the shape of ``concurrent.futures.Executor``.

What is submitted is one piece of a task, from one checkpoint to the next: so the pieces that are
kept are all that is needed to go on, here or on another machine, and a worker that dies costs a
piece. How long a worker may go on beyond its first checkpoint is the executor's ``patience``: to
hand over costs our own processes nothing, and a cluster some 30 ms, in which its worker waits.

At most ``window`` pieces are under way, and a task's next piece follows its last at once: so it
finds the worker that has just done that one, and the tasks are finished one after another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait

from mnist1d_lab.engines.elsewhere import KeptThere, go_on
from mnist1d_lab.engines.job import Job, OnShare
from mnist1d_lab.engines.kept import State
from mnist1d_lab.engines.processes import WorkerDiedError
from mnist1d_lab.engines.this_process import Piece

Place = tuple[int, State | None]
MOST_DEATHS = 3  # of workers over one piece: then it is the piece that kills them
PATIENCE = 2.0  # seconds, of an executor that names none


def drive(
    jobs: Iterable[Job], backend: str, executor: Executor, window: int, on_share: OnShare
) -> None:
    """Do what is left of the jobs; the next one is asked for when there is a place for it."""
    waiting = iter(jobs)
    deaths: Counter[tuple[Job, int]] = Counter()
    under_way: dict[Future[Piece | KeptThere], tuple[Job, int, State | None]] = {}
    patience = getattr(executor, "patience", PATIENCE)

    def submit(job: Job, number: int, state: State | None) -> None:
        shared = job.kept.shared if patience else None
        piece = job.run, job.task, backend, number, state
        future = executor.submit(go_on, *piece, patience, shared)
        under_way[future] = job, number, state

    while True:
        while len(under_way) < window and (job := next(waiting, None)):
            place = job.kept.place(job.task)
            if place is None:
                on_share(job, 1.0)
            else:
                submit(job, *place)
        if not under_way:
            return
        for future in wait(under_way, return_when=FIRST_COMPLETED).done:
            job, number, state = under_way.pop(future)
            try:
                piece = future.result()
            except WorkerDiedError:
                deaths[job, number] += 1
                if deaths[job, number] >= MOST_DEATHS:
                    raise
                submit(job, number, state)
                continue
            place = _next_place(job, number, piece)
            if place is not None:
                submit(job, *place)
            on_share(job, piece.share)


def _next_place(job: Job, number: int, piece: Piece | KeptThere) -> Place | None:
    """The number of the piece after this one, which is kept from now on, and its checkpoint."""
    if isinstance(piece, KeptThere):
        return job.kept.place(job.task)
    job.kept.keep(job.task, number, piece)
    return None if piece.state is None else (number + 1, piece.state)
