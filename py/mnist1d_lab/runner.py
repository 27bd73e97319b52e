"""Run an experiment here: in this process, or on several."""

from __future__ import annotations

import os
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from mnist1d_lab import params
from mnist1d_lab.events import Event
from mnist1d_lab.experiments import get_experiment
from mnist1d_lab.experiments.base import Task, TaskResult
from mnist1d_lab.ops import get_ops
from mnist1d_lab.records import Record


def stream(name: str, **given: Any) -> Generator[Event, None, Record]:
    """The events of an experiment, as they happen; the generator's return value is the record.

    ``given`` are parameters of the experiment, and ``preset``. Raises ParamError at once.
    """
    experiment = get_experiment(name)
    values = experiment.check(given)

    def events() -> Generator[Event, None, Record]:
        began, results = time.perf_counter(), []
        for task in experiment.plan(values):
            result = TaskResult(task)
            results.append(result)
            yield from _execute(result)
        return _timed(experiment.merge(values, results), began)

    return events()


def run(name: str, *, workers: int = 1, **given: Any) -> Record:
    """Run an experiment to its end and return its record.

    >>> run("lottery", preset="quick", seed=0).rows  # doctest: +SKIP

    ``workers`` processes share the tasks; the record is the same but for its times. Raises
    ParamError before anything runs.
    """
    began = time.perf_counter()
    experiment = get_experiment(name)
    values = experiment.check(given)
    workers = params.WORKERS.check(workers)
    tasks = experiment.plan(values)
    if workers == 1:
        results = [execute_to_end(task) for task in tasks]
    else:
        results = _on_processes(tasks, min(workers, len(tasks)))
    return _timed(experiment.merge(values, results), began)


def _on_processes(tasks: Sequence[Task], workers: int) -> list[TaskResult]:
    # Imported here because a browser has no processes, and starts sooner without their modules.
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415
    from multiprocessing import get_context  # noqa: PLC0415

    # Each process computes on one thread: these products are too small to share, and processes
    # that each start a thread a core would wait for one another. The BLAS reads this when it is
    # loaded, hence "spawn".
    with patched_environment(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1"):
        context = get_context("spawn")
        with ProcessPoolExecutor(workers, mp_context=context) as pool:
            return list(pool.map(execute_to_end, tasks))


@contextmanager
def patched_environment(**variables: str) -> Iterator[None]:
    """Environment variables that are set inside the block, and afterwards as they were."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _timed(record: Record, began: float) -> Record:
    record.elapsed_s = time.perf_counter() - began
    return record


def execute_to_end(task: Task) -> TaskResult:
    """One task's result."""
    result = TaskResult(task)
    for _ in _execute(result):
        pass
    return result


def _execute(result: TaskResult) -> Iterator[Event]:
    began = time.perf_counter()
    result.backend = get_ops().name
    for event in get_experiment(result.task.experiment).execute(result.task, None):
        result.take(event)
        yield event
    result.elapsed_s = time.perf_counter() - began
