"""MNIST-1D Lab: the data set, small networks with manual backprop, and lottery tickets.

>>> import mnist1d_lab
>>> record = mnist1d_lab.run("lottery", preset="quick", seed=0)  # doctest: +SKIP

What the reference package ``mnist1d`` has at its top is here too, so that ``import mnist1d_lab as
mnist1d`` runs its notebooks.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from mnist1d_lab.params import ParamError
from mnist1d_lab.records import Record, load_record
from mnist1d_lab.version import __version__

if TYPE_CHECKING:
    from mnist1d_lab import data, transform, utils
    from mnist1d_lab.data import get_dataset, get_dataset_args, get_templates
    from mnist1d_lab.dataset.pytorch import MNIST1D as MNIST1D
    from mnist1d_lab.dataset.scikit import load_mnist1d
    from mnist1d_lab.engines.runner import resume, run, stream
    from mnist1d_lab.engines.sweeps import sweep
    from mnist1d_lab.training.loaded import load_network
    from mnist1d_lab.utils import ObjectView, from_pickle, plot_signals, set_seed, to_pickle

# MNIST1D is not among them, because ``from mnist1d_lab import *`` would then need PyTorch.
__all__ = [
    "ObjectView", "ParamError", "Record", "__version__", "data", "from_pickle", "get_dataset",
    "get_dataset_args", "get_templates", "load_mnist1d", "load_network", "load_record",
    "plot_signals", "resume",
    "run", "set_seed", "stream", "sweep", "to_pickle", "transform", "utils",
]  # fmt: skip

# Found when they are first asked for: a browser's worker, which needs none, starts sooner.
_ELSEWHERE = {
    "sweep": "engines.sweeps",
    **dict.fromkeys(("resume", "run", "stream"), "engines.runner"),
    "MNIST1D": "dataset.pytorch",
    "load_mnist1d": "dataset.scikit",
    "load_network": "training.loaded",
    **dict.fromkeys(("get_dataset", "get_dataset_args", "get_templates"), "data"),
    **dict.fromkeys(
        ("ObjectView", "from_pickle", "plot_signals", "set_seed", "to_pickle"), "utils"
    ),
}


def __getattr__(name: str) -> Any:
    if name in ("data", "transform", "utils"):
        return import_module(f"{__name__}.{name}")
    if name in _ELSEWHERE:
        return getattr(import_module(f"{__name__}.{_ELSEWHERE[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, "MNIST1D"})
