"""What a run has done so far: in a directory, piece by piece as they come, or in memory.

A run's directory holds ``run.json``, what was asked, and for each task a folder of pieces:
``0003.npz`` is what was said between the task's third checkpoint and its fourth, and
``0003.state.npz`` is the fourth, from which the task goes on; a task's last piece has none. Each
file is there whole or not at all, so that a kill at any moment costs a piece at most.

A worker elsewhere that sees the directory keeps its pieces itself (``elsewhere.py``): ``owner``, a
word of the process that the run belongs to, tells it that this is the directory, and still that
run's.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TextIO

import numpy as np

from mnist1d_lab.engines.packing import pack, unpack
from mnist1d_lab.engines.this_process import Piece
from mnist1d_lab.experiments.base import Task, TaskResult
from mnist1d_lab.params import ParamError
from mnist1d_lab.params.quoting import reason_of, shortened
from mnist1d_lab.records.atomic import write_atomically

State = dict[str, Any]
ABOUT, OWNER = "run.json", "owner"
FIELDS = ("rows", "notices", "elapsed_s", "backend")


@dataclass(frozen=True)
class Shared:
    """A run's directory, as another process may find it: the folder, and its owner's word."""

    folder: str
    owner: str

    def is_seen(self) -> bool:
        """Whether this process has that very directory before it."""
        with suppress(OSError, ValueError):
            return (Path(self.folder) / OWNER).read_text() == self.owner
        return False


class Kept(Protocol):
    """Where pieces go."""

    @property
    def shared(self) -> Shared | None:
        """Where workers may keep their pieces themselves."""

    def keep(self, task: Task, number: int, piece: Piece) -> None:
        """Keep piece ``number`` of a task."""

    def place(self, task: Task) -> tuple[int, State | None] | None:
        """The number of the task's next piece, and the checkpoint before it; None: it is done."""

    def pieces(self, task: Task) -> Iterator[TaskResult]:
        """What the task has said, in order."""


class InMemory:
    """Pieces of a run that is not kept."""

    shared: Shared | None = None

    def __init__(self) -> None:
        self._said: dict[str, list[TaskResult]] = defaultdict(list)
        self._next: dict[str, tuple[int, State | None] | None] = {}

    def keep(self, task: Task, number: int, piece: Piece) -> None:
        self._said[task.id].append(piece.said)
        self._next[task.id] = None if piece.state is None else (number + 1, piece.state)

    def place(self, task: Task) -> tuple[int, State | None] | None:
        return self._next.get(task.id, (0, None))

    def pieces(self, task: Task) -> Iterator[TaskResult]:
        yield from self._said[task.id]


class PieceFiles:
    """Pieces of a run in files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, task: Task, number: int, piece: Piece) -> None:
        path = self._path(task, number)
        path.parent.mkdir(parents=True, exist_ok=True)
        # The checkpoint first: the piece's own file says that both are there.
        if piece.state is not None:
            write_atomically(path.with_suffix(".state.npz"), pack(piece.state))
        said = {name: getattr(piece.said, name) for name in FIELDS}
        arrays = {f"array/{name}": array for name, array in piece.said.arrays.items()}
        write_atomically(path, pack({**said, "done": piece.state is None, **arrays}))
        self._path(task, number - 1).with_suffix(".state.npz").unlink(missing_ok=True)

    def count(self, task: Task) -> int:
        """How many pieces of the task there are."""
        number = 0
        while self._path(task, number).exists():
            number += 1
        return number

    def place(self, task: Task) -> tuple[int, State | None] | None:
        number = self.count(task)
        if number == 0:
            return 0, None
        last = self._path(task, number - 1)
        if _unpacked(last)["done"]:
            return None
        return number, _unpacked(last.with_suffix(".state.npz"))

    def pieces(self, task: Task) -> Iterator[TaskResult]:
        for number in range(self.count(task)):
            plain = _unpacked(self._path(task, number))
            arrays = {n[6:]: a for n, a in plain.items() if isinstance(a, np.ndarray)}
            yield TaskResult(task, arrays=arrays, **{name: plain[name] for name in FIELDS})

    def _path(self, task: Task, number: int) -> Path:
        return self.folder / task.id / f"{number:04}.npz"


class RunDirectory(PieceFiles):
    """The files of a run that belongs to this process."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._owned = _own(folder)
        self.shared = Shared(str(folder.resolve()), os.urandom(16).hex())
        (folder / OWNER).write_text(self.shared.owner)


def _unpacked(path: Path) -> State:
    """What is in a piece's file; ParamError where it is damaged."""
    try:
        return unpack(path.read_bytes())
    except MemoryError:
        raise  # the file may be whole
    except Exception as error:  # zipfile, zlib, NumPy and json raise a dozen kinds
        raise ParamError(
            "directory", f"{path} is damaged: delete {path.parent}, and that task is done again."
        ) from error


def _own(folder: Path) -> TextIO | None:
    """Hold the directory for this process as long as the file returned is open.

    Two that wrote into one would mix their pieces. The system lets go of it when the process ends,
    however it does; where there are no such locks (Windows, a browser), nothing is held.
    """
    try:
        import fcntl  # noqa: PLC0415
    except ImportError:
        return None
    lock = (folder / "lock").open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.close()
        raise ParamError("directory", f"{folder} is being written by another run.") from error
    except OSError:  # a file system without locks
        return None
    return lock


def result_of(kept: Kept, task: Task) -> TaskResult:
    """All that a task has said, as one result."""
    whole = TaskResult(task)
    for piece in kept.pieces(task):
        whole.rows += piece.rows
        whole.arrays |= piece.arrays
        whole.notices += piece.notices
        whole.elapsed_s += piece.elapsed_s
        whole.backend = piece.backend
    return whole


def begin(folder: Path, about: dict[str, Any]) -> RunDirectory:
    """The run's directory, new or of the same run before; ParamError where another one is kept."""
    if (folder / ABOUT).exists():
        if asked(folder) != json.loads(json.dumps(about)):
            raise ParamError("directory", f"{folder} keeps another run: delete it, or name another "
                             "directory.")  # fmt: skip
        return RunDirectory(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ParamError("directory", f"{folder} is not a run's directory, and not an empty one.")
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(folder / ABOUT, json.dumps(about, allow_nan=False).encode())
    return RunDirectory(folder)


def asked(folder: Path) -> dict[str, Any]:
    """What was asked of the run that is kept in ``folder``; ParamError where none is."""
    try:
        about: dict[str, Any] = json.loads((folder / ABOUT).read_text())
    except (OSError, ValueError, RecursionError) as error:
        raise ParamError(
            "directory", f"{shortened(str(folder))} keeps no run: {reason_of(error)}."
        ) from error
    if not isinstance(about, dict) or not about.keys() >= {"experiment", "backend", "version"}:
        raise ParamError(
            "directory", f"{shortened(str(folder))} keeps no run: its {ABOUT} is damaged."
        )
    return about
