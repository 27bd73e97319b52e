"""The activations in NumPy: for each, how its value and its gradient are bound.

A name of ``params.ACTIVATION`` has a line in ACTIVATIONS here, and, but for identity, two kernels
in ``kernels/elementwise.h``. The gradient is written in terms of y = f(x).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from mnist1d_lab.ops import numpy_gru
from mnist1d_lab.ops.base import Array, Call
from mnist1d_lab.ops.order import in_order

LEAKY_SLOPE = 0.01

Forward = Callable[[Array, Array], Call]  # of x into out
Backward = Callable[[Array, Array, Array], Call]  # of y and dy into out


def _relu_backward(y: Array, dy: Array, out: Array) -> Call:
    dead = np.empty(y.shape, np.bool_)
    find = partial(np.less_equal, y, 0, out=dead)
    silence = partial(np.copyto, out, 0, where=dead)
    return in_order(find, partial(np.copyto, out, dy), silence)


def _leaky_relu(x: Array, out: Array) -> Call:
    scaled = np.empty_like(x)
    scale = partial(np.multiply, x, LEAKY_SLOPE, out=scaled)
    return in_order(scale, partial(np.maximum, x, scaled, out=out))


def _leaky_relu_backward(y: Array, dy: Array, out: Array) -> Call:
    slope, dead = np.empty_like(y), np.empty(y.shape, np.bool_)
    find = partial(np.less_equal, y, 0, out=dead)
    ones = partial(np.copyto, slope, 1)
    leak = partial(np.copyto, slope, LEAKY_SLOPE, where=dead)
    return in_order(find, ones, leak, partial(np.multiply, dy, slope, out=out))


def _tanh_backward(y: Array, dy: Array, out: Array) -> Call:
    slope = np.empty_like(y)
    square = partial(np.multiply, y, y, out=slope)
    rest = partial(np.subtract, 1, slope, out=slope)
    return in_order(square, rest, partial(np.multiply, dy, slope, out=out))


def _sigmoid_backward(y: Array, dy: Array, out: Array) -> Call:
    slope = np.empty_like(y)
    rest = partial(np.subtract, 1, y, out=slope)
    product = partial(np.multiply, y, slope, out=slope)
    return in_order(rest, product, partial(np.multiply, dy, slope, out=out))


ACTIVATIONS: dict[str, tuple[Forward, Backward]] = {
    "identity": (
        lambda x, out: partial(np.copyto, out, x),
        lambda y, dy, out: partial(np.copyto, out, dy),
    ),
    "relu": (lambda x, out: partial(np.maximum, x, 0, out=out), _relu_backward),
    "leaky_relu": (_leaky_relu, _leaky_relu_backward),
    "tanh": (lambda x, out: partial(np.tanh, x, out=out), _tanh_backward),
    "sigmoid": (lambda x, out: partial(numpy_gru.sigmoid, x, out), _sigmoid_backward),
}
