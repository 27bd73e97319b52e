"""The data set that an experiment's parameters ask for, made once and kept while they stay."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from mnist1d_lab import own_data, params
from mnist1d_lab.data import make_arrays
from mnist1d_lab.params import Values


def arrays(values: Values) -> dict[str, Any]:
    """The data set's arrays, as in ``mnist1d.data.make_dataset``; raises ParamError."""
    wanted = {p.name: values.get(p.name, p.default) for p in params.DATA}
    wanted["data_seed"] = values.get("data_seed", values.get("seed"))
    return _arrays(
        tuple((name, tuple(v) if isinstance(v, list) else v) for name, v in wanted.items())
    )


# Four: a run's own set, its validation samples, a fresh one, and the one beside it.
@lru_cache(maxsize=4)
def _arrays(wanted: tuple[tuple[str, Any], ...]) -> dict[str, Any]:
    values = dict(wanted)
    if values["data_file"]:
        return _from_file(values)
    return make_arrays(values, templates=own_data.templates(values["templates"]))


def _from_file(values: Mapping[str, Any]) -> dict[str, Any]:
    dataset = own_data.load(values["data_file"]).dataset
    if not values["shuffle_seq"]:
        return dataset
    order = np.random.default_rng(values["data_seed"]).permutation(dataset["x"].shape[1])
    return {**dataset, "x": dataset["x"][:, order], "x_test": dataset["x_test"][:, order]}
