"""A data set as CSV that every reader takes as it is: a header, and one line a sample.

    split,label,x0,x1,...,about
    train,3,-0.41,...,"{""args"": {""seed"": 42, ...}, ""fingerprint"": ..., ""t"": [...], ...}"
    train,7,0.12,...,

What the set was made from stands in the column ``about``, in its first row, as JSON. Comment lines
at the head would need an option of pandas; lines at the end would be samples to it; and a second
file gets lost. Numbers have as many digits as it takes to read back the same number.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from mnist1d_lab.dataset.files.names import ABOUT
from mnist1d_lab.dataset.files.settings_text import Settings

_PARTS = {"train": "", "test": "_test"}
_IN_ABOUT = ("t", "templates_x", "templates_t", "templates_y", "class_names", "fingerprint")


def write_csv(arrays: Mapping[str, npt.NDArray[Any]], made_from: Settings) -> str:
    """The file's text, from the arrays of ``formats.flat`` and the settings."""
    about = {name: arrays[name].tolist() for name in _IN_ABOUT if name in arrays}
    told = json.dumps({"args": made_from, **about})
    names = arrays.get("class_names", np.arange(10)).tolist()
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    length = arrays["x"].shape[1]
    writer.writerow(["split", "label", *(f"x{i}" for i in range(length)), ABOUT])
    for split, suffix in _PARTS.items():
        rows = zip(arrays[f"x{suffix}"].tolist(), arrays[f"y{suffix}"].tolist(), strict=True)
        for signal, label in rows:
            writer.writerow([split, names[label], *map(repr, signal), told])
            told = ""
    return out.getvalue()
