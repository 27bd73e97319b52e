"""MNIST's images as the package reads them: these, and no others."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from mnist1d_lab import ParamError
from mnist1d_lab.dataset import images

from buildtools.images import images_file
from buildtools.vendor import Vendor, read_lock


@pytest.fixture(scope="module")
def path() -> Path:
    return images_file(Vendor(read_lock()))


def test_a_file_is_found_by_its_path_or_by_the_name_it_was_handed_over_under(path: Path) -> None:
    images.add("handed over", path.read_bytes())
    for name in (str(path), "handed over"):
        found = images.load(name)
        assert {key: a.shape for key, a in found.items()} == images.SHAPES
        assert found["y"][:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
        assert found["y_test"][:10].tolist() == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]


@pytest.mark.parametrize("wrong", ["no file", "no images", "one pixel", "short"])
def test_anything_else_is_refused_in_one_sentence(path: Path, tmp_path: Path, wrong: str) -> None:
    changed = {key: array.copy() for key, array in images.load(str(path)).items()}
    changed["x"][5, 300] ^= 1
    content = io.BytesIO()
    np.savez(content, **({"a": changed["y"]} if wrong == "no images" else changed))
    file = tmp_path / "other.npz"
    if wrong != "no file":
        file.write_bytes(path.read_bytes()[:-1] if wrong == "short" else content.getvalue())
    with pytest.raises(ParamError, match=r"^mnist_file .* hosted page\.$") as refusal:
        images.load(str(file))
    assert refusal.value.param == "mnist_file"


def test_training_pixels_have_mean_0_and_deviation_1(path: Path) -> None:
    found = images.load(str(path))
    made = images.scaled(found, 300, 20)
    assert {key: len(a) for key, a in made.items()} == {
        "x": 300,
        "y": 300,
        "x_test": 20,
        "y_test": 20,
    }
    pixels = found["x"][:300].astype(float)
    x_test = (found["x_test"][:20] - pixels.mean()) / pixels.std()
    np.testing.assert_allclose(made["x_test"], x_test, atol=1e-5)
    assert float(made["x"].mean(dtype=float)) == pytest.approx(0, abs=1e-5)
    assert float(made["x"].std(dtype=float)) == pytest.approx(1, abs=1e-5)
