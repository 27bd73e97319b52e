"""MNIST itself, the part of it that stands beside MNIST-1D: images as bytes, in one NPZ file.

The first 10,000 training and the first 2,000 test images of the published split (LeCun, Cortes &
Burges), under the names x, y, x_test and y_test as in every data set here; x uint8 (images, 784),
row after row, y uint8 (images,). A hosted page has the file, and so has its build. Nothing else is
taken for it: what is read is compared with the hash of those arrays.

As in ``own_data``, a name is a path on a shell, and in the page a name under which the page has
handed over the bytes (``add``).
"""

from __future__ import annotations

import hashlib
import io
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt

from mnist1d_lab.params import ParamError
from mnist1d_lab.params.quoting import quoted

Bytes = npt.NDArray[np.uint8]
Images = Mapping[str, Bytes]

TRAINING, TEST = 10_000, 2_000
SHAPES = {"x": (TRAINING, 784), "y": (TRAINING,), "x_test": (TEST, 784), "y_test": (TEST,)}
SHA256 = "1e69420d546ce587b9fb07b6d2eafc89ce39cc8c539be4352f4e4eb1fafe84a4"

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # of a ZIP file's calendar: two builds write the same bytes

_added: dict[str, bytes] = {}
_read: dict[str, Images] = {}


def add(name: str, content: bytes) -> None:
    """Hand over the file that ``load`` is then to find under this name."""
    _added[name] = content
    _read.pop(name, None)


def load(name: str) -> Images:
    """The four arrays of the file ``name``; raises ParamError where it is not here, or another."""
    if name not in _read:
        arrays = _arrays(name, _added[name] if name in _added else _from_disk(name))
        _read.clear()  # 9 MB each, and nobody needs two
        _read[name] = arrays
    return _read[name]


def to_npz(images: Images) -> bytes:
    """The file, with the same bytes whenever it is written."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for key in SHAPES:
            array = io.BytesIO()
            np.save(array, images[key], allow_pickle=False)
            member = zipfile.ZipInfo(f"{key}.npy", _FIRST_DAY)
            archive.writestr(member, array.getvalue(), zipfile.ZIP_DEFLATED, 9)
    return buffer.getvalue()


def digest(images: Images) -> str:
    """SHA-256 of the arrays' bytes, one after another in the order of ``SHAPES``."""
    found = hashlib.sha256()
    for key in SHAPES:
        found.update(np.ascontiguousarray(images[key]).tobytes())
    return found.hexdigest()


def scaled(images: Images, training: int, test: int) -> dict[str, npt.NDArray[np.generic]]:
    """The first images of each split as a data set's arrays, x float32 (images, 784).

    Centred and scaled by mean and standard deviation of all pixels of these training images, as
    the generator does with its signals.
    """
    x, x_test = images["x"][:training], images["x_test"][:test]
    mean, spread = np.float32(x.mean()), np.float32(x.std())
    standard = {key: (a - mean) / spread for key, a in (("x", x), ("x_test", x_test))}
    return {**standard, "y": images["y"][:training], "y_test": images["y_test"][:test]}


def _from_disk(name: str) -> bytes:
    try:
        if sys.platform != "emscripten":
            return Path(name).read_bytes()
    except OSError:
        pass
    raise ParamError(
        "mnist_file",
        f"mnist_file {quoted(name)} is not here: it is the file mnist.npz of a hosted page.",
    )


def _arrays(name: str, content: bytes) -> Images:
    refusal = ParamError(
        "mnist_file", f"mnist_file {quoted(name)} is not the file mnist.npz of a hosted page."
    )
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as file:
            arrays = {key: _checked(file[key], shape) for key, shape in SHAPES.items()}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise refusal from error
    if digest(arrays) != SHA256:
        raise refusal
    return arrays


def _checked(array: npt.NDArray[np.generic], shape: tuple[int, ...]) -> Bytes:
    if array.dtype != np.uint8 or array.shape != shape:
        raise ValueError(f"an array is {array.dtype} {array.shape}.")
    return array.astype(np.uint8, copy=False)
