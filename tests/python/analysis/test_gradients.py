"""Every model's backpropagation against central differences, and the check itself."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from mnist1d_lab.analysis.gradients import Comparison, central_difference, compare_gradients
from mnist1d_lab.nn.build import build_network
from mnist1d_lab.nn.network import Network
from mnist1d_lab.ops.base import Array, Call
from mnist1d_lab.ops.numpy import NumpyOps
from mnist1d_lab.params import ACTIVATION

SETTINGS: dict[str, dict[str, Any]] = {
    "linear": {"model": "linear"},
    "mlp": {"model": "mlp", "hidden": 30},
    "mlp of one layer": {"model": "mlp", "hidden": 30, "depth": 1},
    "mlp of four layers": {"model": "mlp", "hidden": 20, "depth": 4},
    **{
        f"mlp {kind}": {"model": "mlp", "hidden": 20, "depth": 3, "activation": kind}
        for kind in ACTIVATION.choices[1:]
    },
    "mlp with dropout": {"model": "mlp", "hidden": 30, "dropout": 0.3},
    "cnn": {"model": "cnn"},
    **{f"cnn {kind}": {"model": "cnn", "activation": kind} for kind in ACTIVATION.choices[1:]},
    "cnn with dropout": {"model": "cnn", "dropout": 0.3},
    "gru": {"model": "gru"},
    "gru with dropout": {"model": "gru", "dropout": 0.3},
}


def batch(length: int, n: int = 6) -> tuple[Array, Array]:
    rng = np.random.default_rng(11)
    return rng.normal(size=(length, n)), rng.integers(0, 10, n).astype(np.int32)


def network(name: str, length: int = 40, ops: NumpyOps | None = None, mask: Any = None) -> Network:
    return build_network(SETTINGS[name], length, 4, ops=ops, mask=mask, dtype=np.float64)


def comparisons(network: Network, length: int, entries: int, seed: int) -> list[Comparison]:
    checks = compare_gradients(network, *batch(length), entries, seed)
    return [check for check in checks if isinstance(check, Comparison)]


@pytest.mark.parametrize("name", SETTINGS)
def test_every_model(name: str) -> None:
    entries = 6 if "gru" in name else 15
    checks = comparisons(network(name), 40, entries, seed=1)
    assert max(check.max_relative_error for check in checks) < 1e-6
    assert sum(check.kinks for check in checks) <= 1
    assert min(check.analytic.size for check in checks) >= 1
    assert max(np.abs(check.numeric).max() for check in checks) > 1e-3


@pytest.mark.parametrize("name", ["mlp", "cnn", "gru"])
@pytest.mark.parametrize("length", [9, 23])
def test_other_lengths(name: str, length: int) -> None:
    checks = comparisons(network(name, length), length, 4, seed=2)
    assert max(check.max_relative_error for check in checks) < 1e-6


@pytest.mark.parametrize("name", ["mlp", "cnn", "gru"])
def test_masked_networks(name: str) -> None:
    mask = np.random.default_rng(0).random(network(name).arena.size) < 0.5
    checks = comparisons(network(name, mask=mask), 40, 5, seed=3)
    assert max(check.max_relative_error for check in checks) < 1e-6
    # A unit that lost its bias and all inputs sits on the kink of its relu.
    assert sum(check.kinks for check in checks) <= 3


class WrongOps(NumpyOps):
    """A derivative of tanh with a typical mistake in it: 1 - y instead of 1 - y²."""

    def activation_backward(self, kind: Any, y: Array, dy: Array, out: Array) -> Call:
        return lambda: np.multiply(dy, 1 - y, out=out)


def test_a_wrong_derivative_is_found_below_it_only() -> None:
    checks = {
        check.name: check.max_relative_error
        for check in comparisons(network("mlp tanh", ops=WrongOps()), 40, 10, seed=0)
    }
    above = {"W4", "b4"}
    assert all((error < 1e-6) == (name in above) for name, error in checks.items())


def test_sparse_or_single_precision_networks_are_refused() -> None:
    single = build_network(SETTINGS["mlp"], 40, 0)
    with pytest.raises(ValueError, match="float64"):
        list(compare_gradients(single, *batch(40), 1))


def test_a_kink_is_left_out_and_a_near_one_is_not() -> None:
    theta = np.array([0.0, 3e-5])

    def slope(i: int) -> float | None:
        return central_difference(lambda: float(np.maximum(theta, 0).sum()), theta, i, 1.0)

    assert slope(0) is None
    assert slope(1) == pytest.approx(1, rel=1e-9)
    assert theta.tolist() == [0.0, 3e-5], "the parameters are left as they were"


def test_central_difference_of_a_known_function() -> None:
    theta = np.array([0.3])
    found = central_difference(lambda: float(np.sin(5 * theta[0])), theta, 0, 1.0)
    assert found == pytest.approx(5 * np.cos(1.5), rel=1e-6)
