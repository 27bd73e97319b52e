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
from mnist1d_lab.dataset.files.understood import Choices


def choices_in(files: Sequence[File], options: Options) -> Choices:
    """The first file's columns, or the arrays that may hold the labels; nothing where none is seen.

    Short rows and gaps, which may be what it was refused for, are no hindrance.
    """
    try:
        held = first_held(files, replace(options, gaps="drop"))
        table = table_among(held.arrays) if isinstance(held, Arrays) else held
    except DataFileError:
        return Choices()
    if isinstance(held, Arrays) and table is None:
        return Choices(label_arrays=tuple(label_choices(held.arrays, held.others)))
    return Choices() if table is None else Choices(columns=titles_of(table))
