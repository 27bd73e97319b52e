"""The record itself.

It stands above the experiments in the order of imports, because their ``merge`` makes records.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mnist1d_lab.events import Cell
from mnist1d_lab.params import data_note
from mnist1d_lab.params.quoting import quoted
from mnist1d_lab.records import showing
from mnist1d_lab.records.arrays import encode_array, same_arrays
from mnist1d_lab.records.atomic import write_atomically
from mnist1d_lab.records.digest import digest
from mnist1d_lab.records.parts import checked_parts
from mnist1d_lab.records.reading import Source, read_json, read_npz, source_bytes

Rows = list[dict[str, Cell]]


@dataclass(eq=False, repr=False)
class Record:
    """``rows`` is a tidy table, one measurement a row; ``arrays`` maps names to arrays.

    ``summary`` is a second table: what follows from the rows, such as means with intervals.

    ``elapsed_s`` is the time from start to end; where whoever ran the tasks did not take it, the
    sum of the tasks' own times, which is more when several ran side by side.

    ``made`` says when, by which versions and on what kind of machine; ``figure`` what is to be
    plotted against what (``experiments.base.Figure`` as plain JSON); ``class_names`` what the
    visitor's file calls classes 0, 1, 2, ... These may be missing in records of earlier versions.
    """

    experiment: str
    params: dict[str, Any]
    seed: int
    version: str
    backend: str
    elapsed_s: float
    rows: Rows = field(default_factory=list)
    arrays: dict[str, NDArray[Any]] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    summary: Rows = field(default_factory=list)
    made: dict[str, Any] | None = None
    figure: dict[str, Any] | None = None
    class_names: list[str] | None = None

    def head(self) -> dict[str, Any]:
        """Everything but the rows and the arrays."""
        plain = {f.name: getattr(self, f.name) for f in fields(self)}
        del plain["rows"], plain["arrays"]
        own = {"own_code": self.own_code} if self.own_code else {}
        return {**plain, **own, "data": self.data, "result_hash": self.result_hash}

    @property
    def data(self) -> str | None:
        """The data's settings in words: what differs from the published ones; None without any."""
        return data_note(self.params)

    @property
    def own_code(self) -> str | None:
        """What somebody's own code did in the run ("criterion"), which the record has; or None."""
        return "criterion" if self.params.get("criterion_code") else None

    @property
    def result_hash(self) -> str:
        """SHA-256 of rows and arrays, without times: the same where two runs found the same."""
        return digest(self.rows, self.arrays)

    def __eq__(self, other: object) -> bool:
        """Whether all is equal, times included; ``result_hash`` compares what was found."""
        if not isinstance(other, Record):
            return NotImplemented
        mine = (self.head(), self.rows)
        return mine == (other.head(), other.rows) and same_arrays(self.arrays, other.arrays)

    __hash__ = None  # type: ignore[assignment]  # it can be changed

    def __repr__(self) -> str:
        return f"<Record: {showing.sentence(self)}>"

    def _repr_html_(self) -> str:
        """The record in a notebook: what it is, and its summary or its first rows."""
        return showing.html(self)

    def plot(self, **given: Any) -> Any:
        """The experiment's figure on matplotlib's axes, which are returned (``showing.plot``)."""
        return showing.plot(self, **given)

    def to_dict(self) -> dict[str, Any]:
        arrays = {name: encode_array(array) for name, array in self.arrays.items()}
        return {**self.head(), "rows": self.rows, "arrays": arrays}

    def to_json(self) -> str:
        return json.dumps(self.to_dict(), allow_nan=False)

    @staticmethod
    def from_json(source: Source) -> Record:
        """The record of ``to_json``'s text, or of a file of it; ValueError for any other."""
        return Record.of_parts(*read_json(source_bytes(source)))

    @staticmethod
    def of_parts(plain: Any, arrays: dict[str, NDArray[Any]]) -> Record:
        """The record of what ``records.reading`` gives; NoRecordError where a part is wrong."""
        return Record(**checked_parts(plain), arrays=arrays)

    def table(self) -> Rows:
        """The rows, each with the data it was measured on, if known, and whether own code ran."""
        said = {"data": self.data, "own_code": self.own_code}
        known = {name: what for name, what in said.items() if what}
        return [{**row, **known} for row in self.rows]

    def to_csv(self) -> str:
        """``table`` as CSV, with every column that any row has; the rest is in the JSON."""
        import csv  # noqa: PLC0415 - a browser's worker starts without it

        rows = self.table()
        columns = list(dict.fromkeys(name for row in rows for name in row))
        if not columns:
            return ""
        out = io.StringIO()
        writer = csv.DictWriter(out, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return out.getvalue()

    def to_pandas(self, table: str = "rows") -> Any:
        """``table`` (with "summary": the summary) as a DataFrame; needs pandas."""
        import pandas as pd  # noqa: PLC0415

        if table not in ("rows", "summary"):
            raise ValueError(f"table must be rows or summary; got {quoted(table)}.")
        return pd.DataFrame(self.table() if table == "rows" else self.summary)

    def to_npz(self, path: str | Path) -> None:
        """Write ``npz_bytes`` to ``path``, whatever its ending."""
        write_atomically(Path(path), self.npz_bytes())

    def npz_bytes(self) -> bytes:
        """An NPZ file: the arrays under their names, and under ``record.json`` everything else."""
        text = json.dumps({**self.head(), "rows": self.rows}, allow_nan=False)
        out = io.BytesIO()
        np.savez_compressed(out, **{"record.json": np.array(text), **self.arrays})  # type: ignore[arg-type]
        return out.getvalue()

    @staticmethod
    def from_npz(source: Source) -> Record:
        """The record of ``to_npz``'s file; ValueError for any other NPZ file."""
        return Record.of_parts(*read_npz(source_bytes(source)))

    def save(self, path: str | Path) -> None:
        """Write it to ``path`` as its ending says: .json or .npz, or the rows alone as .csv."""
        path = Path(path)
        kind = path.suffix.lower()
        if kind == ".npz":
            write_atomically(path, self.npz_bytes())
        elif kind in (".json", ".csv"):
            text = self.to_json() if kind == ".json" else self.to_csv()
            write_atomically(path, text.encode())
        else:
            raise ValueError(f"path must end in .json, .npz, .csv; got {quoted(str(path))}.")


def load_record(source: Source) -> Record:
    """A record from its JSON or NPZ: a path, a file, or what is in it; ValueError for others."""
    content = source_bytes(source)
    return Record.from_npz(content) if content[:2] == b"PK" else Record.from_json(content)
