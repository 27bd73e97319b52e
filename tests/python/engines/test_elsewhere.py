"""Workers that see the run's directory keep their pieces there; the others hand them back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from mnist1d_lab.engines.elsewhere import KeptThere, go_on
from mnist1d_lab.engines.kept import OWNER, InMemory, RunDirectory, Shared, result_of
from mnist1d_lab.engines.this_process import Piece, advance
from mnist1d_lab.experiments import get_experiment
from mnist1d_lab.experiments.base import Task, TaskResult

from tests.python.engines.test_runner import SMALL

LONG = 600.0  # seconds; no task here takes so long


@pytest.fixture
def task() -> Task:
    experiment = get_experiment("lottery")
    return experiment.plan(experiment.check(SMALL["lottery"]))[0]


@pytest.fixture
def whole(task: Task) -> TaskResult:
    kept = InMemory()
    kept.keep(task, 0, advance("whole", task, "simd", 0, None, LONG))
    return result_of(kept, task)


def assert_same(found: TaskResult, expected: TaskResult) -> None:
    assert found.arrays.keys() == expected.arrays.keys()
    for name, array in expected.arrays.items():
        assert np.array_equal(found.arrays[name], array)
    assert len(found.rows) == len(expected.rows)


def test_it_keeps_every_level_where_it_sees_the_directory(
    task: Task, whole: TaskResult, tmp_path: Path
) -> None:
    directory = RunDirectory(tmp_path)
    assert go_on("a", task, "simd", 0, None, LONG, directory.shared) == KeptThere(1.0)
    assert directory.place(task) is None
    assert directory.count(task) > 2
    assert_same(result_of(directory, task), whole)


def test_it_stops_in_between_when_its_time_is_over(task: Task, tmp_path: Path) -> None:
    directory = RunDirectory(tmp_path)
    done = go_on("a", task, "simd", 0, None, 1e-9, directory.shared)
    assert isinstance(done, KeptThere)
    assert 0 < done.share < 1
    assert directory.count(task) == 1


def test_it_goes_on_from_what_a_worker_before_it_has_kept(
    task: Task, whole: TaskResult, tmp_path: Path
) -> None:
    """The piece asked for is the first: who was given it had come further, and died."""
    directory = RunDirectory(tmp_path)
    for number in range(2):
        place = directory.place(task)
        assert place is not None
        directory.keep(task, number, advance("a", task, "simd", *place))
    there = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("????.npz")}
    assert go_on("b", task, "simd", 0, None, LONG, directory.shared) == KeptThere(1.0)
    assert all(path.stat().st_mtime_ns == when for path, when in there.items())
    assert_same(result_of(directory, task), whole)
    assert go_on("c", task, "simd", 0, None, LONG, directory.shared) == KeptThere(1.0)


@pytest.mark.parametrize("word", [None, "another's", "\x00" * 32])
def test_it_hands_back_what_it_cannot_keep(task: Task, word: str | None, tmp_path: Path) -> None:
    """No such folder here, or one of the same name on another machine."""
    if word is not None:
        (tmp_path / OWNER).write_text(word)
    shared = Shared(str(tmp_path if word else tmp_path / "nowhere"), "this run's")
    piece = go_on("a", task, "simd", 0, None, 1e-9, shared)
    assert isinstance(piece, Piece)
    assert piece.state is not None
    assert not list(tmp_path.rglob("*.npz"))


def test_it_writes_nothing_into_what_has_become_another_runs(task: Task, tmp_path: Path) -> None:
    directory = RunDirectory(tmp_path)
    earlier = directory.shared
    assert earlier is not None
    del directory  # as a kill does
    later = RunDirectory(tmp_path).shared
    assert later != earlier
    assert later is not None
    assert later.is_seen()
    assert not earlier.is_seen()


def test_it_stops_when_the_directory_is_taken_from_it(
    task: Task, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = RunDirectory(tmp_path)
    seen = iter([True, False])
    monkeypatch.setattr(Shared, "is_seen", lambda _: next(seen))
    with pytest.raises(RuntimeError, match="not this run's any more"):
        go_on("a", task, "simd", 0, None, LONG, directory.shared)
    assert directory.count(task) == 0
