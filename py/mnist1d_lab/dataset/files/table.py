"""A table of numbers and words, wherever it came from."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt

from mnist1d_lab.dataset.files.limits import MAX_NUMBERS, MAX_SAMPLES, DataFileError
from mnist1d_lab.params.quoting import quoted

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Table:
    """``values`` (rows, columns) is NaN where a cell is empty or no number.

    ``words`` has for each column the first cell that is neither number nor gap, with its row;
    ``texts`` gives a column as written. ``places`` are the rows' numbers in the file, counted in
    ``unit``; ``found`` says how the file was read, by option.
    """

    names: tuple[str, ...] | None
    values: Numbers
    words: dict[int, tuple[int, str]]
    texts: Callable[[int], list[str]]
    places: Sequence[int]
    unit: str = "line"
    found: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    label: int | None = None  # where the file itself says which column it is

    @property
    def width(self) -> int:
        return int(self.values.shape[1])

    def place(self, row: int, column: int | None = None) -> str:
        """ "line 3" or "line 3, column 2 (x0)"."""
        where = f"{self.unit} {self.places[row]}"
        return where if column is None else f"{where}, column {self.title(column)}"

    def title(self, column: int) -> str:
        """ "2 (x0)", or "2"."""
        name = self.names[column] if self.names else ""
        return f"{column + 1} ({name[:40]})" if name else f"{column + 1}"

    def refuse_word(self, column: int) -> NoReturn:
        row, cell = self.words[column]
        hint = f"; ignore={column + 1} leaves the column out" if self._all_words(column) else ""
        raise DataFileError(
            f"{self.place(row, column)}: {quoted(cell)} is not a finite number{hint}."
        )

    def _all_words(self, column: int) -> bool:
        return bool(np.isnan(self.values[:, column]).all())


class TableBuilder:
    """Takes rows of numbers, and keeps an eye on how many there are."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.cells = array("d")
        self.places: list[int] = []
        self.words: dict[int, tuple[int, str]] = {}

    def add(self, place: int, values: Sequence[float]) -> None:
        """A row, NaN where there is no number."""
        self.places.append(place)
        self.cells.extend(values)
        if len(self.places) > MAX_SAMPLES or len(self.cells) > MAX_NUMBERS:
            raise DataFileError(
                f"it has more than {MAX_SAMPLES} rows or more than {MAX_NUMBERS:,} numbers."
            )

    def word(self, column: int, cell: str) -> None:
        """The row to be added next has this cell, which is no number."""
        self.words.setdefault(column, (len(self.places), cell))

    def values(self) -> Numbers:
        """The table; infinite values must have been refused before."""
        return np.frombuffer(self.cells, np.float64).reshape(len(self.places), self.width)


def table_of_array(values: npt.NDArray[Any]) -> Table:
    """A two-dimensional array as a table without names; raises DataFileError."""
    if values.dtype.kind not in "biuf":
        raise DataFileError("it must be a table of numbers, one row a sample.")
    numbers = values.astype(np.float64)
    bad = np.argwhere(np.isinf(numbers))
    if len(bad):
        raise DataFileError(f"row {bad[0, 0] + 1}, column {bad[0, 1] + 1} is not a finite number.")
    return Table(
        names=None, values=numbers, words={}, unit="row",
        texts=lambda column: [repr(cell) for cell in numbers[:, column].tolist()],
        places=range(1, len(numbers) + 1),
    )  # fmt: skip
