"""The array operations and the choice of who computes them."""

from __future__ import annotations

import sys
from functools import cache

from mnist1d_lab.ops import simd
from mnist1d_lab.ops.base import Ops
from mnist1d_lab.ops.numpy import NumpyOps

BACKENDS = ("simd-relaxed", "simd", "numpy")

fallback_reason: str | None = None


@cache
def get_ops(name: str | None = None) -> Ops:
    """The backend called ``name``, or the best one that runs here.

    In CPython that is NumPy with its BLAS. In Pyodide it is the fast one; where that cannot run,
    NumPy serves and ``fallback_reason`` says why. ValueError for a name there is not,
    ``simd.UnavailableError`` for a backend that was asked for and cannot run.
    """
    if name not in (None, *BACKENDS):
        raise ValueError(f"backend must be one of {', '.join(BACKENDS)}; got {name!r}.")
    if name is None:
        return _best() if sys.platform == "emscripten" else NumpyOps()
    return NumpyOps() if name == "numpy" else simd.load(name)


def _best() -> Ops:
    global fallback_reason  # noqa: PLW0603 - the page reads it to say why it is slow
    for name in BACKENDS[:-1]:
        try:
            return get_ops(name)
        except Exception as error:  # whatever it is, the page shows it and goes on
            fallback_reason = str(error)
    return NumpyOps()
