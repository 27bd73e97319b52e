"""Missing values and short rows: refused with their place, or filled as asked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mnist1d_lab.dataset.files.cells import is_gap
from mnist1d_lab.dataset.files.limits import DataFileError
from mnist1d_lab.dataset.files.part import Part
from mnist1d_lab.dataset.files.table import Numbers

LARGEST = 1e30  # networks count in 32 bits, which end at 3e38, and squares are taken


def without_gaps(part: Part, how: str) -> Part:
    """The part with finite signals; ``how`` is a choice of ``gaps``. Raises DataFileError."""
    _check_largest(part)
    missing = np.isnan(part.signals)
    if how == "drop":
        unlabelled = [is_gap(label) for label in part.labels or [""]]
        bad = missing.any(axis=1) | (np.array(unlabelled) if part.labels else False)
        kept = part.kept(np.flatnonzero(~bad))
        return _told(kept, f"{int(bad.sum())} rows with gaps were left out.", bool(bad.any()))
    if not missing.any():
        return part
    if how in ("", "refuse"):
        row, column = np.argwhere(missing)[0].tolist()
        raise DataFileError(
            f"{part.place(row, column)}: the value is missing; "
            "gaps=zero or gaps=line fills it, gaps=drop leaves such rows out."
        )
    rows = int(missing.any(axis=1).sum())
    filled = np.where(missing, 0.0, part.signals) if how == "zero" else _on_lines(part)
    with_what = "zeros" if how == "zero" else "straight lines between their neighbours"
    note = f"{int(missing.sum())} missing values in {rows} rows were filled with {with_what}."
    return _told(replace(part, signals=filled), note, True)


def _told(part: Part, note: str, happened: bool) -> Part:
    return replace(part, notes=(*part.notes, note)) if happened else part


def _check_largest(part: Part) -> None:
    large = np.argwhere(np.abs(part.signals) > LARGEST)
    if len(large):
        place = part.place(*large[0].tolist())
        raise DataFileError(f"{place}: numbers beyond {LARGEST:g} are not read.")


def _on_lines(part: Part) -> Numbers:
    """Gaps between two values on the line between them, gaps at the ends like the nearest value."""
    filled = part.signals.copy()
    places = np.arange(filled.shape[1])
    for row, signal in enumerate(filled):
        known = np.isfinite(signal)
        if not known.any():
            raise DataFileError(f"{part.place(row, None)} has no value at all.")
        signal[~known] = np.interp(places[~known], places[known], signal[known])
    return filled
