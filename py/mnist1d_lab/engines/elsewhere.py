"""What a worker does that may be on another machine: it goes on with a task for a while.

Where it sees the run's directory, it keeps every piece there itself, so that nothing large travels
and nothing waits for an answer; where it does not, it hands back one piece, with its checkpoint.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mnist1d_lab.engines.kept import PieceFiles, Shared
from mnist1d_lab.engines.this_process import Piece, advance
from mnist1d_lab.experiments.base import Task


@dataclass
class KeptThere:
    """Pieces that lie in the run's directory already; ``share`` of the task is done by now."""

    share: float


def go_on(
    run: str,
    task: Task,
    backend: str,
    number: int,
    state: Mapping[str, Any] | None,
    patience: float,
    shared: Shared | None,
) -> Piece | KeptThere:
    """Piece ``number`` of a task and the pieces after it, for about ``patience`` seconds.

    Raises OSError where they cannot be kept, and RuntimeError where the directory has become
    another run's: what asked for this work is gone then.
    """
    if shared is None or not shared.is_seen():
        return advance(run, task, backend, number, state, patience)
    began, files = time.perf_counter(), PieceFiles(Path(shared.folder))
    if files.count(task) > number:  # a worker that died, or was given up, had come further
        place = files.place(task)
        if place is None:
            return KeptThere(1.0)
        number, state = place
    while True:
        piece = advance(run, task, backend, number, state)
        if not shared.is_seen():
            raise RuntimeError(f"{shared.folder} is not this run's any more.")
        files.keep(task, number, piece)
        if piece.state is None or time.perf_counter() - began >= patience:
            return KeptThere(piece.share)
        number, state = number + 1, piece.state
