"""Who does a run's tasks, as the command line asks, and a bar that shows how far they are."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from mnist1d_lab.cli.arguments import Options
from mnist1d_lab.engines.bar import OnProgress, heard
from mnist1d_lab.params import ENGINE, SCHEDULER, WORKERS, ParamError


@contextmanager
def executing(options: Options) -> Iterator[dict[str, Any]]:
    """What ``run`` and ``resume`` are to be given besides; raises ParamError for what cannot be."""
    workers = WORKERS.parse(options.get("workers", str(WORKERS.default)))
    engine = ENGINE.parse(options.get("engine", str(ENGINE.default)))
    scheduler = SCHEDULER.parse(options.get("scheduler", ""))
    if scheduler and engine != "dask":
        raise ParamError("scheduler", "scheduler goes with --engine dask.")
    with ExitStack() as stack:
        given: dict[str, Any] = {"workers": workers, "progress": stack.enter_context(_bar())}
        if engine == "dask":
            from mnist1d_lab.engines.cluster import dask_executor  # noqa: PLC0415

            cluster = dask_executor(scheduler or None, workers)
            given["executor"], given["workers"] = stack.enter_context(cluster)
        yield given


@contextmanager
def _bar() -> Iterator[OnProgress | None]:
    """tqdm's bar on a terminal, where tqdm is installed; nothing where somebody else reads."""
    if not sys.stderr.isatty():
        yield None
        return
    try:
        import tqdm  # noqa: F401, PLC0415
    except ImportError:
        yield None
        return
    with heard(True) as bar:
        yield bar
