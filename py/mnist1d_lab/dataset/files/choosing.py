"""What there is to choose from in a file that cannot be read as its options have it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mnist1d_lab.dataset.files.archive import File
from mnist1d_lab.dataset.files.arrays import label_choices, table_among
from mnist1d_lab.dataset.files.limits import DataFileError
from mnist1d_lab.dataset.files.options import Options
from mnist1d_lab.dataset.files.part import titles_of
from mnist1d_lab.dataset.files.reader import Arrays, first_held
from mnist1d_lab.dataset.files.table import Table
from mnist1d_lab.dataset.files.understood import OF_TABLES, OF_TEXTS, Choices


def choices_in(files: Sequence[File], options: Options) -> Choices:
    """The first file's columns, or the arrays that may hold the labels; nothing where none is seen.

    Short rows and gaps, which may be what it was refused for, are no hindrance.
    """
    try:
        held = first_held(files, replace(options, gaps="drop"))
    except DataFileError:
        return Choices()
    table = _table_in(held)
    if table is not None:
        # An array, an ARFF or a Parquet file has no delimiter to choose.
        return Choices(titles_of(table), idle=OF_TEXTS - table.found.keys())
    return _among_arrays(held, options) if isinstance(held, Arrays) else Choices()


def _table_in(held: Table | Arrays) -> Table | None:
    if isinstance(held, Table):
        return held
    try:
        return table_among(held.arrays)
    except DataFileError:
        return None


def _among_arrays(held: Arrays, options: Options) -> Choices:
    found = tuple(label_choices(held.arrays, held.others))
    # Whoever has said a label can take it back, also where there is none to choose.
    none = not found and not options.label
    return Choices(label_arrays=found, idle=OF_TABLES | {"label"} if none else OF_TABLES)
