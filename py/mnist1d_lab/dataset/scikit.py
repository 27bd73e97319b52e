"""The data set as scikit-learn's loaders give theirs, without scikit-learn."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from mnist1d_lab.dataset.making import Dataset, make_arrays
from mnist1d_lab.params.quoting import quoted

DESCR = """MNIST-1D (Greydanus & Kobak, ICML 2024): one-dimensional signals of ten classes.

:Number of instances: {samples}
:Number of attributes: {length}, the signal at positions ``t``
:Classes: 0 to 9, equally many over all samples
:Missing values: none

Each signal is its class's template, padded, sheared, moved, scaled, with noise, and sampled anew.
"""

Subset = Literal["all", "train", "test"]
PARTS: dict[str, tuple[str, ...]] = {"all": ("", "_test"), "train": ("",), "test": ("_test",)}


class Bunch(dict[str, Any]):
    """A dictionary whose keys are attributes too, as ``sklearn.utils.Bunch``."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError as error:
            raise AttributeError(name) from error

    def __setattr__(self, name: str, value: Any) -> None:
        self[name] = value

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self})


def load_mnist1d(
    *,
    subset: Subset = "all",
    return_X_y: bool = False,  # noqa: N803 - scikit-learn's own name
    as_frame: bool = False,
    args: object = None,
) -> Any:
    """MNIST-1D in the manner of ``sklearn.datasets.load_digits``.

    Returns a ``Bunch`` of ``data`` (samples, length) float64, ``target`` (samples,) int64, ``t``
    (length,), ``feature_names``, ``target_names``, ``frame`` and ``DESCR``; with ``return_X_y``
    only (data, target). ``subset`` "all" has the training samples first (4000 of 5000). With
    ``as_frame`` data and target are pandas' and ``frame`` is both in one. ``args`` are the
    generator's settings, as for ``make_dataset``. Raises ValueError for another ``subset``, or
    where no set can be made; ImportError where ``as_frame`` finds no pandas.
    """
    if subset not in PARTS:
        raise ValueError(f"subset must be one of {', '.join(PARTS)}; got {quoted(subset)}.")
    bunch = _bunch(make_arrays(args), PARTS[subset])
    if as_frame:
        _frame(bunch)
    return (bunch.data, bunch.target) if return_X_y else bunch


def _bunch(made: Dataset, parts: tuple[str, ...]) -> Bunch:
    data = np.concatenate([made[f"x{part}"] for part in parts])
    return Bunch(
        data=data,
        target=np.concatenate([made[f"y{part}"] for part in parts]).astype(np.int64),
        t=made["t"],
        frame=None,
        feature_names=[f"position_{index}" for index in range(data.shape[1])],
        target_names=np.arange(len(made["templates"]["y"])),
        DESCR=DESCR.format(samples=len(data), length=data.shape[1]),
    )


def _frame(bunch: Bunch) -> None:
    try:
        import pandas as pd  # noqa: PLC0415
    except ImportError as error:
        raise ImportError("as_frame=True needs pandas: pip install pandas.") from error
    bunch.data = pd.DataFrame(bunch.data, columns=bunch.feature_names)
    bunch.target = pd.Series(bunch.target, name="target")
    bunch.frame = bunch.data.assign(target=bunch.target)
