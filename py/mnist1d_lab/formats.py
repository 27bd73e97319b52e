"""A data set as a file, and back: NPZ, CSV and the reference package's pickle.

All three carry signals, labels, coordinate, templates and the settings with their seed; reading
one back gives the same set, bit for bit. ``data_file.LIMITS`` states what is read.
"""

from __future__ import annotations

import io
import json
import pickle
import zipfile
from collections.abc import Mapping
from typing import Any

import numpy as np

from mnist1d_lab import csv_format
from mnist1d_lab.data_file import (
    Arrays,
    DataFileError,
    LoadedData,
    Settings,
    check_size,
    checked,
    parse_settings,
)
from mnist1d_lab.settings import plain_args
from mnist1d_lab.utils import PICKLE_PROTOCOL, warn_about_pickle
from mnist1d_lab.version import __version__


def made_from(args: object) -> str:
    """The settings, seed and version as one line of JSON."""
    return json.dumps({**plain_args(args), "version": __version__})


def flat(dataset: Mapping[str, Any]) -> Arrays:
    """The data set with its templates beside the rest, as ``templates_x`` and so on."""
    arrays = {key: np.asarray(dataset[key]) for key in ("x", "y", "x_test", "y_test", "t")}
    for key, value in dataset.get("templates", {}).items():
        arrays[f"templates_{key}"] = np.asarray(value)
    return arrays


def to_npz(dataset: Mapping[str, Any], args: object) -> bytes:
    """A compressed NPZ file of ``flat(dataset)`` and the settings (``args``, JSON text)."""
    buffer = io.BytesIO()
    settings = np.array(made_from(args))
    np.savez_compressed(buffer, allow_pickle=False, **flat(dataset), args=settings)
    return buffer.getvalue()


def to_csv(dataset: Mapping[str, Any], args: object) -> bytes:
    """The CSV file described in ``csv_format``."""
    return csv_format.write(flat(dataset), made_from(args)).encode()


def to_pickled(dataset: Mapping[str, Any], args: object) -> bytes:
    """The reference package's pickle, with the settings under one more key, ``args``."""
    settings = json.loads(made_from(args))
    return pickle.dumps({**dataset, "args": settings}, protocol=PICKLE_PROTOCOL)


def read(content: bytes, name: str) -> LoadedData:
    """The data set in the file ``name``, its kind told by the name's ending.

    Raises DataFileError, which says what is wrong and where, and PickleRefusedError for a pickle
    in a page.
    """
    ending = name.rpartition(".")[2].lower()
    if ending not in _READERS:
        raise DataFileError(f"{name}: only files ending in {', '.join(_READERS)} are read.")
    if ending in ("pkl", "pickle"):
        warn_about_pickle(name)
    try:
        check_size(len(content))
        return checked(*_READERS[ending](content))
    except DataFileError as error:
        raise DataFileError(f"{name}: {error}") from error


def open_npz(content: bytes) -> Arrays:
    """The arrays of an NPZ file, never unpickled; raises DataFileError."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            check_size(sum(member.file_size for member in archive.infolist()))
        with np.load(io.BytesIO(content), allow_pickle=False) as archive:
            return {name: archive[name] for name in archive.files}
    except DataFileError:
        raise
    except Exception as error:  # zipfile, zlib and NumPy raise many kinds on damaged files
        raise DataFileError(f"it is not a readable NPZ file ({error}).") from error


def _read_npz(content: bytes) -> tuple[Arrays, Settings | None]:
    arrays = open_npz(content)
    settings = arrays.pop("args", None)
    return arrays, None if settings is None else parse_settings(str(settings))


def _read_csv(content: bytes) -> tuple[Arrays, Settings | None]:
    try:
        return csv_format.read(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise DataFileError("it is not text in UTF-8.") from error


class _ArraysOnly(pickle.Unpickler):
    """Opens only what a pickled data set needs: containers, numbers, text and NumPy arrays."""

    _ALLOWED = frozenset({"_reconstruct", "ndarray", "dtype", "scalar"})

    def find_class(self, module: str, name: str) -> Any:
        if name in self._ALLOWED and module.partition(".")[0] == "numpy":
            # Older NumPy wrote numpy.core where today's says numpy._core.
            return super().find_class(module.replace("numpy.core", "numpy._core"), name)
        raise DataFileError(f"the pickle asks for {module}.{name}, which is no part of a data set.")


def _read_pickled(content: bytes) -> tuple[Arrays, Settings | None]:
    try:
        dataset = _ArraysOnly(io.BytesIO(content)).load()
        settings = dataset.get("args")
        return flat(dataset), settings
    except DataFileError:
        raise
    except Exception as error:  # a damaged pickle can raise nearly anything
        raise DataFileError(f"it is not a readable pickled data set ({error!r}).") from error


_READERS = {"npz": _read_npz, "csv": _read_csv, "pkl": _read_pickled, "pickle": _read_pickled}
