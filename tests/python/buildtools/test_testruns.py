"""No test is left out of `make test` or done twice in it, and its summary says all that failed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from buildtools.paths import ROOT
from buildtools.sidebyside import Run, SideBySide, pytest_command
from buildtools.testruns import WITH_A_SITE, WITHOUT_A_SITE
from tests.python.engines.test_interrupted import children, is_running, needs_proc, until

TWO = """
def test_well(): pass
def test_ill(): assert 1 == 2, "one is not two"
"""


def _asked_for(share: list[str]) -> set[Path]:
    paths = [Path(it) for it in share if not it.startswith("--")]
    ignored = {Path(it.removeprefix("--ignore=")) for it in share if it.startswith("--ignore=")}
    found = {file for path in paths for file in (ROOT / path).rglob("test_*.py")}
    return {file for file in found if not ignored & {*file.relative_to(ROOT).parents, file}}


def test_each_file_of_tests_is_in_one_run() -> None:
    shares = [_asked_for(share) for share in (WITHOUT_A_SITE | WITH_A_SITE).values()]
    assert sorted(file for share in shares for file in share) == sorted(
        (ROOT / "tests").rglob("test_*.py")
    )


def _runs(folder: Path, **sources: str) -> list[Run]:
    for name, source in sources.items():
        (folder / f"test_{name}.py").write_text(source)
    # What is installed beside pytest takes longer to import than these tests to run.
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return [
        Run(name, pytest_command(f"test_{name}.py"), environment, background=name == "behind")
        for name in sources
    ]


def test_every_run_is_done_and_every_failure_said_last(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    runs = _runs(tmp_path, first=TWO, second="import nothing_like_it", behind=TWO, none="")
    assert not SideBySide(2, tmp_path).all_pass(runs)
    said = capsys.readouterr().out.splitlines()
    assert sum("one is not two" in line for line in said) >= 2
    assert [line.partition(" - ")[0] for line in said[-5:]] == [
        "ERROR none: its run ended with status 5",
        "ERROR test_second.py",
        "FAILED test_behind.py::test_ill",
        "FAILED test_first.py::test_ill",
        "2 failed, 2 passed, 1 error",
    ]


def test_what_is_there_begins_while_the_next_is_still_made(tmp_path: Path) -> None:
    touches = "import pathlib\ndef test_it(): pathlib.Path('begun').touch()"

    def come() -> Iterator[Run]:
        yield from _runs(tmp_path, first=touches)
        until((tmp_path / "begun").exists)
        yield from _runs(tmp_path, second="def test_well(): pass")

    assert SideBySide(1, tmp_path).all_pass(come())


def test_where_nothing_fails_all_is_well(tmp_path: Path) -> None:
    assert SideBySide(1, tmp_path).all_pass(_runs(tmp_path, one="def test_well(): pass"))


WAITS = """
import time, pathlib, pytest
@pytest.fixture
def open_browser():
    yield
    pathlib.Path("closed").touch()
def test_it(open_browser):
    pathlib.Path("begun").touch()
    time.sleep(600)
"""
STARTED = """
import sys
from pathlib import Path
from tests.python.buildtools.test_testruns import SideBySide, _runs
waits = sys.argv[1]
SideBySide(1, Path()).all_pass(_runs(Path(), first=waits, second=waits.replace("begun", "second")))
"""


@needs_proc
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_an_end_from_outside_ends_what_runs_and_begins_nothing_more(
    end: signal.Signals, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", STARTED, WAITS]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'py'}"}
    process = subprocess.Popen(command, cwd=tmp_path, env=environment, start_new_session=True)
    until((tmp_path / "begun").exists)
    runs = children(process.pid)
    if end == signal.SIGINT:
        os.killpg(process.pid, end)  # as a terminal sends it: to all of them
    else:
        process.send_signal(end)
    assert process.wait(60) != 0
    assert not any(map(is_running, runs))
    assert (tmp_path / "closed").exists() == (end == signal.SIGINT)
    assert not (tmp_path / "second").exists()
