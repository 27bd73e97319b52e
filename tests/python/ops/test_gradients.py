"""Every backward operation against central differences of its forward one, in float64."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from mnist1d_lab.ops import get_ops
from mnist1d_lab.ops.base import Activation
from mnist1d_lab.params import ACTIVATION
from numpy.typing import NDArray

OPS = get_ops("numpy")
Array = NDArray[np.float64]
STEP = 1e-6


def differences(f: Callable[[], float], x: Array) -> Array:
    """The gradient of f, which reads x, by central differences in every entry of x."""
    gradient, flat = np.empty(x.size), x.reshape(-1)
    for i in range(x.size):
        middle = flat[i]
        flat[i] = middle + STEP
        above = f()
        flat[i] = middle - STEP
        gradient[i] = (above - f()) / (2 * STEP)
        flat[i] = middle
    return gradient.reshape(x.shape)


def nan(*shape: int) -> Array:
    return np.full(shape, np.nan)


@pytest.mark.parametrize("kind", ACTIVATION.choices)
def test_activations(kind: Activation) -> None:
    rng = np.random.default_rng(1)
    x, dy, y, dx = rng.normal(size=(3, 4)), rng.normal(size=(3, 4)), nan(3, 4), nan(3, 4)
    forward = OPS.activation(kind, x, y)

    def loss() -> float:
        forward()
        return float((y * dy).sum())

    expected = differences(loss, x)
    forward()
    OPS.activation_backward(kind, y, dy, dx)()
    np.testing.assert_allclose(dx, expected, atol=1e-8)
    OPS.activation_backward(kind, y, dy, dy)()
    np.testing.assert_array_equal(dy, dx)


def test_activations_do_not_overflow() -> None:
    x, y = np.array([-1e4, -100.0, 100.0, 1e4]), nan(4)
    with np.errstate(all="raise", under="ignore"):
        OPS.activation("sigmoid", x, y)()
    np.testing.assert_allclose(y, [0, 0, 1, 1], atol=1e-12)


def test_relu_hands_nan_on() -> None:
    """A divergence must show in the loss, not vanish in a max."""
    x, y = np.array([np.nan, -1.0]), np.zeros(2)
    OPS.activation("relu", x, y)()
    assert np.isnan(y[0])
    assert y[1] == 0


@pytest.mark.parametrize(("kernel", "stride", "padding"), [(5, 2, 1), (3, 1, 0), (1, 3, 2)])
def test_col2im_is_the_adjoint_of_im2col(kernel: int, stride: int, padding: int) -> None:
    rng = np.random.default_rng(2)
    length_out = (11 + 2 * padding - kernel) // stride + 1
    x, cols = rng.normal(size=(2, 11, 3)), nan(2 * kernel, length_out, 3)
    dcols, dx = rng.normal(size=cols.shape), nan(2, 11, 3)
    OPS.im2col(x, cols, kernel, stride, padding)()
    OPS.col2im(dcols, dx, kernel, stride, padding)()
    padded = np.pad(x, ((0, 0), (padding, padding), (0, 0)))
    for c in range(2):
        for k in range(kernel):
            for position in range(length_out):
                window = padded[c, position * stride + k]
                np.testing.assert_array_equal(cols[c * kernel + k, position], window)
    assert (cols * dcols).sum() == pytest.approx((x * dx).sum())


@pytest.mark.parametrize(("kernel", "stride", "padding"), [(5, 2, 1), (3, 1, 0), (2, 3, 2)])
def test_columns_of_images_are_their_windows(kernel: int, stride: int, padding: int) -> None:
    rng = np.random.default_rng(2)
    height, width = ((side + 2 * padding - kernel) // stride + 1 for side in (6, 9))
    x, cols = rng.normal(size=(2, 6, 9, 3)), nan(2 * kernel**2, height, width, 3)
    dcols, dx = rng.normal(size=cols.shape), nan(2, 6, 9, 3)
    OPS.im2col(x, cols, kernel, stride, padding)()
    OPS.col2im(dcols, dx, kernel, stride, padding)()
    margin = (padding, padding)
    padded = np.pad(x, ((0, 0), margin, margin, (0, 0)))
    for row, column in np.ndindex(height, width):
        down, across = row * stride, column * stride
        window = padded[:, down : down + kernel, across : across + kernel]
        np.testing.assert_array_equal(cols[:, row, column], window.reshape(-1, 3))
    assert (cols * dcols).sum() == pytest.approx((x * dx).sum())


@pytest.mark.parametrize("reverse", [False, True])
def test_gru(reverse: bool) -> None:
    rng = np.random.default_rng(3)
    length, inputs, hidden, n = 4, 2, 3, 2
    x, dh = rng.normal(size=(length, inputs, n)), rng.normal(size=(length, hidden, n))
    w_ih, w_hh = rng.normal(size=(3 * hidden, inputs)), rng.normal(size=(3 * hidden, hidden))
    b_ih, b_hh = rng.normal(size=3 * hidden), rng.normal(size=3 * hidden)
    h, gates = nan(length, hidden, n), nan(length, 4 * hidden, n)
    forward = OPS.gru_forward(x, w_ih, w_hh, b_ih, b_hh, h, gates, reverse)

    def loss() -> float:
        forward()
        return float((h * dh).sum())

    arrays = (x, w_ih, w_hh, b_ih, b_hh)
    expected = [differences(loss, a) for a in arrays]
    forward()
    dx, *grads = (nan(*a.shape) for a in arrays)
    scratch, before = nan(10 * hidden, n), dh.copy()
    OPS.gru_backward(x, w_ih, w_hh, h, gates, dh, dx, *grads, scratch, reverse)()
    for got, gradient in zip((dx, *grads), expected, strict=True):
        np.testing.assert_allclose(got, gradient, atol=1e-7)
    np.testing.assert_array_equal(dh, before)


def test_softmax_cross_entropy() -> None:
    rng = np.random.default_rng(4)
    logits, labels = rng.normal(size=(5, 7)) * 3, rng.integers(0, 5, 7).astype(np.int32)
    dlogits, stats = nan(5, 7), nan(2)
    measure = OPS.softmax_cross_entropy(logits, labels, None, stats)

    def loss() -> float:
        measure()
        return float(stats[0])

    expected = differences(loss, logits)
    OPS.softmax_cross_entropy(logits, labels, dlogits, stats)()
    np.testing.assert_allclose(dlogits, expected, atol=1e-8)
    p = np.exp(logits) / np.exp(logits).sum(0)
    assert stats[0] == pytest.approx(-np.log(p[labels, range(7)]).mean())
    assert stats[1] == sum(logits[:, j].argmax() == labels[j] for j in range(7))


def test_softmax_cross_entropy_of_large_logits_and_ties() -> None:
    logits = np.array([[1000.0, 2.0], [-1000.0, 2.0]])
    stats = nan(2)
    with np.errstate(all="raise", under="ignore"):
        OPS.softmax_cross_entropy(logits, np.array([0, 1], np.int32), None, stats)()
    assert stats.tolist() == pytest.approx([np.log(2) / 2, 1])


@pytest.mark.parametrize("name", ["numpy", "native"])
def test_a_sure_network_leaves_no_gradient_that_is_slow(name: str) -> None:
    """Softmax of logits 60 to 100 apart is 1e-26 to 1e-44, in float32 partly denormal numbers."""
    ops = get_ops(name)
    apart = np.linspace(60, 100, 9)
    logits = ops.array(np.stack([np.zeros(9), -apart, -apart / 2]).astype(np.float32))
    dlogits, labels = ops.zeros((3, 9), np.float32), ops.array(np.zeros(9, np.int32))
    ops.softmax_cross_entropy(logits, labels, dlogits, ops.zeros(2, np.float64))()
    exact = np.exp(-apart) / (1 + np.exp(-apart) + np.exp(-apart / 2)) / 9
    kept = exact > 1e-30
    assert kept.any()
    assert not kept.all()
    np.testing.assert_allclose(dlogits[1, kept], exact[kept], rtol=1e-5)
    assert not dlogits[1, ~kept].any()
    np.testing.assert_allclose(dlogits[2], np.exp(-apart / 2) / 9, rtol=1e-5)
