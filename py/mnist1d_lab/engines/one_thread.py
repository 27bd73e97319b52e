"""NumPy's products on one thread while tasks run.

They are too small to share: a second thread brings little on an idle machine, and on a busy one the
two wait for each other, which has been seen to take eight times as long as one alone.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

# As the OpenBLAS that comes in NumPy's wheels calls them: with 64-bit whole numbers, and without.
SUFFIXES = ("64_", "")


_lock = Lock()
_before: list[list[int]] = []  # the numbers of threads, once for each block that is open


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Inside the block NumPy's own OpenBLAS uses one thread; another BLAS is left alone.

    Blocks may be open side by side, in several threads: the last to end puts back what the first
    found.
    """
    libraries = _openblas()
    with _lock:
        _before.append(_before[0] if _before else [get() for get, _ in libraries])
        for _, put in libraries:
            put(1)
    try:
        yield
    finally:
        with _lock:
            before = _before.pop()
            for (_, put), threads in zip(libraries, before, strict=True):
                put(1 if _before else threads)


@cache
def _openblas() -> list[tuple[Any, Any]]:
    """The functions that tell and set the number of threads."""
    if sys.platform == "emscripten":
        return []
    import ctypes  # noqa: PLC0415 - a browser need not wait for it

    package = Path(np.__file__).parent
    found = []
    for folder in (package.parent / "numpy.libs", package / ".dylibs"):
        for path in folder.glob("*openblas*"):
            library = ctypes.CDLL(str(path))  # NumPy has loaded it: this is the same one
            for suffix in SUFFIXES:
                names = (f"scipy_openblas_{verb}_num_threads{suffix}" for verb in ("get", "set"))
                pair = [getattr(library, name, None) for name in names]
                if all(pair):
                    found.append((pair[0], pair[1]))
    return found
