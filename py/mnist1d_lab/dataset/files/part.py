"""Signals and labels of one file, still as they stand in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from mnist1d_lab.dataset.files.cells import is_gap
from mnist1d_lab.dataset.files.dialect import DECIMALS
from mnist1d_lab.dataset.files.labels import name_of
from mnist1d_lab.dataset.files.limits import DataFileError
from mnist1d_lab.dataset.files.names import split_of
from mnist1d_lab.dataset.files.options import Options
from mnist1d_lab.dataset.files.roles import Roles, find_roles
from mnist1d_lab.dataset.files.settings_text import parse_settings
from mnist1d_lab.dataset.files.table import Numbers, Table
from mnist1d_lab.params.quoting import quoted

Place = Callable[[int, int | None], str]


@dataclass(frozen=True)
class Part:
    """``signals`` (n, length), NaN where there is a gap; ``labels`` and ``splits``, one a row.

    A split is train, test, validation or "" (not said). ``place`` names a row, and one of the
    signals' columns, in the file. ``extras`` is what a file of ours or the reference's has besides.
    """

    signals: Numbers
    labels: list[str] | None
    splits: list[str]
    place: Place
    found: dict[str, str] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    extras: dict[str, Any] = field(default_factory=dict)
    label_arrays: tuple[str, ...] = ()  # where signals and labels are arrays: among which to choose

    def kept(self, rows: npt.NDArray[np.intp]) -> Part:
        """The part without the other rows."""
        where = rows.tolist()
        return replace(
            self,
            signals=self.signals[rows],
            labels=None if self.labels is None else [self.labels[row] for row in where],
            splits=[self.splits[row] for row in where],
            place=lambda row, column: self.place(where[row], column),
        )


def titles_of(table: Table) -> tuple[str, ...]:
    return tuple(map(table.title, range(table.width)))


def part_of(table: Table, options: Options, labelled: bool = True) -> Part:
    """What a table holds; raises DataFileError, naming the line, the column and the reason."""
    roles = find_roles(table, options, labelled)
    for column in roles.signals:
        if column in table.words:
            table.refuse_word(column)
    labels = None if roles.label is None else _labels(table, roles.label, options)
    titles = titles_of(table)
    found = {
        name: "none" if column is None else titles[column]
        for name, column in (("label", roles.label), ("index", roles.index), ("split", roles.split))
    }
    signals = roles.signals
    return Part(
        signals=table.values[:, list(signals)],
        labels=labels,
        splits=_splits(table, roles.split),
        place=lambda row, column: table.place(row, None if column is None else signals[column]),
        found=table.found | found,
        columns=titles,
        notes=table.notes,
        extras=_about(table, roles),
    )


def _labels(table: Table, column: int, options: Options) -> list[str]:
    texts = table.texts(column)
    for row, text in enumerate(texts):
        if is_gap(text) and options.gaps != "drop":
            raise DataFileError(
                f"{table.place(row, column)}: the label is missing; gaps=drop leaves such rows out."
            )
    mark = DECIMALS[table.found.get("decimal", "point")]
    return [name_of(text, mark) for text in texts]


def _splits(table: Table, column: int | None) -> list[str]:
    if column is None:
        return [""] * len(table.values)
    texts = table.texts(column)
    flags = {"0": "test", "1": "train", "false": "test", "true": "train"}
    if table.names and "test" in table.names[column].casefold():
        flags = {flag: "test" if split == "train" else "train" for flag, split in flags.items()}
    found = []
    for row, text in enumerate(texts):
        split = split_of(text) or flags.get(name_of(text).casefold())
        if split is None:
            raise DataFileError(
                f"{table.place(row, column)}: the split is {quoted(text)}, not train or test."
            )
        found.append(split)
    return found


def _about(table: Table, roles: Roles) -> dict[str, Any]:
    """What our own files carry beside the samples."""
    if roles.about is None:
        return {}
    told = [text for text in table.texts(roles.about) if text]
    return parse_settings(told[0]) if told else {}
