"""A Dask cluster on loopback, scheduler and workers: the same record, also when one is killed."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import mnist1d_lab
import pytest
from mnist1d_lab import ParamError, Record
from mnist1d_lab.cli import main
from mnist1d_lab.cli.executing import executing
from mnist1d_lab.engines.cluster import LOCAL, dask_executor

from tests.python.engines.test_interrupted import ASKED, flags, is_running, until
from tests.python.engines.test_runner import SMALL, repeatable


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=":0", silence_logs="ERROR"
    ) as cluster:
        yield cluster


def kill_one(cluster: Any) -> None:
    """One that lives: another may have been killed before, and is not back yet."""

    def living() -> list[int]:
        pids = [worker.pid for worker in cluster.workers.values()]
        return [pid for pid in pids if pid and is_running(pid)]

    until(living)
    os.kill(living()[0], signal.SIGKILL)


def test_a_worker_that_is_killed_costs_a_level_where_the_directory_is_seen(
    cluster: Any, tmp_path: Path, expected: dict[str, Any]
) -> None:
    """It goes on for two seconds by itself; what it has kept by then is not done again."""
    before: dict[Path, int] = {}

    def kill_when_under_way() -> None:
        until((tmp_path / "lottery-0/0003.npz").exists)
        before.update((path, path.stat().st_mtime_ns) for path in tmp_path.glob("*/????.npz"))
        kill_one(cluster)

    with dask_executor(cluster.scheduler_address, 1) as (executor, workers):
        assert workers == 2
        how: dict[str, Any] = {"executor": executor, "workers": workers, "directory": tmp_path}
        with ThreadPoolExecutor(1) as beside:
            killing = beside.submit(kill_when_under_way)
            record = mnist1d_lab.run("lottery", **how, **ASKED)
            killing.result()
    assert repeatable(record) == expected
    assert len(before) > 3
    assert all(path.stat().st_mtime_ns == when for path, when in before.items())


def test_a_worker_that_is_killed_changes_nothing_where_checkpoints_travel(
    cluster: Any, expected: dict[str, Any]
) -> None:
    killed: list[float] = []

    def when_under_way(share: float, task: str) -> None:
        if share > 0.2 and not killed:
            killed.append(share)
            kill_one(cluster)

    with dask_executor(cluster.scheduler_address, 1) as (executor, workers):
        executor.patience = 0.1  # type: ignore[attr-defined]
        how: dict[str, Any] = {"executor": executor, "workers": workers}
        record = mnist1d_lab.run("lottery", progress=when_under_way, **how, **ASKED)
    assert killed[0] < 0.9
    assert repeatable(record) == expected


@pytest.fixture(scope="module")
def small() -> dict[str, Any]:
    return repeatable(mnist1d_lab.run("lottery", **SMALL["lottery"]))


def test_the_command_line_runs_on_the_scheduler_that_it_is_given(
    cluster: Any, tmp_path: Path, small: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "run.json"
    given = flags({**SMALL["lottery"], "backend": "native"})
    scheduler = cluster.scheduler_address
    command = ["run", "lottery", *given, "--engine=dask", "--scheduler", scheduler]
    assert main([*command, "--out", str(out)]) == 0
    assert repeatable(Record.from_json(out.read_text())) == small
    assert "%" not in capsys.readouterr().err  # no bar where nobody looks


def test_without_an_address_it_brings_a_cluster_of_its_own(
    small: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its workers are threads here; with processes, a tutorial has one (test_docs.py)."""
    monkeypatch.setitem(LOCAL, "processes", False)
    with executing({"engine": "dask", "workers": "2"}) as how:
        assert how["workers"] == 2
        record = mnist1d_lab.run("lottery", **how, **SMALL["lottery"])
    assert repeatable(record) == small


def test_what_cannot_be_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "preview", "--scheduler", "tcp://x:1"]) == 2
    assert "scheduler goes with --engine dask" in capsys.readouterr().err
    monkeypatch.setattr("mnist1d_lab.engines.cluster.SECONDS", 1)
    assert main(["run", "preview", "--engine", "dask", "--scheduler", "tcp://127.0.0.1:9"]) == 2
    assert "does not answer" in capsys.readouterr().err
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ParamError, match=r"mnist1d-lab\[cluster\]"), dask_executor(None, 1):
        pass


def test_a_terminal_shows_how_far_a_run_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with executing({}) as how:
        mnist1d_lab.run("lottery", **how, **SMALL["lottery"])
    shown = capsys.readouterr().err
    assert "100 %|" in shown
    assert "random-1" in shown


def test_a_bar_is_shown_to_whoever_asks(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    mnist1d_lab.run("lottery", progress=True, **SMALL["lottery"])
    assert "100 %|" in capsys.readouterr().err
    mnist1d_lab.run("lottery", progress=False, **SMALL["lottery"])
    assert not capsys.readouterr().err
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    with pytest.raises(ParamError, match=r"mnist1d-lab\[progress\]"):
        mnist1d_lab.run("lottery", progress=True, **SMALL["lottery"])
