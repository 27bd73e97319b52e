"""Files, by their names and contents, as parts of a data set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from mnist1d_lab.dataset.files import arrays, names, npy
from mnist1d_lab.dataset.files.archive import TABLES, File, ending, unzipped
from mnist1d_lab.dataset.files.arff import is_arff, read_arff
from mnist1d_lab.dataset.files.delimited import read_delimited
from mnist1d_lab.dataset.files.limits import DataFileError, check_size
from mnist1d_lab.dataset.files.options import Options
from mnist1d_lab.dataset.files.parquet import read_parquet
from mnist1d_lab.dataset.files.part import Part, part_of
from mnist1d_lab.dataset.files.pickled import read_pickle
from mnist1d_lab.dataset.files.samples import with_split
from mnist1d_lab.dataset.files.series import is_series, read_series
from mnist1d_lab.dataset.files.table import Table
from mnist1d_lab.dataset.files.text import Lines, decode, lines_of

ENDINGS = (*TABLES, "npz", "npy", "pkl", "pickle", "zip")

_ADVICE = {
    "xlsx": "save the sheet as CSV",
    "xls": "save the sheet as CSV",
    "ods": "save the sheet as CSV",
    "mat": "in MATLAB, writematrix([y x], 'set.csv') saves it",
    "rds": "in R, write.csv(set, 'set.csv') saves it",
    "rdata": "in R, write.csv(set, 'set.csv') saves it",
    "h5": "in Python, numpy.savez('set.npz', x=x, y=y) saves it",
    "json": "save it as CSV or NPZ",
}


@dataclass(frozen=True)
class Arrays:
    """Arrays by name, and the names of ``others`` that were not unpacked."""

    arrays: Mapping[str, Any]
    others: Sequence[str] = ()


def read_parts(files: Sequence[File], options: Options) -> list[Part]:
    """What the files hold, one part for each split; a DataFileError names the file."""
    files = _unpacked(files)
    if _all_npy(files):
        by_name = _npy_arrays(files)
        with naming(" + ".join(name for name, _ in files)):
            return arrays.parts_of(by_name, options)
    labels_apart = len(files) > 1 and any(names.is_labels(_stem(name)) for name, _ in files)
    found = []
    for name, content in files:
        with naming(name):
            apart = labels_apart and not names.is_labels(_stem(name))
            parts = _parts(ending(name), content, options, not apart)
        found += parts if len(files) == 1 else _in_split(parts, _stem(name))
    return _paired(found) if labels_apart else found


def first_held(files: Sequence[File], options: Options) -> Table | Arrays:
    """What the first of the files holds, or all NPY files together; raises DataFileError."""
    files = _unpacked(files)
    if _all_npy(files):
        return Arrays(_npy_arrays(files))
    name, content = files[0]
    return _held_in(ending(name), content, options)


def _unpacked(files: Sequence[File]) -> list[File]:
    check_size(sum(len(content) for _, content in files))
    files = [inner for name, content in files for inner in unzipped(name, content)]
    for name, _ in files:
        _check_kind(name)
    return files


def _all_npy(files: Sequence[File]) -> bool:
    return all(ending(name) == "npy" for name, _ in files)


@contextmanager
def naming(name: str) -> Iterator[None]:
    """A refusal inside begins with the file's name."""
    try:
        yield
    except DataFileError as error:
        raise DataFileError(f"{name}: {error}") from error


def _check_kind(name: str) -> None:
    kind = ending(name)
    if kind not in ENDINGS:
        advice = f" ({_ADVICE[kind]})" if kind in _ADVICE else ""
        raise DataFileError(f"{name}: only files ending in {', '.join(ENDINGS)} are read{advice}.")


def _stem(name: str) -> str:
    return PurePath(name).stem


def _npy_arrays(files: Sequence[File]) -> dict[str, Any]:
    """Arrays that lie in a file each."""
    found = {}
    for name, content in files:
        with naming(name):
            found[_stem(name)] = npy.read_npy(content)
    return found


def _parts(kind: str, content: bytes, options: Options, labelled: bool) -> list[Part]:
    held = _held_in(kind, content, options)
    if isinstance(held, Table):
        return [part_of(held, options, labelled)]
    return arrays.parts_of(held.arrays, options, held.others)


def _held_in(kind: str, content: bytes, options: Options) -> Table | Arrays:
    """A table, or arrays, before it is known what is what; raises DataFileError."""
    if kind == "npz":
        unpacked = npy.read_npz(content, lambda among: arrays.wanted(among, options))
        return Arrays(unpacked, npy.array_names(content))
    if kind in ("pkl", "pickle"):
        return Arrays(_flat(read_pickle(content)))
    if kind in ("parquet", "pq"):
        return read_parquet(content)
    return _table(lines_of(decode(content)), options)


def _table(lines: Lines, options: Options) -> Table:
    if is_arff(lines):
        return read_arff(lines, options)
    if is_series(lines):
        return read_series(lines, options)
    return read_delimited(lines, options)


def _flat(held: Mapping[str, Any]) -> dict[str, Any]:
    """A pickled data set with its templates beside the rest, as ours are in an NPZ file."""
    templates = held.get("templates")
    inner = templates if isinstance(templates, Mapping) else {}
    plain = {name: value for name, value in held.items() if name != "templates"}
    return plain | {f"templates_{name}": value for name, value in inner.items()}


def _in_split(parts: Sequence[Part], stem: str) -> list[Part]:
    return [with_split(part, names.split_in(stem)) for part in parts]


def _paired(parts: Sequence[Part]) -> list[Part]:
    """Signals and labels that lie in a file each, put together; raises DataFileError."""
    labels = {part.splits[0]: part for part in parts if part.signals.shape[1] == 0}
    signals = [part for part in parts if part.signals.shape[1]]
    for part in signals:
        found = labels.get(part.splits[0])
        count = len(found.splits) if found else 0
        if found is None or count != len(part.signals):
            raise DataFileError(f"{len(part.signals)} signals have {count} labels beside them.")
    return [replace(part, labels=labels[part.splits[0]].labels) for part in signals]
