"""A data set as a file, and back: NPZ, CSV and the reference package's pickle.

All three carry signals, labels, coordinate, templates, the classes' names, and the settings with
their seed; reading one back gives the same set, bit for bit. ``np.load``, ``pandas.read_csv`` and
the reference's ``from_pickle`` read them without options.
"""

from __future__ import annotations

import io
import json
import pickle
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from mnist1d_lab.dataset.files.load import LoadedData, load
from mnist1d_lab.dataset.files.options import parse_options
from mnist1d_lab.dataset.files.write_csv import write_csv
from mnist1d_lab.dataset.fingerprint import fingerprint
from mnist1d_lab.dataset.pickles import PICKLE_PROTOCOL
from mnist1d_lab.dataset.settings import plain_args
from mnist1d_lab.version import __version__

Arrays = dict[str, npt.NDArray[Any]]


def made_from(args: object) -> dict[str, Any]:
    """The settings, seed and version as plain values."""
    return {**plain_args(args), "version": __version__}


def flat(dataset: Mapping[str, Any]) -> Arrays:
    """The data set with its templates beside the rest, as ``templates_x`` and so on."""
    arrays = {key: np.asarray(dataset[key]) for key in ("x", "y", "x_test", "y_test", "t")}
    for key, value in dataset.get("templates", {}).items():
        arrays[f"templates_{key}"] = np.asarray(value)
    if "class_names" in dataset:
        arrays["class_names"] = np.array(dataset["class_names"])
    return arrays


def _marked(dataset: Mapping[str, Any]) -> Arrays:
    """``flat`` with the fingerprint: by it a reader knows that nobody has moved the rows."""
    return {**flat(dataset), "fingerprint": np.array(fingerprint(dataset))}


def to_npz(dataset: Mapping[str, Any], args: object) -> bytes:
    """A compressed NPZ file of ``flat(dataset)`` and the settings (``args``, JSON text)."""
    buffer = io.BytesIO()
    settings = np.array(json.dumps(made_from(args)))
    np.savez_compressed(buffer, allow_pickle=False, **_marked(dataset), args=settings)
    return buffer.getvalue()


def to_csv(dataset: Mapping[str, Any], args: object) -> bytes:
    """The CSV file described in ``files.write_csv``."""
    return write_csv(_marked(dataset), made_from(args)).encode()


def to_pickled(dataset: Mapping[str, Any], args: object) -> bytes:
    """The reference package's pickle, with the settings and the fingerprint under two more keys."""
    held = {**dataset, "args": made_from(args), "fingerprint": fingerprint(dataset)}
    content = pickle.dumps(held, protocol=PICKLE_PROTOCOL)
    # The name that every NumPy knows. It stands where the first array begins, before any numbers.
    return content.replace(b"cnumpy._core.multiarray\n", b"cnumpy.core.multiarray\n", 1)


def read(content: bytes, name: str, reading: str = "") -> LoadedData:
    """The data set in the file ``name``, its kind told by the name's ending.

    ``reading`` says what is not to be guessed (``files.options``). Raises DataFileError, which
    says what is wrong and where.
    """
    return load([(name, content)], parse_options(reading))
