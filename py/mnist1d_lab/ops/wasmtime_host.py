"""The kernels outside a browser: the same binaries, run by the package wasmtime.

Kernels reach nothing but their WebAssembly memory, so arrays are made inside it. An array's bytes
go back when the last view of it is gone: no one has to say so.
"""

from __future__ import annotations

import ctypes
import gc
import weakref
from collections import deque
from contextlib import suppress
from math import prod
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
import wasmtime

from mnist1d_lab.ops.base import Array, Shape
from mnist1d_lab.ops.free_list import ALIGNMENT, FreeList, rounded
from mnist1d_lab.ops.wasm_host import WASM_ROOM, Run, UnavailableError

if TYPE_CHECKING:
    from numpy.typing import DTypeLike

PAGE = 65536
# Addresses up to here; as much as Pyodide may have. Only what is used is taken from the machine.
MOST_PAGES = 2**31 // PAGE
PAGES_AT_ONCE = 256


class WasmtimeHost:
    """wasmtime's engine and a memory that grows but never moves, so arrays in it stay valid."""

    word = np.dtype(np.uint32)
    room = WASM_ROOM

    def __init__(self) -> None:
        config = wasmtime.Config()
        config.wasm_relaxed_simd = True
        # All that 32 bits can address is reserved (not taken): so the memory never has to move, and
        # the kernels' code need not check where it reads and writes, a fifth of its time.
        config.memory_reservation = 2**32
        config.memory_may_move = False
        self._engine = wasmtime.Engine(config)
        self._store = wasmtime.Store(self._engine)
        for kept in (self._engine, self._store):
            # For ever: arrays may live until the very end of the process, and their memory with
            # them; besides, wasmtime's objects complain when they are deleted as late as that.
            ctypes.pythonapi.Py_IncRef(ctypes.py_object(kept))
        limits = wasmtime.Limits(PAGES_AT_ONCE, MOST_PAGES)
        self._memory = wasmtime.Memory(self._store, wasmtime.MemoryType(limits))
        self._base = ctypes.addressof(self._memory.data_ptr(self._store).contents)
        self._free = FreeList()
        # Address 0 means "no array" to the kernels.
        self._free.give(ALIGNMENT, PAGES_AT_ONCE * PAGE - ALIGNMENT)
        # What the garbage collector finds in the middle of anything waits here.
        self._given_back: deque[tuple[int, int]] = deque()
        # A store is for one thread at a time, and wasmtime lets the others run meanwhile.
        self._lock = Lock()

    def start(self, name: str, binary: bytes) -> Run:
        try:
            module = wasmtime.Module(self._engine, binary)
            exports = wasmtime.Instance(self._store, module, [self._memory]).exports(self._store)
        except wasmtime.WasmtimeError as error:
            raise UnavailableError(f"wasmtime cannot run the kernels here: {error}") from error
        kernels, store, lock = exports["run"], self._store, self._lock
        assert isinstance(kernels, wasmtime.Func)

        def run(blocks: int) -> None:
            with lock:
                kernels(store, blocks)

        return run

    def zeros(self, shape: Shape, dtype: DTypeLike) -> Array:
        size = np.dtype(dtype).itemsize * prod(shape if isinstance(shape, tuple) else (shape,))
        start = self._take(size)
        place = (ctypes.c_ubyte * rounded(size)).from_address(self._base + start)
        # Every view of the array keeps `place` alive.
        weakref.finalize(place, self._given_back.append, (start, size)).atexit = False
        array: Array = np.ndarray(shape, dtype, buffer=memoryview(place))
        array.fill(0)
        return array

    def address(self, array: Array) -> int:
        start = array.ctypes.data - self._base
        if not 0 < start <= self.size - array.nbytes:
            raise ValueError(
                "The kernels reach only arrays made by `zeros` or `array` of their Ops."
            )
        return start

    @property
    def size(self) -> int:
        """Bytes of the memory, used or free."""
        return self._memory.data_len(self._store)

    @property
    def used(self) -> int:
        """Bytes that arrays take."""
        with self._lock:
            self._tidy()
            return self.size - ALIGNMENT - sum(end - start for start, end in self._free.gaps)

    def _take(self, size: int) -> int:
        with self._lock:
            self._tidy()
            start = self._free.take(size)
            if start is None:
                self._grow(size)
                start = self._free.take(size)
            if start is None:
                raise MemoryError(f"The kernels' memory has no {size} bytes left.")
            return start

    def _tidy(self) -> None:
        while self._given_back:
            self._free.give(*self._given_back.popleft())

    def _grow(self, size: int) -> None:
        """Room for ``size`` more, if there is; where there is not, also what garbage has taken."""
        wanted = max(PAGES_AT_ONCE, -(-rounded(size) // PAGE))
        left = MOST_PAGES - self.size // PAGE
        if wanted > left:
            gc.collect()
            self._tidy()
        pages = min(wanted, left)
        if pages:
            with suppress(wasmtime.WasmtimeError):  # the machine itself may have no more
                end = self._memory.grow(self._store, pages) * PAGE
                self._free.give(end, pages * PAGE)
