"""Pickles, which the reference package keeps its data in, and which can run code."""

from __future__ import annotations

import os
import pickle
import sys
import warnings
from typing import Any

Path = str | os.PathLike[str]

PICKLE_PROTOCOL = 3  # the protocol of the published file


class PickleWarning(UserWarning):
    """A pickle was opened: it can run any code that its author put into it."""


class PickleRefusedError(RuntimeError):
    """A pickle was not opened, because this is a web page."""


def to_pickle(thing: object, path: Path) -> None:
    """Write ``thing`` to ``path`` with pickle protocol 3."""
    with open(path, "wb") as handle:
        pickle.dump(thing, handle, protocol=PICKLE_PROTOCOL)


def warn_about_pickle(name: str) -> None:
    """Warn before ``name`` is unpickled; in a browser raise PickleRefusedError instead."""
    if sys.platform == "emscripten":
        raise PickleRefusedError(
            f"{name} is a pickle, and a pickle can run code: a page never opens one. "
            "Convert it to NPZ or CSV with Python on your own machine."
        )
    warnings.warn(
        f"{name} is a pickle: opening it runs whatever its author put in. "
        "Open only files you trust; NPZ and CSV carry the same data safely.",
        PickleWarning,
        stacklevel=3,
    )


def from_pickle(path: Path) -> Any:
    """Read what ``to_pickle`` wrote. Warns, because a pickle can run code; a page refuses."""
    warn_about_pickle(os.fspath(path))
    with open(path, "rb") as handle:
        return pickle.load(handle)
