"""The random numbers behind a data set, kept for the next one.

A noise, a scale or the resolution may change without any of them changing, and drawing them is most
of a data set's time.
"""

from __future__ import annotations

from threading import Lock
from typing import Any

import numpy as np

from mnist1d_lab.dataset.pipeline import Draws, draw
from mnist1d_lab.dataset.transforms import canvas_length

KEPT, KEPT_BYTES = 2, 12_000_000  # so many, each of at most so many bytes

Key = tuple[int, int, int, int]


class Drawn:
    """The draws of one stream, chunk by chunk; each is drawn when it is first asked for."""

    def __init__(self, stream: np.random.RandomState) -> None:
        self.stream = stream
        self._chunks: list[Draws] = []
        self._lock = Lock()  # several threads may make sets of the same draws

    def chunk(self, index: int, count: int, args: Any) -> Draws:
        """The chunk after chunk ``index - 1``, of ``count`` examples."""
        with self._lock:
            if index == len(self._chunks):
                self._chunks.append(draw(self.stream, count, args))
            return self._chunks[index]

    def after(self) -> np.random.RandomState:
        """A stream that goes on where the chunks end."""
        stream = np.random.RandomState(0)
        stream.set_state(self.stream.get_state())
        return stream


class DrawnOnce(Drawn):
    """For whoever wants the stream itself to go on."""

    def after(self) -> np.random.RandomState:
        return self.stream


_kept: dict[Key, Drawn] = {}


def drawn(args: Any, count: int) -> Drawn:
    """The draws for ``count`` examples of these settings: those of before, where they are kept.

    What they depend on is what ``draw`` reads, and the seed.
    """
    length, reach = canvas_length(args), max(args.max_translation, 1)
    if not isinstance(args.seed, int) or count * 2 * length * 8 > KEPT_BYTES:
        return Drawn(np.random.RandomState(args.seed))
    key = (args.seed, count, length, reach)
    _kept[key] = found = _kept.pop(key, None) or Drawn(np.random.RandomState(args.seed))
    for old in list(_kept)[:-KEPT]:
        _kept.pop(old, None)
    return found
