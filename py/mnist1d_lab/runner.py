"""Run an experiment here: in this process, or on several."""

from __future__ import annotations

import os
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from mnist1d_lab import params
from mnist1d_lab.events import Event
from mnist1d_lab.experiments import get_experiment
from mnist1d_lab.experiments.base import Task, TaskResult
from mnist1d_lab.ops import get_ops, using
from mnist1d_lab.ops.wasm_host import UnavailableError
from mnist1d_lab.params import ParamError
from mnist1d_lab.records import Record


def stream(name: str, *, backend: str = "auto", **given: Any) -> Generator[Event, None, Record]:
    """The events of an experiment, as they happen; the generator's return value is the record.

    ``given`` are parameters of the experiment, and ``preset``; ``backend`` is who computes ("auto":
    the best here). Raises ParamError at once.
    """
    experiment = get_experiment(name)
    values = experiment.check(given)
    backend = _checked(backend)

    def events() -> Generator[Event, None, Record]:
        began, results = time.perf_counter(), []
        for task in experiment.plan(values):
            result = TaskResult(task)
            results.append(result)
            yield from _execute(result, backend)
        return _timed(experiment.merge(values, results), began)

    return events()


def run(name: str, *, workers: int = 1, backend: str = "auto", **given: Any) -> Record:
    """Run an experiment to its end and return its record.

    >>> run("lottery", preset="quick", seed=0).rows  # doctest: +SKIP

    ``workers`` processes share the tasks; the record is the same but for its times. With the
    ``backend`` that a record names, its ``params`` give it again, to the bit. Raises ParamError
    before anything runs.
    """
    began = time.perf_counter()
    experiment = get_experiment(name)
    values = experiment.check(given)
    workers, backend = params.WORKERS.check(workers), _checked(backend)
    tasks = experiment.plan(values)
    if workers == 1:
        results = [execute_to_end(task, backend) for task in tasks]
    else:
        results = _on_processes(tasks, min(workers, len(tasks)), backend)
    return _timed(experiment.merge(values, results), began)


def _checked(backend: Any) -> str:
    """The name of the backend to run on; ParamError where the one asked for cannot run here."""
    asked = params.BACKEND.check(backend)
    try:
        return get_ops(None if asked == "auto" else asked).name
    except UnavailableError as error:
        raise ParamError("backend", f"backend {asked} cannot run here: {error}") from error


def _on_processes(tasks: Sequence[Task], workers: int, backend: str) -> list[TaskResult]:
    # Imported here because a browser has no processes, and starts sooner without their modules.
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415
    from multiprocessing import get_context  # noqa: PLC0415

    # Each process computes on one thread: these products are too small to share, and processes
    # that each start a thread a core would wait for one another. The BLAS reads this when it is
    # loaded, hence "spawn".
    with patched_environment(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1"):
        context = get_context("spawn")
        with ProcessPoolExecutor(workers, mp_context=context) as pool:
            return list(pool.map(partial(execute_to_end, backend=backend), tasks))


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


def execute_to_end(task: Task, backend: str) -> TaskResult:
    """One task's result."""
    result = TaskResult(task)
    for _ in _execute(result, backend):
        pass
    return result


def _execute(result: TaskResult, backend: str) -> Iterator[Event]:
    began = time.perf_counter()
    result.backend = backend
    running = get_experiment(result.task.experiment).execute(result.task, None)
    while True:
        # Between two events other code runs, which may use another backend.
        with using(backend):
            event = next(running, None)
        if event is None:
            break
        result.take(event)
        yield event
    result.elapsed_s = time.perf_counter() - began
