"""Every layer and the loss against central differences, by all their inputs, in float64."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
import pytest
from mnist1d_lab.nn.convolution import Conv1d, Conv2d
from mnist1d_lab.nn.layers import Activation, Dropout, Layer, Linear, Reshape, Residual, Sequential
from mnist1d_lab.nn.parameters import Arena, slices
from mnist1d_lab.nn.recurrent import Bidirectional
from mnist1d_lab.nn.tape import Tape
from mnist1d_lab.ops.numpy import NumpyOps
from mnist1d_lab.params import ACTIVATION
from numpy.typing import NDArray

Floats = NDArray[np.float64]
N = 7


class SparseNumpyOps(NumpyOps):
    """NumPy operations that keep every masked matrix sparse."""

    sparse_below = 1.1


class Traced:
    """A layer at random weights and input, and the loss sum(c * y) for random c."""

    def __init__(self, layer: Layer, shape: Sequence[int], mask_share: float | None = None) -> None:
        rng = np.random.default_rng(3)
        size = sum(p.size for p in layer.parameters())
        mask = None if mask_share is None else rng.random(size) >= mask_share
        if mask is not None:
            # A unit without any weight, not even a bias, would sit on the kink of its relu.
            where = slices(layer.parameters())
            for p in layer.parameters():
                mask[where[p.name]] |= p.is_bias
        ops = NumpyOps() if mask is None else SparseNumpyOps()
        self.arena = Arena(layer.parameters(), mask, ops, np.float64)
        self.arena.load(rng.normal(0, 0.5, size))
        self.tape = Tape(ops, self.arena, N, training=True)
        self.x: Floats = rng.normal(size=(*shape, N))
        self.y, backward = layer.trace(self.tape, self.x)
        self.forward = list(self.tape.calls)
        self.c = rng.normal(size=self.y.shape)
        self.dx = backward(self.c.copy())
        self.start = self.tape.rng.bit_generator.state

    def loss(self) -> float:
        self.tape.rng.bit_generator.state = self.start
        for call in self.forward:
            call()
        return float((self.c * self.y).sum())

    def backpropagate(self) -> tuple[Floats, Floats]:
        """Gradients by the parameters (as stored) and by x."""
        self.tape.rng.bit_generator.state = self.start
        for call in self.tape.calls:
            call()
        return self.arena.grad.copy(), self.dx.copy()


def differences(loss: Callable[[], float], by: Floats, h: float = 1e-5) -> Floats:
    """Central differences by every entry of a contiguous array."""
    flat, slopes = by.reshape(-1), np.empty(by.size)
    for i in range(flat.size):
        kept = flat[i]
        flat[i] = kept + h
        above = loss()
        flat[i] = kept - h
        slopes[i] = (above - loss()) / (2 * h)
        flat[i] = kept
    return slopes.reshape(by.shape)


def assert_close(found: Floats, wanted: Floats) -> None:
    """Equal to 1e-6 of each entry, or of a typical entry where one is next to zero."""
    scale = np.maximum(np.abs(wanted), np.sqrt(np.mean(wanted**2)))
    assert np.all(np.abs(found - wanted) <= 1e-6 * scale)


LAYERS: dict[str, tuple[Callable[[], Layer], tuple[int, ...]]] = {
    "linear": (lambda: Linear(1, 6, 4), (6,)),
    "linear relu": (lambda: Linear(1, 6, 4, relu=True), (6,)),
    **{kind: (partial(Activation, kind), (5,)) for kind in ACTIVATION.choices},
    "activation of channels": (lambda: Activation("tanh"), (3, 5)),
    "dropout": (lambda: Dropout(0.4), (30,)),
    "residual": (lambda: Residual(Linear(1, 5, 5, relu=True)), (5,)),
    "reshape": (lambda: Reshape(2, 3), (6,)),
    "sequential": (
        lambda: Sequential([Linear(1, 6, 5), Activation("tanh"), Linear(2, 5, 3)]),
        (6,),
    ),
    "convolution": (lambda: Conv1d(1, 2, 3, kernel=3, stride=1, padding=1), (2, 8)),
    "strided convolution": (lambda: Conv1d(1, 2, 3, 3, stride=2, padding=1, relu=True), (2, 9)),
    "convolution with a remainder": (lambda: Conv1d(1, 1, 2, kernel=5, stride=3), (1, 10)),
    "convolution over images": (lambda: Conv2d(1, 2, 3, kernel=3, padding=1), (2, 4, 5)),
    "strided over images": (lambda: Conv2d(1, 2, 3, 3, stride=2, padding=1, relu=True), (2, 5, 6)),
    "recurrent": (lambda: Bidirectional(1, 4), (6,)),
}


@pytest.mark.parametrize("name", LAYERS)
def test_backward_equals_central_differences(name: str) -> None:
    make, shape = LAYERS[name]
    traced = Traced(make(), shape)
    by_weights, by_x = traced.backpropagate()
    assert_close(by_x, differences(traced.loss, traced.x))
    if traced.arena.theta.size:
        assert_close(by_weights, differences(traced.loss, traced.arena.theta))


SPARSE = ["linear relu", "sequential", "strided convolution", "strided over images", "recurrent"]


@pytest.mark.parametrize("name", SPARSE)
def test_sparse_backward_equals_central_differences(name: str) -> None:
    make, shape = LAYERS[name]
    traced = Traced(make(), shape, mask_share=0.6)
    by_weights, by_x = traced.backpropagate()
    assert_close(by_x, differences(traced.loss, traced.x))
    assert_close(by_weights, differences(traced.loss, traced.arena.theta))
    recurrent = name == "recurrent"
    assert (traced.arena.theta.size == traced.arena.size) == recurrent, "what must be kept dense is"


def test_the_check_notices_a_wrong_gradient() -> None:
    """A factor of 1 + 1e-5 in one bias gradient is enough to fail."""
    traced = Traced(Linear(1, 6, 4), (6,))
    by_weights, _ = traced.backpropagate()
    by_weights[-1] *= 1 + 1e-5
    with pytest.raises(AssertionError):
        assert_close(by_weights, differences(traced.loss, traced.arena.theta))


def test_loss_and_its_gradient() -> None:
    rng = np.random.default_rng(0)
    logits, labels = rng.normal(0, 3, (10, 6)), rng.integers(0, 10, 6).astype(np.int32)
    dlogits, stats = np.zeros_like(logits), np.zeros(2)
    call = NumpyOps().softmax_cross_entropy(logits, labels, dlogits, stats)

    def loss() -> float:
        call()
        return float(stats[0])

    probabilities = np.exp(logits) / np.exp(logits).sum(0)
    assert loss() == pytest.approx(-np.log(probabilities[labels, np.arange(6)]).mean(), rel=1e-14)
    analytic = dlogits.copy()
    assert_close(analytic, differences(loss, logits))


def test_no_gradient_is_computed_for_data() -> None:
    layer = Sequential([Reshape(1, 8), Conv1d(1, 1, 3, kernel=3, relu=True)])
    arena = Arena(layer.parameters(), None, NumpyOps(), np.float64)
    counts = {}
    for is_data in (False, True):
        tape = Tape(NumpyOps(), arena, N, training=True)
        x = tape.buffer(8, N)
        if is_data:
            tape.mark_data(x)
        y, backward = layer.trace(tape, x)
        backward(np.ones_like(y))
        counts[is_data] = len(tape.calls), tape.multiply_adds
    weights = 3 * 3 * 6 * N  # filters, kernel, positions, samples
    assert counts[False][0] == counts[True][0] + 2  # the product back, and col2im
    assert (counts[False][1], counts[True][1]) == (3 * weights, 2 * weights)


def dropped(p: float, dtype: type[np.floating[Any]], training: bool = True) -> NDArray[Any]:
    """What a dropout layer makes of ones."""
    layer = Dropout(p)
    tape = Tape(NumpyOps(), Arena([], None, NumpyOps(), dtype), 500, training, seed=5)
    y, _ = layer.trace(tape, np.ones((200, 500), dtype))
    for call in tape.calls:
        call()
    return y


def test_dropout_keeps_the_mean_and_rests_in_evaluation() -> None:
    y = dropped(0.3, np.float64)
    assert set(np.unique(y)) == {0.0, 1 / 0.7}
    share, deviation = np.mean(y == 0), np.sqrt(0.3 * 0.7 / y.size)
    assert abs(share - 0.3) < 5 * deviation
    assert np.array_equal(dropped(0.3, np.float64, training=False), np.ones_like(y))


def test_no_dropout_draws_nothing() -> None:
    tape = Tape(NumpyOps(), Arena([], None, NumpyOps(), np.float64), 5, True, seed=5)
    x = np.ones((2, 5))
    y, backward = Dropout(0.0).trace(tape, x)
    assert y is x
    assert backward(x) is x
    assert not tape.calls


def test_dropout_drops_the_same_in_every_precision() -> None:
    assert np.array_equal(dropped(0.5, np.float32) == 0, dropped(0.5, np.float64) == 0)


@pytest.mark.parametrize("p", [-0.1, 1.0])
def test_impossible_dropout_is_refused(p: float) -> None:
    with pytest.raises(ValueError, match="dropout must be"):
        Dropout(p)


def test_a_signal_shorter_than_the_kernel_is_refused() -> None:
    with pytest.raises(ValueError, match="too short"):
        Conv1d(1, 1, 1, kernel=5).length_out(4)


def test_parameters_lie_one_after_another() -> None:
    layer = Sequential([Linear(1, 3, 2), Linear(2, 2, 4)])
    places = slices(layer.parameters())
    assert [(p.start, p.stop) for p in places.values()] == [(0, 6), (6, 8), (8, 16), (16, 20)]
