"""What the kernels need: who runs them, and a memory in which their arrays lie."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from mnist1d_lab.ops.base import Array, Call, Shape

if TYPE_CHECKING:
    from numpy.typing import DTypeLike

Run = Callable[[int], object]


class UnavailableError(RuntimeError):
    """The fast backend cannot run here; the message says why."""


@dataclass(frozen=True)
class Room:
    """What the kernels need besides their operands, which goes with the width of a vector.

    ``lanes`` floats are a vector. ``pack`` floats are a packed panel of the dense product with its
    spare tile, ``panel`` floats one of the product that follows active entries, and ``places``
    whole numbers a list of those (kernels/dense.h, kernels/active.h). ``expands`` is up to how many
    samples the kernels can compute sparse products as dense ones; 0: not at all
    (kernels/expanded.h).
    """

    lanes: int
    pack: int
    panel: int
    places: int
    expands: int = 0


WASM_ROOM = Room(lanes=4, pack=(256 + 5) * 12, panel=128 * 4 * 13, places=128 + 4)


class Host(Protocol):
    """Where the kernels run, with the one memory that all of them work on.

    ``word`` is a whole number as wide as an address there.
    """

    word: np.dtype[Any]
    room: Room

    def zeros(self, shape: Shape, dtype: DTypeLike) -> Array:
        """A new array that the kernels can reach."""

    def address(self, array: Array) -> int:
        """Where the array begins, as the kernels count; ValueError where they cannot reach it."""


class WasmHost(Host, Protocol):
    """A WebAssembly engine."""

    def start(self, name: str, binary: bytes) -> Run:
        """The kernels' function ``run``; UnavailableError where the engine lacks what they use."""


class Kernels(Protocol):
    """A backend of kernels, as its parts see it (``SimdOps``)."""

    room: Room
    word: np.dtype[Any]
    pack: Array

    def zeros(self, shape: Shape, dtype: DTypeLike) -> Array: ...

    def array(self, values: Array) -> Array: ...

    def address(self, array: Array | None) -> int: ...

    def bind(self, kernel: int, *words: Array | int | None) -> Call: ...

    def shared(self, floats: int) -> Array: ...
