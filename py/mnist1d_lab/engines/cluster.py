"""A Dask cluster as an executor of ``concurrent.futures``' shape; needs the extra ``cluster``.

Dask gives what a worker that dies was doing to another one; a piece of a task needs nothing but the
checkpoint before it, so no more than that piece is lost. The workers need this package.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from typing import Any

from mnist1d_lab.params import ParamError

NEEDED = "engine dask needs the package distributed: install it, or mnist1d-lab[cluster]."
SECONDS = 30  # that a scheduler may take to answer
# For a cluster of our own, which nobody watches: how often Dask looks at itself. As it comes, its
# processes are woken hundreds of times a second, which takes a twentieth of a core or two.
QUIET = {
    "distributed.admin.tick.interval": "1s",
    "distributed.admin.system-monitor.interval": "10s",
    "distributed.worker.memory.monitor-interval": "1s",
    "distributed.worker.profile.enabled": False,
}
LOCAL = {"threads_per_worker": 1, "dashboard_address": ":0", "silence_logs": "ERROR"}


@contextmanager
def dask_executor(scheduler: str | None, workers: int) -> Iterator[tuple[Executor, int]]:
    """The cluster at this address, and how many tasks it does at a time.

    Without an address, a cluster of ``workers`` processes on this machine that ends with the block.
    Raises ParamError where there is no Dask, or no scheduler at the address.
    """
    try:
        from dask import config  # noqa: PLC0415
        from distributed import Client, LocalCluster  # noqa: PLC0415
    except ImportError as error:
        raise ParamError("engine", NEEDED) from error
    make: Any = LocalCluster
    with ExitStack() as stack:
        with config.set({} if scheduler else QUIET):
            where: Any = scheduler or stack.enter_context(make(n_workers=workers, **LOCAL))
            client = stack.enter_context(_client(Client, where))
        # A piece depends on what came before it, so Dask must not take two for the same.
        yield client.get_executor(pure=False), max(_threads(client), 1)


def _client(kind: Any, where: Any) -> Any:
    try:
        return kind(where, timeout=SECONDS)
    except (OSError, ValueError) as error:
        raise ParamError("scheduler", f"scheduler {where} does not answer: {error}.") from error


def _threads(client: Any) -> int:
    return sum(client.nthreads().values())
