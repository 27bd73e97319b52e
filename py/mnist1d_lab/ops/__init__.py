"""The array operations and the choice of who computes them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from mnist1d_lab.ops import loading
from mnist1d_lab.ops.base import Ops
from mnist1d_lab.ops.numpy import NumpyOps
from mnist1d_lab.params import BACKEND_NAMES
from mnist1d_lab.params.quoting import quoted

fallback_reason: str | None = None
_chosen: ContextVar[str | None] = ContextVar("backend", default=None)


def get_ops(name: str | None = None) -> Ops:
    """The backend called ``name``, or the one of the block ``using`` it, or the best one here.

    The best one is the kernels: compiled for this machine, and in a browser, or where the
    installation has none such, in WebAssembly with relaxed SIMD, with the same bits. Outside a
    browser that needs the package wasmtime. Where no kernels can run, NumPy serves.
    ``fallback_reason`` says why it is not the first of these. ValueError for a name there is not,
    ``UnavailableError`` for a backend that was asked for and cannot run.
    """
    if name not in (None, *BACKEND_NAMES):
        raise ValueError(f"backend must be one of {', '.join(BACKEND_NAMES)}; got {quoted(name)}.")
    name = name or _chosen.get()
    return _best() if name is None else _named(name)


def names_here() -> tuple[str, ...]:
    """The backends that there may be: in a browser none is compiled for the machine."""
    return BACKEND_NAMES[1:] if sys.platform == "emscripten" else BACKEND_NAMES


@contextmanager
def using(name: str) -> Iterator[None]:
    """Inside the block, this backend is the one to get when none is named."""
    before = _chosen.set(name)
    try:
        yield
    finally:
        _chosen.reset(before)


def prefer(name: str) -> None:
    """From here on in this context, this backend is the one to get when none is named."""
    _chosen.set(name)


@cache
def _named(name: str) -> Ops:
    return NumpyOps() if name == "numpy" else loading.load(name)


@cache
def _best() -> Ops:
    global fallback_reason  # noqa: PLW0603 - the page reads it to say why it is slow
    for name in names_here()[:-1]:
        try:
            return _named(name)
        except Exception as error:  # whatever it is, the page shows it and goes on
            fallback_reason = str(error)
    return NumpyOps()
