"""Signals and labels among named arrays, as people keep them in NPZ and NPY files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from mnist1d_lab.dataset.files import names, npy
from mnist1d_lab.dataset.files.extras import class_names_of
from mnist1d_lab.dataset.files.labels import name_of
from mnist1d_lab.dataset.files.limits import MAX_CLASSES, DataFileError
from mnist1d_lab.dataset.files.options import Options
from mnist1d_lab.dataset.files.part import Part, part_of
from mnist1d_lab.dataset.files.table import Numbers, Table, table_of_array
from mnist1d_lab.params.quoting import shortened

Array = npt.NDArray[Any]
# What a file of ours, or of the reference package, has besides.
EXTRAS = frozenset({"t", "templates_x", "templates_y", "templates_t", "args", "class_names",
                    "fingerprint"})  # fmt: skip


def wanted(among: Sequence[str], options: Options) -> list[str]:
    """Which of the arrays are looked at; others are never unpacked.

    Saying which one holds the labels must not hide signals of an unknown name beside it.
    """
    if not any(map(_is_known, among)):
        return list(among)
    return [name for name in among if _is_known(name) or _is_said(name, options)]


def label_choices(arrays: Mapping[str, Any], others: Sequence[str] = ()) -> list[str]:
    """The arrays that may hold the labels, one name for all splits; ``others`` are not unpacked."""
    given = [name for name, array in _given(arrays).items() if _kind(name, array) == "labels"]
    free = [name for name in others if name not in arrays and not names.is_signals(name)]
    choices = dict[tuple[str, ...], str]()
    for name in (*given, *free):
        choices.setdefault(names.without_split(name), name)
    return list(choices.values())


def parts_of(arrays: Mapping[str, Any], options: Options, others: Sequence[str] = ()) -> list[Part]:
    """One part for each split; raises DataFileError. ``others`` name arrays beside these."""
    extras = {name: value for name, value in arrays.items() if name in EXTRAS}
    given = _given(arrays)
    table = table_among(arrays)
    if table:
        return [part_of(table, options)]
    signals, labels = _by_split(given, options)
    if not signals:
        raise DataFileError(f"it has no signals named x or X_train; {_list(given)}.")
    for split in {**signals, **labels}:
        for kind, found in (("signals", signals), ("labels", labels)):
            if split not in found:
                named = "" if split == "" else f" for {split}"
                raise DataFileError(f"it has no {kind}{named}; {_list(given)}.")
    choices = label_choices(arrays, others)
    parts = [
        _part(name, given[name], labels[split], given[labels[split]], split, extras)
        for split, name in signals.items()
    ]
    return [replace(part, label_arrays=tuple(choices)) for part in parts]


def table_among(arrays: Mapping[str, Any]) -> Table | None:
    """The one array that holds signals and labels together, if it is one; raises DataFileError."""
    given = _given(arrays)
    if len(given) != 1 or list(given) in (["x"], ["X"], ["y"]):
        return None
    (name, array), *_ = given.items()
    return table_of_array(_flat(array, name))


def _given(arrays: Mapping[str, Any]) -> dict[str, Array]:
    return {name: np.asarray(a) for name, a in arrays.items() if name not in EXTRAS}


def _is_known(name: str) -> bool:
    return name in EXTRAS or names.is_labels(name) or names.is_signals(name)


def _is_said(name: str, options: Options) -> bool:
    """Whether the labels were said to be in this array, or in that of another split."""
    said = options.label
    return bool(said) and names.without_split(name) == names.without_split(said)


def _list(arrays: Mapping[str, Array]) -> str:
    some = ", ".join(f"{name[:30]} {array.shape}" for name, array in list(arrays.items())[:8])
    return f"it has {some or 'nothing of use'}"


def _by_split(
    arrays: Mapping[str, Array], options: Options
) -> tuple[dict[str, str], dict[str, str]]:
    """Names of the signals and of the labels, each by split ("" where none is named)."""
    if options.label and options.label not in arrays:
        raise DataFileError(
            f"label={shortened(options.label)}: there is no such array; {_list(arrays)}."
        )
    kinds = {"signals": dict[str, str](), "labels": dict[str, str]()}
    tests = any(names.split_in(name) == "test" for name in arrays)
    for name, array in arrays.items():
        kind, split = _kind(name, array), names.split_in(name)
        if options.label and (kind == "labels" or name == options.label):
            if not _is_said(name, options):
                continue  # labels of something else
            kind = "labels"
        if tests and not split:  # x, y, x_test, y_test
            split = "train"
        if name.startswith("arr_") and split in kinds[kind]:  # np.savez without names
            kinds[kind] = {"train": kinds[kind][split]}
            split = "test"
        if split in kinds[kind]:
            other = kinds[kind][split]
            hint = f" label={name[:30]}, say, takes that one." if kind == "labels" else ""
            raise DataFileError(f"it has two arrays of {kind}: {other[:30]} and {name[:30]}.{hint}")
        kinds[kind][split] = name
    return kinds["signals"], kinds["labels"]


def _kind(name: str, array: Array) -> str:
    if names.is_labels(name):
        return "labels"
    if names.is_signals(name) and not name.startswith("arr_"):
        return "signals"
    return "signals" if array.ndim > 1 and array.shape[-1] > 1 else "labels"


def _part(
    name: str, x: Array, label_name: str, y: Array, split: str, extras: dict[str, Any]
) -> Part:
    signals = _signals(x, name)
    labels = _named(_labels(y, label_name), extras)
    if len(labels) != len(signals):
        raise DataFileError(
            f"{label_name} has {len(labels)} labels, but {name} has {len(signals)} signals."
        )
    return Part(
        signals=signals,
        labels=labels,
        splits=[split] * len(signals),
        place=lambda row, column: _place(name, row, column),
        found={"label": label_name},
        extras=extras,
    )


def _named(labels: list[str], extras: Mapping[str, Any]) -> list[str]:
    """The names of classes 0, 1, 2, ... where the file has them."""
    places = {str(label): name for label, name in enumerate(class_names_of(extras))}
    return [places.get(label, label) for label in labels]


def _place(name: str, row: int, column: int | None) -> str:
    return f"{name}, row {row + 1}" + ("" if column is None else f", column {column + 1}")


def _flat(x: Array, name: str) -> Array:
    """(n, length) out of that, (n, 1, length) or (n, length, 1)."""
    if x.ndim == 3 and 1 in x.shape[1:]:
        x = x.reshape(len(x), -1)
    if x.ndim != 2:
        raise DataFileError(f"{name} has shape {x.shape}; signals need one row a sample.")
    return x


def _signals(x: Array, name: str) -> Numbers:
    if x.dtype.kind not in "biuf":
        raise DataFileError(f"{name} must be a table of numbers, one row a sample.")
    numbers = _flat(x, name).astype(np.float64)
    bad = np.argwhere(np.isinf(numbers))
    if len(bad):
        raise DataFileError(f"{_place(name, *bad[0].tolist())} is not a finite number.")
    return numbers


def _labels(y: Array, name: str) -> list[str]:
    """Labels as texts, out of (n,), (n, 1) or one column a class (Keras' to_categorical)."""
    if y.ndim == 2 and 1 < y.shape[1] <= MAX_CLASSES and y.dtype.kind in "biuf":
        if not (np.isin(y, (0, 1)).all() and (y.sum(axis=1) == 1).all()):
            raise DataFileError(f"{name} has shape {y.shape}, and its rows are not one 1 among 0.")
        y = y.argmax(axis=1)
    y = y.reshape(-1) if y.ndim == 2 and y.shape[1] == 1 else y
    if y.ndim != 1 or y.dtype.kind not in "biufUS":
        raise DataFileError(f"{name} has shape {y.shape}; one label a sample is needed.")
    if y.dtype.kind == "f" and not np.isfinite(y).all():
        row = int(np.flatnonzero(~np.isfinite(y))[0])
        raise DataFileError(f"{_place(name, row, None)}: the label is missing.")
    return [name_of(text) for text in npy.texts(y)]
