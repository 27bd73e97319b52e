"""Run an experiment here: in this process, on several, or on an executor of one's own."""

from __future__ import annotations

import sys
import time
from collections.abc import Generator, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mnist1d_lab import params
from mnist1d_lab.engines.alone import alone
from mnist1d_lab.engines.bar import OnProgress, heard
from mnist1d_lab.engines.job import Job, OnShare, jobs_of
from mnist1d_lab.engines.kept import InMemory, Kept, asked, begin, result_of
from mnist1d_lab.engines.this_process import execute
from mnist1d_lab.events import Event
from mnist1d_lab.experiments import get_experiment
from mnist1d_lab.experiments.base import Experiment, Task, TaskResult
from mnist1d_lab.ops import get_ops
from mnist1d_lab.ops.wasm_host import UnavailableError
from mnist1d_lab.params import ParamError, Values
from mnist1d_lab.records import Record
from mnist1d_lab.version import __version__

if TYPE_CHECKING:
    from concurrent.futures import Executor


def stream(name: str, *, backend: str = "auto", **given: Any) -> Generator[Event, None, Record]:
    """The events of an experiment, as they happen; the generator's return value is the record.

    ``given`` are parameters of the experiment, and ``preset``; ``backend`` is who computes ("auto":
    the best here). Raises ParamError at once.
    """
    experiment = get_experiment(name)
    values = experiment.check(given)
    backend = checked_backend(backend)

    def events() -> Generator[Event, None, Record]:
        began, results = time.perf_counter(), []
        for task in experiment.plan(values):
            result = TaskResult(task)
            results.append(result)
            yield from execute(result, backend)
        return _timed(experiment.merge(values, results), began)

    return events()


def run(
    name: str,
    *,
    workers: int = 1,
    backend: str = "auto",
    directory: str | Path | None = None,
    executor: Executor | None = None,
    progress: OnProgress | bool | None = None,
    **given: Any,
) -> Record:
    """Run an experiment to its end and return its record.

    >>> run("lottery", preset="quick", seed=0).rows  # doctest: +SKIP

    ``workers`` processes share the tasks; the record is the same but for its times. With the
    ``backend`` that a record names, its ``params`` give it again, to the bit.

    ``directory`` is where to keep what is done as it comes: the same call again, or ``resume``,
    goes on from there. ``executor``, of the shape of ``concurrent.futures``, does the tasks
    instead of processes of this machine, ``workers`` of them at a time. ``progress`` is called
    with the share that is done (0 to 1) and the id of the task that it last heard of; True shows
    tqdm's bar, in a notebook too. Raises ParamError before anything runs.
    """
    began = time.perf_counter()
    experiment = get_experiment(name)
    values = experiment.check(given)
    workers, backend = checked_workers(workers), checked_backend(backend)
    kept: Kept = InMemory()
    if directory is not None:
        kept = begin(Path(directory), _about(experiment, values, backend))
    tasks = experiment.plan(values)
    with heard(progress) as told:
        on_share = _added_up(tasks, told)
        work_off(jobs_of(tasks, kept), backend, on_share, min(workers, len(tasks)), executor)
    return _timed(experiment.merge(values, [result_of(kept, task) for task in tasks]), began)


def resume(
    directory: str | Path,
    *,
    workers: int = 1,
    executor: Executor | None = None,
    progress: OnProgress | bool | None = None,
) -> Record:
    """Go on with the run that is kept in ``directory``; what is done is not done again.

    Raises ParamError where no run is kept, or one of another version of this package.
    """
    about = asked(Path(directory))
    if about["version"] != __version__:
        raise ParamError(
            "directory",
            f"{directory} keeps a run of version {about['version']}; this is {__version__}.",
        )
    options = {"workers": workers, "executor": executor, "progress": progress}
    values = get_experiment(about["experiment"]).check(about.get("params", {}))
    given = {**values, "backend": about["backend"], "directory": directory, **options}
    return run(about["experiment"], **given)


def _about(experiment: Experiment, values: Values, backend: str) -> dict[str, Any]:
    return {
        "experiment": experiment.name,
        "params": values,
        "backend": backend,
        "version": __version__,
    }


def work_off(
    jobs: Iterable[Job],
    backend: str,
    on_share: OnShare,
    workers: int = 1,
    executor: Executor | None = None,
) -> None:
    """Do the jobs in this process, on ``workers`` of them, or by ``executor``."""
    if executor is None and workers == 1:
        alone(jobs, backend, on_share)
        return
    # Imported here because a browser has no processes, and starts sooner without their modules.
    from mnist1d_lab.engines.drive import drive  # noqa: PLC0415
    from mnist1d_lab.engines.processes import Processes  # noqa: PLC0415

    own = Processes(workers) if executor is None else None
    try:
        drive(jobs, backend, executor or own, workers, on_share)  # type: ignore[arg-type]
    finally:
        if own:  # whether all is done or something went wrong, nothing that still runs is wanted
            own.kill()


def _added_up(tasks: Sequence[Task], progress: OnProgress | None) -> OnShare:
    """Hears of single tasks; tells of the whole run, each task by its cost."""
    shares = dict.fromkeys((task.id for task in tasks), 0.0)
    costs = {task.id: task.cost for task in tasks}

    def hear(job: Job, share: float) -> None:
        shares[job.task.id] = share
        if progress:
            done = sum(costs[name] * share for name, share in shares.items())
            progress(done / max(sum(costs.values()), 1), job.task.id)

    return hear


def checked_workers(workers: Any) -> int:
    """How many processes were asked for; ParamError where there cannot be so many."""
    asked_for: int = params.WORKERS.check(workers)
    if asked_for > 1 and sys.platform == "emscripten":
        raise ParamError("workers", "workers must be 1 in a browser, which has no processes.")
    return asked_for


def checked_backend(backend: Any) -> str:
    """The name of the backend to run on; ParamError where the one asked for cannot run here."""
    asked_for = params.BACKEND.check(backend)
    try:
        return get_ops(None if asked_for == "auto" else asked_for).name
    except UnavailableError as error:
        raise ParamError("backend", f"backend {asked_for} cannot run here: {error}") from error


def _timed(record: Record, began: float) -> Record:
    record.elapsed_s = time.perf_counter() - began
    return record
