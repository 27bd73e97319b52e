"""A run's record: what was asked, what was measured, and how to read it back.

It stands above the experiments in the order of imports, because their ``merge`` makes records.
"""

from __future__ import annotations

import base64
import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mnist1d_lab.events import Cell


def encode_array(array: NDArray[Any]) -> dict[str, Any]:
    """An array as plain JSON: shape, dtype and its bytes (C order) in base64."""
    contiguous = np.ascontiguousarray(array)
    return {
        "shape": list(array.shape),
        "dtype": array.dtype.name,
        "data": base64.b64encode(contiguous.tobytes()).decode(),
    }


def decode_array(encoded: Mapping[str, Any]) -> NDArray[Any]:
    """The array of ``encode_array``'s JSON."""
    raw = np.frombuffer(base64.b64decode(encoded["data"]), encoded["dtype"])
    return raw.reshape(encoded["shape"]).copy()


@dataclass
class Record:
    """``rows`` is a tidy table, one measurement a row; ``arrays`` maps names to arrays."""

    experiment: str
    params: dict[str, Any]
    seed: int
    version: str
    backend: str
    elapsed_s: float
    rows: list[dict[str, Cell]] = field(default_factory=list)
    arrays: dict[str, NDArray[Any]] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)

    def head(self) -> dict[str, Any]:
        """Everything but the rows and the arrays."""
        return {
            "experiment": self.experiment,
            "params": self.params,
            "seed": self.seed,
            "version": self.version,
            "backend": self.backend,
            "elapsed_s": self.elapsed_s,
            "notices": self.notices,
        }

    def to_dict(self) -> dict[str, Any]:
        arrays = {name: encode_array(array) for name, array in self.arrays.items()}
        return {**self.head(), "rows": self.rows, "arrays": arrays}

    def to_json(self) -> str:
        return json.dumps(self.to_dict(), allow_nan=False)

    @staticmethod
    def from_json(text: str) -> Record:
        """The record of ``to_json``'s text."""
        plain = json.loads(text)
        plain["arrays"] = {name: decode_array(a) for name, a in plain["arrays"].items()}
        return Record(**plain)

    def to_csv(self) -> str:
        """The rows as CSV, with every column that any row has; the rest is in the JSON."""
        columns = list(dict.fromkeys(name for row in self.rows for name in row))
        out = io.StringIO()
        writer = csv.DictWriter(out, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.rows)
        return out.getvalue()

    def to_npz(self, path: str | Path) -> None:
        """The arrays under their names, and under ``record.json`` everything else."""
        text = json.dumps({**self.head(), "rows": self.rows}, allow_nan=False)
        np.savez_compressed(path, **{"record.json": np.array(text), **self.arrays})  # type: ignore[arg-type]

    @staticmethod
    def from_npz(path: str | Path) -> Record:
        """The record of ``to_npz``'s file."""
        with np.load(path, allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
        return Record(**json.loads(str(arrays.pop("record.json"))), arrays=arrays)
