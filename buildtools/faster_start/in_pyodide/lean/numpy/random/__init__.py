"""RandomState, of which data sets are made; generators are loaded by whoever trains."""

from .mtrand import *  # noqa: F403


def __getattr__(name):
    from postponed import attribute

    return attribute(__name__, "numpy.random._whole_of_init", name)
