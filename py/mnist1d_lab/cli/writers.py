"""The files that the command line writes, by their ending."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from mnist1d_lab.dataset import formats
from mnist1d_lab.dataset.arrays import arrays
from mnist1d_lab.dataset.settings import args_of
from mnist1d_lab.experiments.base import Experiment
from mnist1d_lab.params import ParamError, Values
from mnist1d_lab.params.quoting import quoted, reason_of
from mnist1d_lab.records import Record

Writers = Mapping[str, Callable[[Record], bytes]]

RECORD_WRITERS: Writers = {
    ".json": lambda record: record.to_json().encode(),
    ".csv": lambda record: record.to_csv().encode(),
    ".npz": lambda record: record.npz_bytes(),
}
# A data set's file holds the samples themselves, in the formats that the page reads and writes.
DATA_WRITERS: Writers = {
    ".npz": lambda record: formats.to_npz(arrays(record.params), args_of(record.params)),
    ".csv": lambda record: formats.to_csv(arrays(record.params), args_of(record.params)),
    ".pkl": lambda record: formats.to_pickled(arrays(record.params), args_of(record.params)),
    ".json": RECORD_WRITERS[".json"],
}


def writers_of(experiment: Experiment) -> Writers:
    """What a run of this experiment can be written as; "data" and "run dataset" are one."""
    return DATA_WRITERS if experiment.name == "dataset" else RECORD_WRITERS


def checked_path(text: str, writers: Writers, values: Values) -> Path:
    """Where the record of these parameters goes.

    Raises ParamError unless a file of a known kind, with a place for all that was asked for, can be
    made there.
    """
    path = Path(text)
    if path.suffix.lower() not in writers:
        raise ParamError("out", f"out must end in {', '.join(writers)}; got {quoted(text)}.")
    if writers is DATA_WRITERS and path.suffix.lower() != ".json" and values["analysis"] != "none":
        raise ParamError("out", f"out must end in .json with analysis {values['analysis']}: a data "
                         f"set's file has no place for it; got {quoted(text)}.")  # fmt: skip
    try:
        existed = path.exists()
        path.open("ab").close()
        if not existed:
            path.unlink()
    except (OSError, ValueError) as error:  # ValueError: a null byte
        told = f"out must be a file that can be written; {quoted(text)}: {reason_of(error)}."
        raise ParamError("out", told) from error
    return path
