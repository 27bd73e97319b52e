"""Every operation of the fast backends against the NumPy backend in float64.

``main()`` returns a JSON report; it runs in Pyodide (Node, Chromium) and, by wasmtime, in CPython.
Shapes are drawn: odd, tiny, empty. Every buffer starts one float off any alignment, outputs start
as NaN, and guard zones lie around all of them, inputs too.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np
from mnist1d_lab.ops import get_ops
from mnist1d_lab.ops.base import Array, Ops
from mnist1d_lab.ops.csr import Csr, csr_from_mask
from mnist1d_lab.ops.wasm_host import UnavailableError
from mnist1d_lab.params import ACTIVATION

# The stated agreement: float32 kernels against float64 NumPy, relative to the largest result.
TOLERANCE = 2e-5
BACKENDS = ("native", "simd-relaxed", "simd")
GUARD = 64
GUARD_VALUE = 123.0
DRAWS = 60
FOLLOWED = ("affine", "matmul")
FEATURES = (0, 1, 2, 3, 4, 5, 7, 10, 12, 25, 40, 100)
DEPTHS = (*FEATURES, 127, 129, 255, 256, 257, 513)
BATCHES = (1, 2, 3, 4, 5, 11, 12, 13, 47, 52, 53, 100, 101, 104)


@dataclass
class Bench:
    """Arrays for one case, in one precision; the same seed gives the same numbers."""

    ops: Ops
    seed: int
    dtype: type[np.floating[Any]]
    buffers: list[tuple[Array, int]] = field(default_factory=list)
    outputs: list[Array] = field(default_factory=list)
    inputs: list[tuple[Array, Array]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rng = np.random.default_rng(self.seed)

    def pick(self, *pools: tuple[int, ...]) -> list[int]:
        return [int(self.rng.choice(pool)) for pool in pools]

    def _allocate(self, shape: tuple[int, ...], dtype: Any) -> Array:
        size = int(np.prod(shape))
        buffer = self.ops.array(np.full(size + 2 * GUARD + 1, GUARD_VALUE).astype(dtype))
        self.buffers.append((buffer, size))
        return buffer[GUARD + 1 : GUARD + 1 + size].reshape(shape)

    def wrap(self, values: Array, dtype: Any = None) -> Array:
        """An input: guarded, and checked to be left as it is."""
        array = self._allocate(values.shape, dtype or self.dtype)
        array[...] = values
        self.inputs.append((array, array.copy()))
        return array

    def input(self, *shape: int) -> Array:
        return self.wrap(self.rng.standard_normal(shape).astype(np.float32))

    def gradient(self, *shape: int) -> Array:
        """An input some of whose rows are zeros, as those of dead units are."""
        values = self.rng.standard_normal(shape).astype(np.float32)
        dead = self.rng.random(shape[0]) < self.rng.choice([0.0, 0.3, 0.9, 1.0])
        values[dead] = self.rng.choice([0.0, -0.0])
        if shape[1] and self.rng.random() < 0.5:
            values[dead, -1] = self.rng.choice([0.0, 1.0])  # zeros but for the last sample
        return self.wrap(values)

    def rectified(self, *shape: int) -> Array:
        """An input some of whose entries, anywhere, are zeros, as those of rectified units are."""
        values = self.rng.standard_normal(shape).astype(np.float32)
        off = self.rng.random(shape) < self.rng.choice([0.0, 0.2, 0.5, 0.9, 1.0])
        values[off] = self.rng.choice([0.0, -0.0])
        return self.wrap(values)

    def output(self, *shape: int, dtype: Any = None) -> Array:
        """An output that the operation must overwrite: NaN to begin with."""
        array = self._allocate(shape, dtype or self.dtype)
        array[...] = np.nan
        self.outputs.append(array)
        return array

    def changed(self, values: Array, dtype: Any = None) -> Array:
        """An array that is both read and written."""
        array = self.output(*values.shape, dtype=dtype)
        array[...] = values
        return array

    def intact(self) -> bool:
        """Whether no guard zone and no input has changed."""
        zones = [np.delete(b, np.s_[GUARD + 1 : GUARD + 1 + size]) for b, size in self.buffers]
        untouched = all(np.all(zone == np.asarray(GUARD_VALUE, zone.dtype)) for zone in zones)
        return untouched and all(np.array_equal(a, b) for a, b in self.inputs)


Case = Callable[[Ops, Bench], object]


def _affine(ops: Ops, b: Bench) -> None:
    m, k, n = b.pick(FEATURES, DEPTHS, BATCHES)
    bias = b.input(m) if b.rng.random() < 0.5 else None
    relu = bool(b.rng.random() < 0.5)
    ops.affine(b.input(m, k), b.rectified(k, n), b.output(m, n), bias, relu)()


def _matmul(ops: Ops, b: Bench) -> None:
    m, k, n = b.pick(FEATURES, DEPTHS, BATCHES)
    ta, tb = [(False, False), (True, False), (False, True)][b.rng.integers(3)]
    accumulate = bool(b.rng.random() < 0.5)
    gradient = b.gradient if b.rng.random() < 0.5 else b.rectified
    first = gradient(m, k) if tb else b.input(*((k, m) if ta else (m, k)))
    second = gradient(k, n) if ta else b.input(*((n, k) if tb else (k, n)))
    start = b.rng.standard_normal((m, n)).astype(np.float32)
    out = b.changed(start) if accumulate else b.output(m, n)
    ops.matmul(first, second, out, transpose_a=ta, transpose_b=tb, accumulate=accumulate)()


def _csr(b: Bench, m: int, k: int) -> Csr:
    mask = b.rng.random((m, k)) < b.rng.choice([0.0, 0.02, 0.3, 1.0])
    if m and b.rng.random() < 0.5:
        mask[0] = False
    return csr_from_mask(mask, b.input(int(mask.sum())), b.ops.array)


def _sparse_affine(ops: Ops, b: Bench) -> None:
    m, k, n = b.pick(FEATURES, FEATURES, BATCHES)
    bias = b.input(m) if b.rng.random() < 0.5 else None
    relu = bool(b.rng.random() < 0.5)
    ops.sparse_affine(_csr(b, m, k), b.input(k, n), b.output(m, n), bias, relu)()


def _sparse_matmul_t(ops: Ops, b: Bench) -> None:
    m, k, n = b.pick(FEATURES, FEATURES, BATCHES)
    accumulate = bool(b.rng.random() < 0.5)
    start = b.rng.standard_normal((k, n)).astype(np.float32)
    out = b.changed(start) if accumulate else b.output(k, n)
    ops.sparse_matmul_t(_csr(b, m, k), b.gradient(m, n), out, accumulate)()


def _sampled_matmul_nt(ops: Ops, b: Bench) -> None:
    m, k, n = b.pick(FEATURES, FEATURES, BATCHES)
    w = _csr(b, m, k)
    ops.sampled_matmul_nt(w, b.gradient(m, n), b.input(k, n), b.output(w.nnz))()


def _row_sums(ops: Ops, b: Bench) -> None:
    m, middle, n = b.pick(FEATURES, (1, 3), BATCHES)
    ops.row_sums(b.input(m, middle, n), b.output(m))()


def _elementwise(ops: Ops, b: Bench) -> None:
    m, n = b.pick(FEATURES, BATCHES)
    ops.add(b.input(m, n), b.input(m, n), b.output(m, n))()
    ops.multiply(b.input(m, n), b.input(m, n), b.output(m, n))()
    out = b.changed(b.rng.standard_normal((m, n)).astype(np.float32))
    ops.sequence(ops.add(out, b.input(m, n), out), ops.multiply(out, out, out))()


def _activations(ops: Ops, b: Bench) -> None:
    n = b.pick(BATCHES)[0]
    x = (b.rng.standard_normal((3, n)) * b.rng.choice([0.01, 1, 30])).astype(np.float32)
    for kind in ACTIVATION.choices:
        ops.activation(kind, b.wrap(x), b.output(3, n))()
        y = b.wrap(np.tanh(x))
        ops.activation_backward(kind, y, b.input(3, n), b.output(3, n))()


def _columns(ops: Ops, b: Bench) -> None:
    channels, kernel, stride, padding, n = b.pick(
        (1, 2, 25), (1, 2, 3, 5), (1, 2, 3), (0, 1, 2), BATCHES
    )
    length = kernel + int(b.rng.integers(0, 12))
    out = (length + 2 * padding - kernel) // stride + 1
    shape = (channels * kernel, out, n)
    ops.im2col(b.input(channels, length, n), b.output(*shape), kernel, stride, padding)()
    ops.col2im(b.input(*shape), b.output(channels, length, n), kernel, stride, padding)()


def _columns_of_images(ops: Ops, b: Bench) -> None:
    channels, kernel, stride, padding, n = b.pick(
        (1, 2, 5), (1, 2, 5), (1, 2, 3), (0, 1, 2), BATCHES
    )
    sides = [kernel + int(more) for more in b.rng.integers(0, 6, 2)]
    out = [(side + 2 * padding - kernel) // stride + 1 for side in sides]
    shape = (channels * kernel**2, *out, n)
    ops.im2col(b.input(channels, *sides, n), b.output(*shape), kernel, stride, padding)()
    ops.col2im(b.input(*shape), b.output(channels, *sides, n), kernel, stride, padding)()


def _gru(ops: Ops, b: Bench) -> None:
    length, inputs, hidden, n = b.pick((0, 1, 2, 9), (1, 2, 5), (1, 3, 6), BATCHES)
    reverse, with_dx = bool(b.rng.random() < 0.5), bool(b.rng.random() < 0.5)
    x, w_ih, w_hh = (
        b.input(length, inputs, n),
        b.input(3 * hidden, inputs),
        b.input(3 * hidden, hidden),
    )
    b_ih, b_hh = b.input(3 * hidden), b.input(3 * hidden)
    h, gates = b.output(length, hidden, n), b.output(length, 4 * hidden, n)
    ops.gru_forward(x, w_ih, w_hh, b_ih, b_hh, h, gates, reverse)()
    grads = [b.output(*w.shape) for w in (w_ih, w_hh, b_ih, b_hh)]
    dx = b.output(length, inputs, n) if with_dx else None
    scratch = b._allocate((10 * hidden, n), b.dtype)
    dh = b.input(length, hidden, n)
    ops.gru_backward(x, w_ih, w_hh, h, gates, dh, dx, *grads, scratch, reverse)()


def _cross_entropy(ops: Ops, b: Bench) -> None:
    classes, n = b.pick((1, 2, 3, 10), BATCHES)
    scale = b.rng.choice([0.1, 1, 30])
    logits = b.wrap((b.rng.standard_normal((classes, n)) * scale).astype(np.float32))
    if b.rng.random() < 0.3:
        logits[...] = b.inputs[-1][1][...] = np.round(logits)  # ties
    labels = b.wrap(b.rng.integers(0, classes, n), np.int32)
    dlogits = b.output(classes, n) if b.rng.random() < 0.7 else None
    ops.softmax_cross_entropy(logits, labels, dlogits, b.output(2, dtype=np.float64))()


def _optimisers(ops: Ops, b: Bench) -> None:
    size = b.pick((0, 1, 3, 4, 5, 100, 411))[0]
    theta, m = (b.rng.standard_normal(size).astype(np.float32) for _ in range(2))
    m[::3] = 0
    v = np.square(b.rng.standard_normal(size)).astype(np.float32)
    mask = None
    if b.rng.random() < 0.5:
        mask = b.wrap(b.rng.integers(0, 2, size), np.uint8)
    arrays = [b.changed(theta), b.wrap(m * 0.1), b.changed(m), b.changed(v)]
    state = b.changed(np.array([0.01, 0.9, 0.999, 1e-8, 0.1, 1, 1]), np.float64)
    adam = ops.adam(*arrays, state, mask)
    ops.sequence(adam, adam, adam)()
    velocity, start = b.changed(m), b.changed(theta)
    settings = b.changed(np.array([0.1, 0.9, 0.01]), np.float64)
    ops.sgd(start, b.wrap(v), velocity, settings, mask)()
    if mask is not None:
        for now, before in [(arrays[0], theta), (arrays[2], m), (start, theta), (velocity, m)]:
            assert np.array_equal(now[mask == 0], before[mask == 0]), "a masked entry moved"


CASES: dict[str, Case] = {
    name.removeprefix("_"): case
    for name, case in list(globals().items())
    if name.startswith("_") and getattr(case, "__annotations__", {}).get("ops") == "Ops"
}


def _done(case: str, ops: Ops, seed: int, dtype: type[np.floating[Any]]) -> Bench:
    bench = Bench(ops, seed, dtype)
    with np.errstate(all="ignore"):
        CASES[case](ops, bench)
    return bench


def _plain(ops: Ops) -> Ops:
    """The backend without products that follow the active entries of a factor."""
    plain: Any = copy.copy(ops)
    plain._scratch = lambda columns, floats: None
    return plain  # type: ignore[no-any-return]


def _problem(ours: Bench, reference: Bench) -> str | None:
    """What is wrong with one case, or None."""
    if not ours.intact():
        return "a guard zone or an input was written to"
    for got, expected in zip(ours.outputs, reference.outputs, strict=True):
        if not got.size:
            continue
        error = np.max(np.abs(got - expected)) / max(1.0, np.max(np.abs(expected)))
        if not error <= TOLERANCE:
            return f"shape {got.shape}: off by {error:.2g}"
    return None


def _following_changes(case: str, ours: Bench) -> bool:
    """Whether products that follow active entries give other bits than those that do not."""
    if case not in FOLLOWED:
        return False
    plain = _done(case, _plain(ours.ops), ours.seed, np.float32)
    pairs = zip(ours.outputs, plain.outputs, strict=True)
    return not all(np.array_equal(a, b) for a, b in pairs)


def _compared(case: str, seed: int, backends: Iterable[Ops]) -> Iterator[str]:
    """The backends' failures at a case, against one result of NumPy's."""
    reference = _done(case, get_ops("numpy"), seed, np.float64)
    for ops in backends:
        where = f"{ops.name} {case} seed {seed}"
        try:
            ours = _done(case, ops, seed, np.float32)
            problem = _problem(ours, reference)
            if _following_changes(case, ours):
                yield f"{where}: following changes the result"
        except Exception as error:
            problem = f"{type(error).__name__}: {error}"
        if problem:
            yield f"{where}: {problem}"


def main() -> str:
    """JSON: {backends: {name: "checked" or why not}, cases, failures}."""
    told, here = {}, []
    for backend in BACKENDS:
        try:
            here.append(get_ops(backend))
            told[backend] = "checked"
        except UnavailableError as error:
            told[backend] = str(error)
    drawn = product(CASES, range(DRAWS))
    failures = [it for case, seed in drawn for it in _compared(case, seed, here)]
    return json.dumps({"backends": told, "cases": len(CASES) * DRAWS, "failures": failures})
