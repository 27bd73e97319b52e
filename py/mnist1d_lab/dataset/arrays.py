"""The data set that an experiment's parameters ask for, made once and kept while there is room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from mnist1d_lab import params
from mnist1d_lab.dataset import own_data
from mnist1d_lab.dataset.making import Dataset, Making, making_arrays, shuffled_positions
from mnist1d_lab.dataset.pipeline import Ints
from mnist1d_lab.dataset.settings import args_of
from mnist1d_lab.params import Values

# Of the sets used last, so many are kept whatever their size (a run's own set, its validation
# samples, a fresh one, and the one beside it), and more of them within this many bytes: a knob that
# is turned to and fro finds its earlier places again.
KEPT_ALWAYS, KEPT_BYTES = 4, 12_000_000

_kept: dict[tuple[tuple[str, Any], ...], Dataset] = {}


def arrays(values: Values) -> Dataset:
    """The data set's arrays, as in ``mnist1d.data.make_dataset``; raises ParamError."""
    making = making_kept(values)
    while True:
        try:
            next(making)
        except StopIteration as made:
            dataset: Dataset = made.value
            return dataset


def positions(values: Values) -> Ints:
    """The order in which this set shuffles its positions, if it does; raises ParamError."""
    if values["data_file"]:
        return _file_positions(
            values, own_data.load(values["data_file"], values["data_reading"]).dataset
        )
    templates = own_data.templates(values["templates"])
    classes = params.CLASSES if templates is None else len(templates["y"])
    return shuffled_positions(args_of(values), classes)


def making_kept(values: Values) -> Making:
    """``arrays`` in pieces of a few milliseconds (one piece, where the set is kept)."""
    wanted = {p.name: values.get(p.name, p.default) for p in params.DATA}
    wanted["data_seed"] = values.get("data_seed", values.get("seed"))
    plain = tuple((name, tuple(v) if isinstance(v, list) else v) for name, v in wanted.items())
    key = (*plain, ("stamp", own_data.stamp(wanted["data_file"]) if wanted["data_file"] else None))
    dataset = _kept.pop(key, None)
    if dataset is None:
        dataset = yield from _making(dict(plain))
    _kept[key] = dataset
    _make_room()
    return dataset


def _make_room() -> None:
    """Forget the sets that were used longest ago; other threads may do so at the same time."""
    oldest_first = list(_kept.items())
    size = sum(_bytes(dataset) for _, dataset in oldest_first)
    for key, dataset in oldest_first[:-KEPT_ALWAYS]:
        if size <= KEPT_BYTES:
            return
        _kept.pop(key, None)
        size -= _bytes(dataset)


def _bytes(dataset: Dataset) -> int:
    return sum(a.nbytes for a in dataset.values() if isinstance(a, np.ndarray))


def _making(values: Values) -> Making:
    if values["data_file"]:
        return _from_file(values)
    templates = own_data.templates(values["templates"])
    dataset = yield from making_arrays(args_of(values), templates=templates)
    return dataset


def _from_file(values: Mapping[str, Any]) -> Dataset:
    dataset: Dataset = own_data.load(values["data_file"], values["data_reading"]).dataset
    if not values["shuffle_seq"]:
        return dataset
    order = _file_positions(values, dataset)
    return {**dataset, "x": dataset["x"][:, order], "x_test": dataset["x_test"][:, order]}


def _file_positions(values: Mapping[str, Any], dataset: Dataset) -> Ints:
    return np.random.default_rng(values["data_seed"]).permutation(dataset["x"].shape[1])
