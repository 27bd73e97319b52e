"""Drop-in for ``mnist1d.utils``; what it offers is in ``dataset/``."""

from mnist1d_lab.dataset.making import set_seed
from mnist1d_lab.dataset.pickles import PickleRefusedError, PickleWarning, from_pickle, to_pickle
from mnist1d_lab.dataset.plotting import plot_signals
from mnist1d_lab.dataset.settings import ObjectView

__all__ = [
    "ObjectView", "PickleRefusedError", "PickleWarning", "from_pickle", "plot_signals", "set_seed",
    "to_pickle",
]  # fmt: skip
