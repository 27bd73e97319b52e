"""Parquet files, where pyarrow is installed; a page has it not."""

from __future__ import annotations

import io
from typing import Any

import numpy as np

from mnist1d_lab.dataset.files.limits import MAX_NUMBERS, MAX_SAMPLES, NO_MEMORY, DataFileError
from mnist1d_lab.dataset.files.table import Table

_PANDAS_INDEX = "__index_level_0__"


def read_parquet(content: bytes) -> Table:
    """The table in a Parquet file; raises DataFileError."""
    try:
        from pyarrow import parquet  # noqa: PLC0415  # optional, and slow to import
    except ImportError as error:
        raise DataFileError(
            "Parquet is read where pyarrow is installed, which is not so here; save it as CSV."
        ) from error
    try:
        file = parquet.ParquetFile(io.BytesIO(content))
        head = file.metadata
        if head.num_rows > MAX_SAMPLES or head.num_rows * head.num_columns > MAX_NUMBERS:
            raise DataFileError(f"it has {head.num_rows} rows of {head.num_columns} columns.")
        return _table(file.read())
    except DataFileError:
        raise
    except MemoryError as error:
        raise DataFileError(NO_MEMORY) from error
    except Exception as error:  # pyarrow has many kinds for damaged files
        raise DataFileError("it is not a readable Parquet file; it may be damaged.") from error


def _table(arrow: Any) -> Table:
    names = ["" if name == _PANDAS_INDEX else name for name in arrow.column_names]
    order = sorted(range(len(names)), key=lambda column: names[column] != "")  # the index first
    columns = [arrow.column(column).to_pylist() for column in order]
    values = np.full((arrow.num_rows, len(columns)), np.nan)
    words: dict[int, tuple[int, str]] = {}
    for number, cells in enumerate(columns):
        for row, cell in enumerate(cells):
            if isinstance(cell, (int, float)) and np.isfinite(cell):
                values[row, number] = cell
            elif cell is not None and not (isinstance(cell, float) and np.isnan(cell)):
                words.setdefault(number, (row, str(cell)))
    return Table(
        names=tuple(names[column] for column in order), values=values, words=words, unit="row",
        texts=lambda column: ["" if cell is None else str(cell) for cell in columns[column]],
        places=range(1, len(values) + 1),
    )  # fmt: skip
