"""Processes of this machine, in the shape of ``concurrent.futures``.

The standard library's pool is not used, because a killed parent leaves its workers for ever, one
dead worker ends all, and Ctrl-C waits for what is running. Here a worker dies with its parent, a
dead one is replaced, and ``kill`` ends them at once.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from typing import Any

Work = tuple[Future[Any], Callable[..., Any], tuple[Any, ...]]


class WorkerDiedError(BrokenExecutor):
    """The process that was at work is gone; another has taken its place."""


class Processes(Executor):
    """``workers`` processes, each computing on one thread."""

    patience = 0.0  # a piece ends at its first checkpoint (drive.py)

    def __init__(self, workers: int) -> None:
        self._work: SimpleQueue[Work | None] = SimpleQueue()
        self._stopped = False
        self._lock = threading.Lock()
        self._processes: dict[int, BaseProcess] = {}
        self._threads = [
            threading.Thread(target=self._tend, args=(number,), daemon=True)
            for number in range(workers)
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """As in ``Executor``; without ``kwargs``. The future fails with WorkerDiedError."""
        if kwargs:
            raise TypeError("Processes.submit takes positional arguments only.")
        future: Future[Any] = Future()
        self._work.put((future, fn, args))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """As in ``Executor``: what was submitted is done first, unless it is cancelled."""
        if cancel_futures:
            while not self._work.empty():
                work = self._work.get()
                if work is not None:
                    work[0].cancel()
        for _ in self._threads:
            self._work.put(None)
        if wait:
            for thread in self._threads:
                thread.join()

    def kill(self) -> None:
        """End all processes now, whatever they are doing."""
        with self._lock:
            self._stopped = True
            processes = list(self._processes.values())
        for process in processes:
            process.kill()
        self.shutdown(cancel_futures=True)

    def _tend(self, number: int) -> None:
        """One worker's thread: hands it work, and starts another where it has died."""
        pipe: Connection | None = None
        while work := self._work.get():
            future, fn, args = work
            if not future.set_running_or_notify_cancel():
                continue
            try:
                pipe = pipe or self._start(number)
                pipe.send((fn, args))
                succeeded, answer = pipe.recv()
            except (EOFError, OSError) as error:
                pipe = None
                future.set_exception(WorkerDiedError(f"A worker process has died: {error!r}"))
            except BaseException as error:  # what cannot be sent, or started
                future.set_exception(error)
            else:
                (future.set_result if succeeded else future.set_exception)(answer)
        if pipe:
            pipe.close()

    def _start(self, number: int) -> Connection:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        with self._lock:
            if self._stopped:
                raise OSError("the workers were ended")
            process = context.Process(target=_serve, args=(theirs,), daemon=True)
            # A BLAS reads this when it is loaded, in the new process.
            with patched_environment(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1"):
                process.start()
            self._processes[number] = process
        theirs.close()
        return ours


def _serve(pipe: Connection) -> None:
    """A worker's life: from its first task to the end of its parent's pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with suppress(EOFError, OSError):
        while True:
            fn, args = pipe.recv()
            try:
                answer: tuple[bool, Any] = True, fn(*args)
            except Exception as error:
                answer = False, _as_sent(error)
            pipe.send(answer)


def _end_with_parent() -> None:
    """However the parent ends, kill -9 included: an orphan would compute for nobody."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _as_sent(error: Exception) -> Exception:
    """The exception with its traceback as a note; one that pickle would spoil, as a text."""
    text = traceback.format_exc()
    try:
        if sys.version_info >= (3, 11):  # before, an exception has no notes
            error.add_note(f"In a worker process:\n{text}")
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(text)
    return error


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
