"""A run's record: what was asked, what was measured, and how to read it back.

It stands above the experiments in the order of imports, because their ``merge`` makes records.
"""

from __future__ import annotations

import base64
import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from mnist1d_lab.events import Cell


def split_array(array: NDArray[Any]) -> tuple[dict[str, Any], bytes]:
    """An array's shape and dtype as plain JSON, and its bytes (C order, native byte order).

    Raises TypeError for an array of Python objects, whose bytes would be mere addresses.
    """
    if array.dtype.hasobject:
        raise TypeError("An array of Python objects cannot be recorded.")
    native = array.astype(array.dtype.newbyteorder("="), copy=False)
    # np.dtype reads the everyday names of numbers, but not those of texts and times.
    name = native.dtype.name if native.dtype.kind in "biufc" else native.dtype.str
    return {"shape": list(native.shape), "dtype": name}, native.tobytes()


def encode_array(array: NDArray[Any]) -> dict[str, Any]:
    """An array as plain JSON: shape, dtype and its bytes (C order) in base64."""
    head, raw = split_array(array)
    return {**head, "data": base64.b64encode(raw).decode()}


def decode_array(encoded: Mapping[str, Any]) -> NDArray[Any]:
    """The array of ``encode_array``'s JSON."""
    raw = np.frombuffer(base64.b64decode(encoded["data"]), encoded["dtype"])
    return raw.reshape(encoded["shape"]).copy()


@dataclass
class Record:
    """``rows`` is a tidy table, one measurement a row; ``arrays`` maps names to arrays.

    ``summary`` is a second table: what follows from the rows, such as means with intervals.

    ``elapsed_s`` is the time from start to end; where whoever ran the tasks did not take it, the
    sum of the tasks' own times, which is more when several ran side by side.
    """

    experiment: str
    params: dict[str, Any]
    seed: int
    version: str
    backend: str
    elapsed_s: float
    rows: list[dict[str, Cell]] = field(default_factory=list)
    arrays: dict[str, NDArray[Any]] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    summary: list[dict[str, Cell]] = field(default_factory=list)

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
            "summary": self.summary,
        }

    def to_dict(self) -> dict[str, Any]:
        arrays = {name: encode_array(array) for name, array in self.arrays.items()}
        return {**self.head(), "rows": self.rows, "arrays": arrays}

    def to_json(self) -> str:
        return json.dumps(self.to_dict(), allow_nan=False)

    @staticmethod
    def from_json(text: str) -> Record:
        """The record of ``to_json``'s text; ValueError for any other text."""
        plain = json.loads(text)
        arrays = plain.pop("arrays", {}) if isinstance(plain, dict) else {}
        return Record._of(plain, {name: decode_array(a) for name, a in arrays.items()})

    @staticmethod
    def _of(plain: Any, arrays: dict[str, NDArray[Any]]) -> Record:
        needed = {f.name for f in fields(Record)} - {"arrays"}
        missing = sorted(needed - set(plain if isinstance(plain, dict) else ()))
        if missing:
            raise ValueError(f"This is not a run's record: it has no {', '.join(missing)}.")
        return Record(**{name: plain[name] for name in needed}, arrays=arrays)

    def to_csv(self) -> str:
        """The rows as CSV, with every column that any row has; the rest is in the JSON."""
        columns = list(dict.fromkeys(name for row in self.rows for name in row))
        if not columns:
            return ""
        out = io.StringIO()
        writer = csv.DictWriter(out, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.rows)
        return out.getvalue()

    def to_npz(self, path: str | Path) -> None:
        """Write ``npz_bytes`` to ``path``, whatever its ending."""
        Path(path).write_bytes(self.npz_bytes())

    def npz_bytes(self) -> bytes:
        """An NPZ file: the arrays under their names, and under ``record.json`` everything else."""
        text = json.dumps({**self.head(), "rows": self.rows}, allow_nan=False)
        out = io.BytesIO()
        np.savez_compressed(out, **{"record.json": np.array(text), **self.arrays})  # type: ignore[arg-type]
        return out.getvalue()

    @staticmethod
    def from_npz(path: str | Path | BinaryIO) -> Record:
        """The record of ``to_npz``'s file; ValueError for any other NPZ file."""
        with np.load(path, allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
        plain = json.loads(str(arrays.pop("record.json", "null")))
        return Record._of(plain, arrays)
