"""Runs that are killed, stopped or starved lose a piece at most, and leave nothing behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import mnist1d_lab
import pytest
from mnist1d_lab import Record
from mnist1d_lab.engines import kept
from mnist1d_lab.records import atomic

from tests.python.engines.test_runner import repeatable

PACKAGE = Path(mnist1d_lab.__file__).parent.parent
# Some 40 ms a level and 24 levels a task: long enough to be met in the middle.
ASKED: dict[str, Any] = {
    "num_samples": 1000, "hidden": 64, "steps": 150, "eval_every": 150, "trials": 1,
    "arms": ["lottery", "random"], "schedule": "linear", "levels": 24, "backend": "simd-relaxed",
}  # fmt: skip
SHORT = {**ASKED, "steps": 4, "eval_every": 4, "schedule": "list", "sparsities": [0, 0.5, 0.9]}
del SHORT["levels"]


def flags(asked: dict[str, Any]) -> list[str]:
    shown = {n: ",".join(map(str, v)) if isinstance(v, list) else str(v) for n, v in asked.items()}
    return [f"--{name}={value}" for name, value in shown.items()]


def until(seen: Callable[[], Any], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not seen():
        assert time.monotonic() < deadline, "never seen"
        time.sleep(0.01)


def children(parent: int) -> list[int]:
    """The live processes whose parent is this one, but Python's own tracker of resources."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            stat = (path / "stat").read_text().rpartition(")")[2].split()
            command = (path / "cmdline").read_text()
        except OSError:
            continue
        if int(stat[1]) == parent and stat[0] != "Z" and "resource_tracker" not in command:
            found.append(int(path.name))
    return found


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def done_again(pieces: dict[Path, int]) -> list[Path]:
    """Those written since; a run that comes to its end takes them away."""
    with suppress(FileNotFoundError):
        return [path for path, when in pieces.items() if path.stat().st_mtime_ns != when]
    return []


@contextmanager
def started(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The command line in a process and a process group of its own, as in a terminal."""
    command = [sys.executable, "-m", "mnist1d_lab", *arguments]
    with subprocess.Popen(
        command, cwd=folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=True, env={**os.environ, "PYTHONPATH": str(PACKAGE)},
    ) as process:  # fmt: skip
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


@pytest.fixture(scope="module")
def short() -> dict[str, Any]:
    return repeatable(mnist1d_lab.run("lottery", **SHORT))


needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")


@needs_proc
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_run_leaves_no_process_and_goes_on_from_its_last_level(
    end: signal.Signals, tmp_path: Path, expected: dict[str, Any]
) -> None:
    folder = tmp_path / "run.json.run"
    with started(
        tmp_path, "run", "lottery", *flags(ASKED), "--workers=2", "--out=run.json"
    ) as parent:
        until(lambda: (folder / "lottery-0/0003.npz").exists() and len(children(parent.pid)) == 2)
        os.killpg(parent.pid, signal.SIGSTOP)  # left alone, it might be over before it is killed
        workers = children(parent.pid)
        parent.send_signal(end)
        os.killpg(parent.pid, signal.SIGCONT)
        assert parent.wait() == -end
        until(lambda: not any(map(is_running, workers)))
    done = {path: path.stat().st_mtime_ns for path in folder.glob("*/????.npz")}
    with started(tmp_path, "run", "--resume", "run.json.run") as again:
        until(lambda: done_again(done) or again.poll() is not None)
        assert not done_again(done)
        _, said = again.communicate(timeout=60)
    assert again.returncode == 0, said
    assert repeatable(Record.from_json((tmp_path / "run.json").read_text())) == expected
    assert [path.name for path in tmp_path.iterdir()] == ["run.json"]


@needs_proc
def test_control_c_waits_for_no_task_and_keeps_what_is_done(tmp_path: Path) -> None:
    folder = tmp_path / "run.json.run"
    asked = {**ASKED, "steps": 500, "levels": 160}
    with started(
        tmp_path, "run", "lottery", *flags(asked), "--workers=2", "--out=run.json"
    ) as parent:
        until(lambda: (folder / "random-0/0001.npz").exists() and len(children(parent.pid)) == 2)
        workers = children(parent.pid)
        began = time.monotonic()
        os.killpg(parent.pid, signal.SIGINT)  # as a terminal sends it: to all of them
        _, said = parent.communicate(timeout=60)
        assert time.monotonic() - began < 15  # its tasks would go on for twenty seconds and more
        assert not any(map(is_running, workers))
    assert parent.returncode == 130
    assert said == (
        "What is done is kept. To go on: mnist1d-lab run --resume run.json.run\n"
        "mnist1d-lab: stopped.\n"
    )
    assert (folder / "run.json").exists()


@needs_proc
def test_a_worker_that_is_killed_is_replaced_and_its_task_goes_on(
    tmp_path: Path, expected: dict[str, Any]
) -> None:
    killed: list[int] = []
    others = set(children(os.getpid()))  # a test server or a browser of the same session

    def kill_one(share: float, task: str) -> None:
        if not killed and (tmp_path / "lottery-0/0004.npz").exists():
            killed.extend(set(children(os.getpid())) - others)
            for worker in killed:
                os.kill(worker, signal.SIGKILL)

    record = mnist1d_lab.run("lottery", workers=2, directory=tmp_path, progress=kill_one, **ASKED)
    assert len(killed) == 2
    assert repeatable(record) == expected


@pytest.mark.parametrize("write", range(1, 10))
def test_a_run_cut_off_at_any_write_goes_on_to_the_same_record(
    write: int, short: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five pieces (the ticket's three, random's two), three of them with a checkpoint."""
    writes = 0

    def failing(path: Path, content: bytes) -> None:
        nonlocal writes
        writes += 1
        if writes == write:
            raise KeyboardInterrupt
        atomic.write_atomically(path, content)

    monkeypatch.setattr(kept, "write_atomically", failing)
    with pytest.raises(KeyboardInterrupt):
        mnist1d_lab.run("lottery", directory=tmp_path, **SHORT)
    writes = 100
    if (tmp_path / "run.json").exists():
        record = mnist1d_lab.resume(tmp_path)
    else:
        record = mnist1d_lab.run("lottery", directory=tmp_path, **SHORT)
    assert repeatable(record) == short
    assert not list(tmp_path.rglob("*.part"))


def test_a_finished_directory_gives_its_record_and_computes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = mnist1d_lab.run("lottery", directory=tmp_path, **SHORT)
    monkeypatch.setattr("mnist1d_lab.engines.alone.advance", lambda *_: pytest.fail("computed"))
    assert repeatable(mnist1d_lab.resume(tmp_path)) == repeatable(record)


def test_a_full_disk_costs_neither_the_earlier_file_nor_the_run(tmp_path: Path) -> None:
    """A limit on the size of files stands in for the disk; the record is larger than a piece."""
    (tmp_path / "run.json").write_text("earlier")
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (6000, 6000))"
    code = f"{limit}; import sys; from mnist1d_lab.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", code, "run", "lottery", *flags(SHORT), "--out", "run.json"]
    # nor is there any room for which lines it runs (make coverage)
    environment = {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE_")}
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60,
        env={**environment, "PYTHONPATH": str(PACKAGE)},
    )  # fmt: skip
    assert (done.returncode, done.stderr.count("\n")) == (1, 2), done.stderr
    assert "File too large" in done.stderr
    assert (tmp_path / "run.json").read_text() == "earlier"
    assert {path.name for path in tmp_path.iterdir()} == {"run.json", "run.json.run"}


def test_a_directory_is_for_one_run_at_a_time_and_for_no_other(tmp_path: Path) -> None:
    mnist1d_lab.run("lottery", directory=tmp_path / "run", **SHORT)
    with pytest.raises(mnist1d_lab.ParamError, match="keeps another run"):
        mnist1d_lab.run("lottery", directory=tmp_path / "run", **{**SHORT, "seed": 5})
    with pytest.raises(mnist1d_lab.ParamError, match="not a run's directory"):
        mnist1d_lab.run("lottery", directory=tmp_path, **SHORT)
    with pytest.raises(mnist1d_lab.ParamError, match="keeps no run"):
        mnist1d_lab.resume(tmp_path)
    held = kept.RunDirectory(tmp_path / "run")
    with pytest.raises(mnist1d_lab.ParamError, match="being written by another run"):
        mnist1d_lab.resume(tmp_path / "run")
    del held
    about = json.loads((tmp_path / "run/run.json").read_text())
    (tmp_path / "run/run.json").write_text(json.dumps({**about, "version": "0.0.0"}))
    with pytest.raises(mnist1d_lab.ParamError, match=r"of version 0\.0\.0"):
        mnist1d_lab.resume(tmp_path / "run")
