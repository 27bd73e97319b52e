"""The data set in the dress of PyTorch and of scikit-learn: the reference's values, their ways."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import mnist1d_lab
import numpy as np
import pandas as pd
import pytest
from mnist1d_lab import load_mnist1d

PACKAGE = Path(mnist1d_lab.__file__).parent.parent
BLOCKED = "import sys\nsys.modules[{!r}] = None\n"


def without(module: str, code: str) -> subprocess.CompletedProcess[str]:
    """The code in a Python that has no such module."""
    return subprocess.run(
        [sys.executable, "-c", BLOCKED.format(module) + code],
        capture_output=True, text=True, check=False, timeout=60, env={"PYTHONPATH": str(PACKAGE)},
    )  # fmt: skip


def test_the_package_needs_neither() -> None:
    code = "import mnist1d_lab\nfrom mnist1d_lab import *\nprint(load_mnist1d().data.shape)"
    done = without("torch", BLOCKED.format("pandas") + BLOCKED.format("sklearn") + code)
    assert (done.stderr, done.stdout) == ("", "(5000, 40)\n")


@pytest.mark.parametrize(
    ("module", "use", "sentence"),
    [
        ("torch", "mnist1d_lab.MNIST1D", "MNIST1D needs PyTorch: pip install torch."),
        ("pandas", "mnist1d_lab.load_mnist1d(as_frame=True)", "as_frame=True needs pandas"),
    ],
)
def test_what_is_missing_is_named(module: str, use: str, sentence: str) -> None:
    last = without(module, f"import mnist1d_lab\n{use}").stderr.splitlines()[-1]
    assert last.startswith(f"ImportError: {sentence}")


def test_the_loader_has_the_references_samples(reference_set: dict[str, Any]) -> None:
    whole, test = load_mnist1d(), load_mnist1d(subset="test")
    np.testing.assert_allclose(whole.data[:4000], reference_set["x"], rtol=0, atol=1e-12)
    np.testing.assert_array_equal(whole.target[:4000], reference_set["y"])
    np.testing.assert_array_equal(whole.data[4000:], test["data"])
    np.testing.assert_allclose(test.data, reference_set["x_test"], rtol=0, atol=1e-12)
    np.testing.assert_array_equal(test.target, reference_set["y_test"])
    x, y = load_mnist1d(subset="train", return_X_y=True)
    np.testing.assert_array_equal(x, whole.data[:4000])
    np.testing.assert_array_equal(y, whole.target[:4000])


def test_a_bunch_is_a_dictionary_with_attributes() -> None:
    bunch = load_mnist1d(args={"num_samples": 50, "final_seq_length": 20, "seed": 3})
    keys = {"data", "target", "t", "frame", "feature_names", "target_names", "DESCR"}
    assert set(bunch) == keys
    assert keys <= set(dir(bunch))
    assert bunch.data.shape == (50, 20)
    assert bunch.t.shape == (20,)
    assert len(bunch.feature_names) == 20
    assert list(bunch.target_names) == list(range(10))
    assert "instances: 50" in bunch.DESCR
    assert pickle.loads(pickle.dumps(bunch)).t.shape == (20,)
    with pytest.raises(AttributeError, match="nothing"):
        _ = bunch.nothing


def test_frames_are_pandas() -> None:
    bunch = load_mnist1d(as_frame=True, subset="test")
    plain = load_mnist1d(subset="test")
    assert list(bunch.frame.columns) == [*bunch.feature_names, "target"]
    np.testing.assert_array_equal(bunch.frame[bunch.feature_names], plain.data)
    np.testing.assert_array_equal(bunch.frame["target"], plain.target)
    x, y = load_mnist1d(as_frame=True, return_X_y=True)
    assert isinstance(x, pd.DataFrame)
    assert isinstance(y, pd.Series)
    assert len(x) == len(y) == 5000


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"subset": "val"}, "subset must be one of all, train, test; got 'val'"),
        ({"args": {"sead": 1}}, "Did you mean seed"),
        ({"args": {"num_samples": 3}}, "num_samples"),
    ],
)
def test_what_cannot_be_loaded_is_a_value_error(given: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        load_mnist1d(**given)


@pytest.fixture
def torch() -> Any:
    return pytest.importorskip("torch", reason="PyTorch is not installed")


@pytest.mark.parametrize(("train", "part", "count"), [(True, "", 4000), (False, "_test", 1000)])
def test_the_dataset_has_the_references_samples(
    train: bool, part: str, count: int, torch: Any, reference_set: dict[str, Any]
) -> None:
    ours = mnist1d_lab.MNIST1D(train)
    assert isinstance(ours, torch.utils.data.Dataset)
    assert len(ours) == count
    assert ours.data.dtype is torch.float32
    np.testing.assert_array_equal(ours.data.numpy(), reference_set[f"x{part}"].astype(np.float32))
    np.testing.assert_array_equal(ours.targets.numpy(), reference_set[f"y{part}"])
    np.testing.assert_allclose(ours.t.numpy(), reference_set["t"], rtol=1e-6)
    signal, label = ours[7]
    assert type(label) is int
    assert torch.equal(signal, ours.data[7])
    assert label == int(reference_set[f"y{part}"][7])


def test_a_loader_serves_every_sample_once(torch: Any) -> None:
    ours = mnist1d_lab.MNIST1D(args={"num_samples": 500})
    loader = torch.utils.data.DataLoader(ours, batch_size=64, shuffle=True)
    batches = list(loader)
    signals, labels = (torch.cat(parts) for parts in zip(*batches, strict=True))
    assert labels.dtype is torch.int64
    assert torch.equal(labels.sort().values, ours.targets.sort().values)
    assert torch.equal(signals.sort(dim=0).values, ours.data.sort(dim=0).values)
    halves = torch.utils.data.random_split(ours + ours, [400, 400])
    assert [len(half) for half in halves] == [400, 400]


def test_transforms_are_applied_to_each_item(torch: Any) -> None:
    ours = mnist1d_lab.MNIST1D(
        False, transform=lambda x: x.unsqueeze(0), target_transform=lambda y: -y
    )
    signal, label = ours[3]
    assert signal.shape == (1, 40)
    assert label == -int(ours.targets[3])


def test_a_dataset_goes_to_other_processes(torch: Any) -> None:
    """As to a loader's workers; and its class is found again under the module that has it."""
    ours = mnist1d_lab.MNIST1D(args={"num_samples": 50})
    again = pickle.loads(pickle.dumps(ours))
    assert torch.equal(again.data, ours.data)
    assert repr(again) == "MNIST1D(train, 40 signals of 40)"
    assert "MNIST1D" in dir(mnist1d_lab)
