"""NDArray, which annotations name; the other types take long to set up."""

from numpy._typing import NDArray  # noqa: F401


def __getattr__(name):
    from postponed import attribute

    return attribute(__name__, "numpy.typing._whole_of_init", name)
