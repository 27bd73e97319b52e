"""NDArray, which annotations name; the other types take long to set up."""

from typing import Any, TypeVar

import numpy as np

_Scalar = TypeVar("_Scalar", bound=np.generic)
NDArray = np.ndarray[tuple[Any, ...], np.dtype[_Scalar]]


def __getattr__(name):
    from postponed import attribute

    return attribute(__name__, "numpy._typing._whole_of_init", name)
