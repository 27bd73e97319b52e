"""The operations in plain NumPy: the reference, and the fallback where the fast backend cannot run.

What each operation computes is said once, in ``ops/base.py``. A bound call is a short list of
ufuncs with ``out=`` given, so nothing is allocated while a network trains.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from mnist1d_lab.ops import checks, numpy_gru, numpy_optimisers
from mnist1d_lab.ops.base import FLUSH_BELOW, Activation, Array, Call, Shape
from mnist1d_lab.ops.csr import Csr
from mnist1d_lab.ops.numpy_activations import ACTIVATIONS
from mnist1d_lab.ops.order import in_order

if TYPE_CHECKING:
    from numpy.typing import DTypeLike


class NumpyOps:
    """The NumPy backend, for float32 and float64."""

    name = "numpy"
    sparse_below = 0.0

    def sequence(self, *calls: Call) -> Call:
        return _quiet(in_order(*calls))

    def each(self, tables: Sequence[tuple[Array, Array]], *calls: Call) -> list[Call]:
        rows = checks.each(tables)
        return [
            self.sequence(*(partial(np.copyto, out, table[row]) for table, out in tables), *calls)
            for row in range(rows)
        ]

    def zeros(self, shape: Shape, dtype: DTypeLike) -> Array:
        return np.zeros(shape, dtype)

    def array(self, values: Array) -> Array:
        return values.copy()

    def affine(
        self, w: Array, x: Array, out: Array, bias: Array | None = None, relu: bool = False
    ) -> Call:
        checks.affine(w, x, out, bias)
        return in_order(partial(np.matmul, w, x, out=out), *_epilogue(out, bias, relu))

    def matmul(
        self,
        a: Array,
        b: Array,
        out: Array,
        *,
        transpose_a: bool = False,
        transpose_b: bool = False,
        accumulate: bool = False,
    ) -> Call:
        checks.matmul(a, b, out, transpose_a, transpose_b)
        return _product(a.T if transpose_a else a, b.T if transpose_b else b, out, accumulate)

    # A sparse matrix is written out in full and multiplied as a dense one.
    def sparse_affine(
        self, w: Csr, x: Array, out: Array, bias: Array | None = None, relu: bool = False
    ) -> Call:
        checks.sparse_affine(w, x, out, bias)
        full, fill = _densify(w)
        return in_order(fill, partial(np.matmul, full, x, out=out), *_epilogue(out, bias, relu))

    def sparse_matmul_t(self, w: Csr, dy: Array, out: Array, accumulate: bool = False) -> Call:
        checks.sparse_matmul_t(w, dy, out)
        full, fill = _densify(w)
        return in_order(fill, _product(full.T, dy, out, accumulate))

    def sampled_matmul_nt(self, w: Csr, dy: Array, x: Array, out: Array) -> Call:
        checks.sampled_matmul_nt(w, dy, x, out)
        full = np.zeros(w.shape, out.dtype)
        take = partial(np.take, full.reshape(-1), _places(w), out=out, mode="clip")
        return in_order(partial(np.matmul, dy, x.T, out=full), take)

    def row_sums(self, a: Array, out: Array) -> Call:
        n = checks.row_sums(a, out)["n"]
        return partial(np.sum, a.reshape(len(out), n), axis=1, out=out)

    def add(self, a: Array, b: Array, out: Array) -> Call:
        checks.elementwise("add", out, a=a, b=b)
        return partial(np.add, a, b, out=out)

    def multiply(self, a: Array, b: Array, out: Array) -> Call:
        checks.elementwise("multiply", out, a=a, b=b)
        return partial(np.multiply, a, b, out=out)

    def activation(self, kind: Activation, x: Array, out: Array) -> Call:
        checks.elementwise("activation", out, x=x)
        forward, _ = ACTIVATIONS[kind]
        return forward(x, out)

    def activation_backward(self, kind: Activation, y: Array, dy: Array, out: Array) -> Call:
        checks.elementwise("activation_backward", out, y=y, dy=dy)
        _, backward = ACTIVATIONS[kind]
        return backward(y, dy, out)

    def im2col(self, x: Array, cols: Array, kernel: int, stride: int, padding: int) -> Call:
        size = checks.im2col("im2col", x, cols, kernel, stride, padding)
        padded, inside = _padded(x, size, padding)
        over = (size["kernel_down"], kernel)
        windows = np.lib.stride_tricks.sliding_window_view(padded, over, axis=(1, 2))
        windows = np.moveaxis(windows[:, ::stride, ::stride], (4, 5), (1, 2))
        fill = partial(np.copyto, cols.reshape(windows.shape), windows)
        return in_order(partial(np.copyto, inside, x.reshape(inside.shape)), fill)

    def col2im(self, dcols: Array, dx: Array, kernel: int, stride: int, padding: int) -> Call:
        size = checks.im2col("col2im", dx, dcols, kernel, stride, padding)
        padded, inside = _padded(dx, size, padding)
        height, length = size["height_out"], size["length_out"]
        source = dcols.reshape(-1, size["kernel_down"], kernel, height, length, size["n"])
        adds: list[Call] = [partial(padded.fill, 0)]
        for down, across in np.ndindex(size["kernel_down"], kernel):
            rows = slice(down, down + stride * (height - 1) + 1, stride)
            window = padded[:, rows, across : across + stride * (length - 1) + 1 : stride]
            adds.append(partial(np.add, window, source[:, down, across], out=window))
        return in_order(*adds, partial(np.copyto, dx.reshape(inside.shape), inside))

    def gru_forward(
        self,
        x: Array,
        w_ih: Array,
        w_hh: Array,
        b_ih: Array,
        b_hh: Array,
        h: Array,
        gates: Array,
        reverse: bool = False,
    ) -> Call:
        checks.gru_forward(x, w_ih, w_hh, b_ih, b_hh, h, gates)
        return numpy_gru.bind_forward(x, w_ih, w_hh, b_ih, b_hh, h, gates, reverse)

    def gru_backward(
        self,
        x: Array,
        w_ih: Array,
        w_hh: Array,
        h: Array,
        gates: Array,
        dh: Array,
        dx: Array | None,
        dw_ih: Array,
        dw_hh: Array,
        db_ih: Array,
        db_hh: Array,
        scratch: Array,
        reverse: bool = False,
    ) -> Call:
        arrays = {"x": x, "w_ih": w_ih, "w_hh": w_hh, "h": h, "gates": gates, "dh": dh}
        grads = {"dw_ih": dw_ih, "dw_hh": dw_hh, "db_ih": db_ih, "db_hh": db_hh}
        checks.gru_backward(**arrays, **grads, dx=dx, scratch=scratch)
        return numpy_gru.bind_backward(**arrays, **grads, dx=dx, scratch=scratch, reverse=reverse)

    def softmax_cross_entropy(
        self, logits: Array, labels: Array, dlogits: Array | None, stats: Array
    ) -> Call:
        size = checks.softmax_cross_entropy(logits, labels, dlogits, stats)
        samples = np.arange(size["n"])

        def run() -> None:
            shifted = logits - logits.max(0)
            exponentials = np.exp(shifted)
            total = exponentials.sum(0)
            loss = np.log(total) - shifted[labels, samples]
            stats[0] = loss.mean(dtype=np.float64)
            stats[1] = np.count_nonzero(logits.argmax(0) == labels)
            if dlogits is not None:
                np.divide(exponentials, total * size["n"], out=dlogits)
                dlogits[labels, samples] -= 1 / size["n"]
                dlogits[np.abs(dlogits) < FLUSH_BELOW] = 0

        return run

    def adam(
        self,
        theta: Array,
        grad: Array,
        m: Array,
        v: Array,
        state: Array,
        mask: Array | None = None,
    ) -> Call:
        checks.optimizer("adam", mask, state, 7, theta=theta, grad=grad, m=m, v=v)
        return numpy_optimisers.bind_adam(theta, grad, m, v, state, mask)

    def sgd(
        self, theta: Array, grad: Array, velocity: Array, state: Array, mask: Array | None = None
    ) -> Call:
        checks.optimizer("sgd", mask, state, 3, theta=theta, grad=grad, velocity=velocity)
        return numpy_optimisers.bind_sgd(theta, grad, velocity, state, mask)


def _epilogue(out: Array, bias: Array | None, relu: bool) -> list[Call]:
    calls: list[Call] = []
    if bias is not None:
        calls.append(partial(np.add, out, bias[:, None], out=out))
    if relu:
        calls.append(partial(np.maximum, out, 0, out=out))
    return calls


def _quiet(call: Call) -> Call:
    """The call, without NumPy's warnings."""

    @np.errstate(over="ignore", invalid="ignore", divide="ignore")
    def run() -> None:
        call()

    return run


def _product(a: Array, b: Array, out: Array, accumulate: bool) -> Call:
    if not accumulate:
        return partial(np.matmul, a, b, out=out)
    product = np.empty_like(out)
    return in_order(partial(np.matmul, a, b, out=product), partial(np.add, out, product, out=out))


def _places(w: Csr) -> Array:
    """Where each of the values of ``w`` lies in the flattened full matrix."""
    return np.repeat(np.arange(w.shape[0]), np.diff(w.indptr)) * w.shape[1] + w.indices


def _densify(w: Csr) -> tuple[Array, Call]:
    """The full matrix, and the call that refreshes it from the values."""
    full = np.zeros(w.shape, w.values.dtype)
    return full, partial(full.reshape(-1).__setitem__, _places(w), w.values)


def _padded(x: Array, size: checks.Sizes, across: int) -> tuple[Array, Array]:
    """Images with a margin of zeros, ``across`` wide at both sides, and the view of what is in it.

    ``size`` is what ``checks.im2col`` says of ``x``: of a signal, an image of one row without a
    margin above and below.
    """
    down, height, length = size["padding_down"], size["height"], size["length"]
    shape = (size["channels"], height + 2 * down, length + 2 * across, size["n"])
    buffer = np.zeros(shape, x.dtype)
    return buffer, buffer[:, down : down + height, across : across + length]
