"""What a file must hold to become a data set, whatever its kind."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from mnist1d_lab import params
from mnist1d_lab.templates import MAX_CLASSES

Arrays = dict[str, npt.NDArray[Any]]
Settings = dict[str, Any]

MAX_BYTES = 100_000_000
_MAX_SAMPLES = int(params.NUM_SAMPLES.high)
_LENGTHS = (int(params.FINAL_SEQ_LENGTH.low), int(params.FINAL_SEQ_LENGTH.high))

LIMITS = (
    f"Files of up to {MAX_BYTES // 1_000_000} MB, up to {_MAX_SAMPLES} samples of "
    f"{_LENGTHS[0]} to {_LENGTHS[1]} numbers, labels from 0 to {MAX_CLASSES - 1}."
)

_SPLIT_SEED = 42  # shuffles a file that does not say which of its samples are for testing


class DataFileError(ValueError):
    """A file that cannot be used; the message says what is wrong with it, and where."""


@dataclass(frozen=True)
class LoadedData:
    """A data set from a file, the settings found in it (None: it has none), and remarks."""

    dataset: dict[str, Any]
    args: Settings | None
    notes: tuple[str, ...] = ()


def check_size(size: int) -> None:
    """Raise DataFileError for more than MAX_BYTES bytes."""
    if size > MAX_BYTES:
        raise DataFileError(
            f"it has {size / 1e6:.0f} MB, and at most {MAX_BYTES // 1_000_000} MB are read."
        )


def checked(arrays: Mapping[str, Any], args: Settings | None) -> LoadedData:
    """The data set in ``arrays``: ``x`` and ``y``, the rest if it is there.

    Without ``x_test`` and ``y_test`` the samples are shuffled (seed 42) and divided in the
    published proportion; without ``t`` the published coordinate is used. Raises DataFileError.
    """
    train = _samples(arrays, "x", "y")
    notes: tuple[str, ...] = ()
    if "x_test" in arrays or "y_test" in arrays:
        test = _samples(arrays, "x_test", "y_test")
    else:
        train, test = _split(*train)
        notes = (
            f"The file names no test samples: its rows were shuffled (seed {_SPLIT_SEED}) and "
            f"{len(test[0])} of {len(train[0]) + len(test[0])} set aside for testing.",
        )
    (x, y), (x_test, y_test) = train, test
    _check_sizes(x, x_test)
    t = np.asarray(arrays.get("t", np.linspace(-5, 5, x.shape[1]) / 6), dtype=np.float64)
    if t.shape != x.shape[1:]:
        raise DataFileError(f"t has shape {t.shape}, but a signal has {x.shape[1]} numbers.")
    dataset: dict[str, Any] = {"x": x, "x_test": x_test, "y": y, "y_test": y_test, "t": t}
    if "templates_x" in arrays:
        dataset["templates"] = _templates(arrays)
    return LoadedData(dataset, args, notes)


def parse_settings(text: str) -> Settings:
    """The settings that a file carries as JSON; raises DataFileError."""
    try:
        settings = json.loads(text)
    except json.JSONDecodeError as error:
        raise DataFileError("the settings are not readable JSON.") from error
    if not isinstance(settings, dict):
        raise DataFileError("the settings are not a table of names and values.")
    return settings


def _templates(arrays: Mapping[str, Any]) -> dict[str, npt.NDArray[Any]]:
    """The templates that came with a data set, as ``templates.get_templates`` gives them."""
    x, t, y = (np.asarray(arrays.get(f"templates_{key}")) for key in "xty")
    if any(values.dtype.kind not in "fiu" for values in (x, t, y)) or x.ndim != 2:
        raise DataFileError("its templates need numbers: templates_x, templates_t, templates_y.")
    if y.shape != x.shape[:1] or t.shape != x.shape[1:]:
        raise DataFileError("its templates need one label a row and one t a column.")
    return {"x": x.astype(np.float64), "t": t.astype(np.float64), "y": y.astype(np.int64)}


def _samples(
    arrays: Mapping[str, Any], signals: str, labels: str
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """Signals (n, length) and labels (n,), both checked."""
    for key in (signals, labels):
        if key not in arrays:
            raise DataFileError(f"it has no {key}; it needs x and y, or x_test and y_test as well.")
    x, y = np.asarray(arrays[signals]), np.asarray(arrays[labels])
    if x.dtype.kind not in "fiu" or x.ndim != 2:
        raise DataFileError(f"{signals} must be a table of numbers, one row a sample.")
    if y.shape != x.shape[:1]:
        raise DataFileError(f"{labels} must have one label for each of {len(x)} samples.")
    if y.dtype.kind not in "fiu" or not np.isin(y, range(MAX_CLASSES)).all():
        raise DataFileError(f"{labels} must be whole numbers from 0 to {MAX_CLASSES - 1}.")
    bad = np.argwhere(~np.isfinite(x))
    if len(bad):
        raise DataFileError(f"{signals} is not a finite number in row {bad[0, 0] + 1}.")
    return x.astype(np.float64), y.astype(np.int64)


def _check_sizes(x: npt.NDArray[np.float64], x_test: npt.NDArray[np.float64]) -> None:
    if x.shape[1] != x_test.shape[1]:
        raise DataFileError("training and test signals differ in length.")
    if not (len(x) and len(x_test)):
        raise DataFileError("it needs at least one training and one test sample.")
    low, high = _LENGTHS
    if not low <= x.shape[1] <= high or len(x) + len(x_test) > _MAX_SAMPLES:
        raise DataFileError(
            f"it has {len(x) + len(x_test)} samples of {x.shape[1]} numbers. The limits: {LIMITS}"
        )


def _split(x: npt.NDArray[np.float64], y: npt.NDArray[np.int64]) -> tuple[Any, Any]:
    """Training and test samples of a set that is not yet divided."""
    order = np.random.RandomState(_SPLIT_SEED).permutation(len(x))
    x, y = x[order], y[order]
    cut = int(len(x) * params.TRAIN_SPLIT.default)
    return (x[:cut], y[:cut]), (x[cut:], y[cut:])
