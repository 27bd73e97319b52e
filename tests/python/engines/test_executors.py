"""Anything of the shape of ``concurrent.futures`` does the tasks: the same record to the bit."""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from threading import get_ident
from typing import Any

import mnist1d_lab
import numpy as np
import pytest
from mnist1d_lab import ParamError
from mnist1d_lab.engines import this_process
from mnist1d_lab.engines.kept import InMemory, result_of
from mnist1d_lab.engines.one_thread import _openblas, one_blas_thread
from mnist1d_lab.engines.processes import Processes, WorkerDiedError
from mnist1d_lab.engines.this_process import advance
from mnist1d_lab.experiments import get_experiment

from tests.python.engines.test_runner import SMALL, repeatable

LOTTERY = SMALL["lottery"]
MAKERS: list[Callable[[], Executor]] = [
    lambda: ThreadPoolExecutor(2),
    lambda: ProcessPoolExecutor(2, mp_context=get_context("spawn")),
    lambda: Processes(2),
]


@pytest.mark.parametrize("make", MAKERS, ids=["threads", "processes", "ours"])
def test_an_executor_of_ones_own_gives_the_same_record(make: Callable[[], Executor]) -> None:
    with make() as executor:
        record = mnist1d_lab.run("lottery", executor=executor, workers=2, **LOTTERY)
    assert repeatable(record) == repeatable(mnist1d_lab.run("lottery", **LOTTERY))


class Shuffling(Executor):
    """Does one piece after another, each as if on a machine that has never seen its task."""

    patience = 0.0

    def __init__(self) -> None:
        self.order: list[str] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        run, task, *rest = args
        self.order.append(task.id)
        future: Future[Any] = Future()
        future.set_result(fn(f"{run}-{len(self.order)}", task, *rest))
        return future


def test_a_piece_needs_nothing_but_the_checkpoint_before_it() -> None:
    shuffling = Shuffling()
    record = mnist1d_lab.run("lottery", executor=shuffling, workers=3, **LOTTERY)
    assert repeatable(record) == repeatable(mnist1d_lab.run("lottery", **LOTTERY))
    assert shuffling.order[:3] == ["lottery-0", "random-0", "lottery-1"]


def test_who_has_just_done_a_piece_goes_on_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    experiment, begun = get_experiment("lottery"), []
    execute = experiment.execute
    monkeypatch.setitem(
        experiment.__dict__, "execute", lambda *args: begun.append(args[1]) or execute(*args)
    )
    mnist1d_lab.run("lottery", **LOTTERY)
    assert begun == [None] * 4  # one beginning for each task, none from a checkpoint


def test_a_process_that_dies_fails_its_own_future_and_no_other() -> None:
    with Processes(1) as pool:
        died = pool.submit(os._exit, 3)
        assert pool.submit(get_ident).result() != get_ident()
        with pytest.raises(WorkerDiedError):
            died.result()


def test_a_task_that_kills_every_worker_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    class Deadly(Processes):
        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            return super().submit(os._exit, 3)

    with Deadly(1) as pool, pytest.raises(WorkerDiedError):
        mnist1d_lab.run("lottery", executor=pool, **LOTTERY)


@pytest.mark.parametrize("fails", [int, "not a function"])
def test_what_goes_wrong_in_a_process_is_told_with_its_place(fails: Any) -> None:
    with Processes(1) as pool:
        future = pool.submit(fails, "x")
        with pytest.raises((ValueError, TypeError)) as told:
            future.result()
        if sys.version_info >= (3, 11):
            assert "In a worker process" in told.value.__notes__[0]


def test_a_refusal_crosses_processes_whole() -> None:
    with Processes(1) as pool:
        refusal = pool.submit(get_experiment, "lotery").exception()
    assert isinstance(refusal, ParamError)
    assert refusal.param == "experiment"


def test_tasks_run_on_one_blas_thread_and_the_number_is_put_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    [(get, put)] = _openblas()  # NumPy's wheel has one; were it missed, nothing would be limited
    before, seen = get(), []
    put(2)
    try:
        with one_blas_thread(), one_blas_thread():
            assert get() == 1
        assert get() == 2
        experiment = get_experiment("preview")
        execute = experiment.execute
        monkeypatch.setitem(
            experiment.__dict__, "execute", lambda *args: seen.append(get()) or execute(*args)
        )
        mnist1d_lab.run("preview", num_samples=50)
        assert (seen, get()) == ([1], 2)
    finally:
        put(before)


def test_in_a_browser_there_are_no_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "emscripten")
    with pytest.raises(ParamError, match="workers must be 1 in a browser"):
        mnist1d_lab.run("lottery", workers=2, **LOTTERY)


def test_a_piece_says_how_much_of_its_task_is_done() -> None:
    shares: list[float] = []
    mnist1d_lab.run("lottery", progress=lambda share, task: shares.append(share), **LOTTERY)
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1)
    assert len(set(shares)) > 4


def test_a_piece_of_great_patience_is_the_whole_task() -> None:
    experiment = get_experiment("lottery")
    task = experiment.plan(experiment.check(LOTTERY))[0]
    whole, kept = advance("whole", task, "simd", 0, None, patience=600), InMemory()
    while (place := kept.place(task)) is not None:
        kept.keep(task, place[0], advance("parts", task, "simd", *place))
    assert whole.state is None
    assert [row.keys() for row in whole.said.rows] == [
        row.keys() for row in result_of(kept, task).rows
    ]
    for name, array in result_of(kept, task).arrays.items():
        assert np.array_equal(array, whole.said.arrays[name])


def test_advance_from_a_checkpoint_and_on_the_fly_agree() -> None:
    task = get_experiment("lottery").plan(get_experiment("lottery").check(LOTTERY))[0]
    first = advance("a", task, "simd", 0, None)
    going_on = advance("a", task, "simd", 1, first.state)
    anew = advance("b", task, "simd", 1, first.state)
    for name, array in going_on.said.arrays.items():
        assert np.array_equal(array, anew.said.arrays[name])


def test_a_piece_done_again_with_another_end_is_not_gone_on_with() -> None:
    """As a cluster has one done twice, when the worker that had done it dies."""
    task = get_experiment("lottery").plan(get_experiment("lottery").check(LOTTERY))[0]
    first = advance("a", task, "simd", 0, None)
    longer = advance("a", task, "simd", 1, first.state)
    advance("b", task, "simd", 0, None)  # left off at its first checkpoint, which ends piece 0 here
    going_on = advance("b", task, "simd", 1, longer.state)  # and at its second elsewhere
    anew = advance("c", task, "simd", 1, longer.state)
    assert going_on.said.arrays.keys() == anew.said.arrays.keys() != longer.said.arrays.keys()


def test_a_task_is_gone_on_with_after_its_checkpoint_has_travelled() -> None:
    task = get_experiment("lottery").plan(get_experiment("lottery").check(LOTTERY))[0]
    first = advance("a", task, "simd", 0, None)
    assert this_process._same(first.state, pickle.loads(pickle.dumps(first.state)))
    assert not this_process._same(first.state, advance("a", task, "simd", 1, first.state).state)
