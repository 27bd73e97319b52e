"""The parts of all files together: signals, classes and splits, checked and without gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from mnist1d_lab.dataset.files.extras import class_names_of
from mnist1d_lab.dataset.files.gaps import without_gaps
from mnist1d_lab.dataset.files.labels import Classes, classes_of
from mnist1d_lab.dataset.files.limits import LENGTHS, LIMITS, MAX_SAMPLES, DataFileError
from mnist1d_lab.dataset.files.options import Options
from mnist1d_lab.dataset.files.part import Part
from mnist1d_lab.dataset.files.table import Numbers
from mnist1d_lab.dataset.pipeline import resampled


@dataclass(frozen=True)
class Samples:
    """``x`` (n, length), ``y`` (n,) and ``splits``, in the order of the files."""

    x: Numbers
    y: npt.NDArray[np.int64]
    splits: list[str]
    classes: Classes
    notes: tuple[str, ...]
    extras: dict[str, Any]


def samples_of(parts: Sequence[Part], options: Options) -> Samples:
    """All parts' samples; raises DataFileError."""
    for part in parts:
        _check_divided(part, options)
        if part.labels is None:
            raise DataFileError(
                "no column of labels was found; say which it is: label=first, last or a name."
            )
    whole = [without_gaps(part, options.gaps) for part in parts]
    x, resampling = _stacked(whole, options.length)
    extras = {key: value for part in parts for key, value in part.extras.items()}
    labels = [label for part in whole for label in part.labels or ()]
    classes = classes_of(labels, class_names_of(extras))
    splits = [split for part in whole for split in part.splits]
    notes = [*dict.fromkeys(note for part in whole for note in part.notes), *resampling]
    if held := splits.count("validation"):
        # As ticket_search.py has it: of a file no more can be drawn, so nothing is chosen there.
        notes.append(f"Rows for validation ({held}) are trained on: nothing is chosen by them.")
        splits = ["train" if split == "validation" else split for split in splits]
    y = np.array([classes.of[label] for label in labels], dtype=np.int64)
    return Samples(x, y, splits, classes, (*notes, *filter(None, [classes.note])), extras)


def _check_divided(part: Part, options: Options) -> None:
    """Raise DataFileError for rows without numbers, as a delimiter makes them that is not there."""
    if part.signals.shape[1] or not part.splits:
        return
    place, mark = part.place(0, None), options.delimiter
    if len(part.columns) != 1:
        raise DataFileError(
            f"{place}: no column of numbers is left beside label, index, split and those ignored."
        )
    # Not that it is not there: it may end the line, or stand between quotes.
    why = f"no {mark} divides it, as delimiter={mark} has it" if mark else "it is a label alone"
    raise DataFileError(f"{place} has no numbers: {why}.")


def with_split(part: Part, split: str) -> Part:
    """The part with all of its rows in ``split``, unless its rows say themselves."""
    return part if any(part.splits) else replace(part, splits=[split] * len(part.splits))


def _stacked(parts: Sequence[Part], length: str) -> tuple[Numbers, list[str]]:
    lengths = sorted({part.signals.shape[1] for part in parts})
    if length:
        tables = [resampled(part.signals, int(length)) for part in parts]
        before = " and ".join(map(str, lengths))
        return np.concatenate(tables), [f"Signals of {before} numbers were resampled to {length}."]
    low, high = LENGTHS
    count = sum(len(part.signals) for part in parts)
    if len(lengths) > 1:
        raise DataFileError(f"training and test signals differ in length: {lengths}.")
    if count > MAX_SAMPLES or not low <= lengths[0] <= high:
        raise DataFileError(
            f"it has {count} samples of {lengths[0]} numbers. The limits: {LIMITS} "
            "Other lengths are resampled by length=40, say."
        )
    return np.concatenate([part.signals for part in parts]), []
