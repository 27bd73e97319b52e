"""Data of the visitor's own, by the names that parameters give them.

``data_file`` names a file, or several joined by " + ": on a shell their paths; in the page a name
under which the page has handed over their bytes (``add``), since a worker sees no disk.
``data_reading`` says how they are read, where that shall not be found out (``files.options``).
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mnist1d_lab.dataset import own_templates
from mnist1d_lab.dataset.files.limits import DataFileError, check_size
from mnist1d_lab.dataset.templates import TemplateError
from mnist1d_lab.params import ParamError
from mnist1d_lab.params.quoting import quoted

if TYPE_CHECKING:
    from mnist1d_lab.dataset.files.archive import File
    from mnist1d_lab.dataset.files.load import LoadedData

AND = " + "  # between the names of files that make one set
_KEPT = 4

_added: dict[str, tuple[int, tuple[File, ...]]] = {}  # each with a number of its own
_numbers = count()
_loaded: dict[tuple[object, ...], LoadedData] = {}


def add(name: str, files: Sequence[File], reading: str = "") -> LoadedData:
    """Keep files under one name, and read them; raises ParamError where they are no data set."""
    loaded = _read(tuple(files), reading)
    _added[name] = next(_numbers), tuple(files)
    _keep((name, stamp(name), reading), loaded)
    return loaded


def check(values: Mapping[str, Any]) -> None:
    """Raise ParamError now, rather than in the middle of a run, for own data of no use."""
    if values.get("data_file"):
        load(values["data_file"], values.get("data_reading", ""))
    templates(values.get("templates", ""))


def notes(values: Mapping[str, Any]) -> list[str]:
    """What a record has to say of the file that its data came from."""
    if not values.get("data_file"):
        return []
    return list(load(values["data_file"], values.get("data_reading", "")).notes)


def class_names(values: Mapping[str, Any]) -> list[str] | None:
    """What the file calls the classes 0, 1, 2, ...; None where it has digits, or there is none."""
    if not values.get("data_file"):
        return None
    loaded = load(values["data_file"], values.get("data_reading", ""))
    names: list[str] | None = loaded.dataset.get("class_names")
    return names


def load(name: str, reading: str = "") -> LoadedData:
    """The data set added under ``name``, or in the file there; raises ParamError.

    ``name`` may be two paths joined by " + "; beside X_TRAIN.tsv its X_TEST.tsv is found without,
    and y.npy beside X.npy. ``reading`` says what shall not be guessed, as in "label=last,
    decimal=comma" (``files.options``). What it gives shows, as text, what was understood.
    """
    key = (name, stamp(name), reading)
    if key not in _loaded:
        held = _added.get(name)
        files = held[1] if held else tuple(map(_from_disk, paths(name)))
        _keep(key, _read(files, reading))
    return _loaded[key]


def stamp(name: str) -> object:
    """Something that differs when the files of this name have changed; raises ParamError."""
    if name in _added:
        return _added[name][0]
    return tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in paths(name))


def paths(name: str) -> list[Path]:
    """The files on disk that ``name`` names, and one that belongs to it; raises ParamError."""
    found = [Path(part) for part in name.split(AND)]
    if sys.platform == "emscripten" or not all(map(_is_file, found)):
        raise ParamError("data_file", f"data_file {quoted(name)} is not here; load the file again.")
    from mnist1d_lab.dataset.files.companions import companion  # noqa: PLC0415 - see _read

    other = companion(found[0]) if len(found) == 1 else None
    return found if other is None else [*found, other]


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name longer than the file system's
        return False


def _from_disk(path: Path) -> File:
    try:
        check_size(path.stat().st_size)
        return path.name, path.read_bytes()
    except (OSError, DataFileError) as error:
        raise ParamError("data_file", f"data_file cannot be used: {path.name}: {error}") from error


def _read(files: tuple[File, ...], reading: str) -> LoadedData:
    # A start need not wait for the readers of a dozen kinds of files.
    from mnist1d_lab.dataset.files.load import load as load_files  # noqa: PLC0415
    from mnist1d_lab.dataset.files.options import parse_options  # noqa: PLC0415

    try:
        options = parse_options(reading)
    except DataFileError as error:
        raise ParamError("data_reading", f"data_reading cannot be used: {error}") from error
    try:
        return load_files(files, options)
    except DataFileError as error:
        raise ParamError("data_file", f"data_file cannot be used: {error}") from error


def _keep(key: tuple[object, ...], loaded: LoadedData) -> None:
    _loaded[key] = loaded
    for old in list(_loaded)[:-_KEPT]:
        _loaded.pop(old, None)


@lru_cache(maxsize=8)
def templates(text: str) -> dict[str, Any] | None:
    """The templates written in ``text``, or None for the published ones; raises ParamError."""
    if not text.strip():
        return None
    try:
        return dict(own_templates.parse_text(text))
    except TemplateError as error:
        raise ParamError("templates", f"templates cannot be used: {error}") from error
