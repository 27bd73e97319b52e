"""Fifty seeds of the standard preset by plain processes and by a Dask cluster; shell against page.

The two engines take turns, block by block of seeds, so that what else the machine does falls on
both; each of them starts its workers within its first block.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import mnist1d_lab
from mnist1d_lab.engines.cluster import dask_executor
from mnist1d_lab.engines.processes import Processes

from buildtools import native
from tests.bench.chromium import browser
from tests.bench.in_pyodide import search
from tests.bench.options import Options
from tests.bench.table import Line
from tests.pyodide.host import python_in_chromium

SEEDS = 50
OVERHEAD = 1.1  # of a cluster, at most
SCRIPT = Path(search.__file__)


def measure(options: Options) -> Iterator[Line]:
    """Two lines; RuntimeError if the engines do not find the same, to the bit."""
    native.install_here()
    yield _cluster(options)
    yield _page(options)


def _cluster(options: Options) -> Line:
    workers = min(os.cpu_count() or 1, 4)
    seconds = dict.fromkeys(("processes", "dask"), 0.0)
    with ExitStack() as stack:
        executors: dict[str, tuple[Any, int]] = {}
        for block in range(options.rounds):
            found = set()
            for engine in seconds:
                began = time.perf_counter()
                if engine not in executors:
                    executors[engine] = _opened(engine, workers, stack)
                executor, window = executors[engine]
                record = mnist1d_lab.run(
                    "lottery", preset="standard", trials=SEEDS // options.rounds,
                    seed=block * SEEDS // options.rounds, executor=executor, workers=window,
                )  # fmt: skip
                seconds[engine] += time.perf_counter() - began
                found.add(record.result_hash)
            if len(found) > 1:
                raise RuntimeError("The two engines have found different results.")
    ratio = seconds["dask"] / seconds["processes"]
    what = f"{SEEDS} seeds, standard preset, Dask on {workers} workers"
    beside = f"plain processes {seconds['processes']:.1f} s"
    return Line(what, f"{seconds['dask']:.1f} s", ratio, "of plain processes", beside, OVERHEAD)


def _opened(engine: str, workers: int, stack: ExitStack) -> tuple[Any, int]:
    if engine == "dask":
        return stack.enter_context(dask_executor(None, workers))
    processes = Processes(workers)
    stack.callback(processes.kill)
    return processes, workers


def _page(options: Options) -> Line:
    rounds = min(options.rounds, 3)
    with browser() as chromium, python_in_chromium(options.site, chromium) as run:
        page = json.loads(run(SCRIPT, rounds))
    here = json.loads(search.main(rounds))
    beside = f"on the page ({page['backend']}) {page['seconds']:.2f} s"
    ratio = here["seconds"] / page["seconds"]
    shown = f"{here['seconds']:.2f} s"
    return Line(f"quick search, {here['backend']}", shown, ratio, "of the page", beside, 1.0)
