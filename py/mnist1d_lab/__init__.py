"""MNIST-1D Lab: the data set, small networks with manual backprop, and lottery tickets.

>>> import mnist1d_lab
>>> record = mnist1d_lab.run("lottery", preset="quick", seed=0)  # doctest: +SKIP
"""

from mnist1d_lab.params import ParamError
from mnist1d_lab.records import Record
from mnist1d_lab.runner import run, stream
from mnist1d_lab.version import __version__

__all__ = ["ParamError", "Record", "__version__", "run", "stream"]
