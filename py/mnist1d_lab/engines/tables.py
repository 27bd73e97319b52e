"""A table that need not fit into memory as a CSV file and, where pyarrow is there, as Parquet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from mnist1d_lab.records.atomic import written_atomically

Row = dict[str, Any]
Rows = Callable[[], Iterator[Row]]  # each call begins anew

GROUP = 10_000  # rows that are written together


def write_tables(path: Path, rows: Rows) -> None:
    """``path``, a CSV file, and beside it the same as .parquet where pyarrow can be imported."""
    columns = _columns(rows)
    with written_atomically(path) as raw:
        text = io.TextIOWrapper(raw, "utf-8", newline="")
        writer = csv.DictWriter(text, list(columns), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows())
        text.detach()  # written out; the file itself is not this one's to close
    try:
        import pyarrow as pa  # noqa: PLC0415
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError:
        return
    types = {int: pa.int64(), float: pa.float64(), bool: pa.bool_(), str: pa.string()}
    schema = pa.schema([(name, types[kind]) for name, kind in columns.items()])
    with (
        written_atomically(path.with_suffix(".parquet")) as file,
        parquet.ParquetWriter(file, schema) as out,
    ):
        left = rows()
        while group := list(islice(left, GROUP)):
            typed = [{n: _typed(row.get(n), kind) for n, kind in columns.items()} for row in group]
            out.write_table(pa.Table.from_pylist(typed, schema))


def _columns(rows: Rows) -> dict[str, type]:
    """Each column's name and the narrowest type that holds all of its values."""
    kinds: dict[str, set[type]] = {}
    for row in rows():
        for name, value in row.items():
            kinds.setdefault(name, set()).update(() if value is None else (type(value),))
    return {name: _narrowest(found) for name, found in kinds.items()}


def _narrowest(found: set[type]) -> type:
    if len(found) == 1:
        only = next(iter(found))
        return only if only in (int, float, bool) else str
    return float if found and found <= {int, float} else str


def _typed(value: Any, kind: type) -> Any:
    return None if value is None else kind(value)
