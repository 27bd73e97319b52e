"""The operations by our own kernels: the fast backend, in a browser and outside.

``simd.c`` says how a kernel is called: binding writes its addresses and sizes into a block of
words, and a call passes the address of that block, a single whole number. Between the two,
Python does nothing. Arrays are used in place; ``call.buffers`` keeps them alive. Where they lie,
and who runs the kernels, is a host's (``ops/loading.py``).

Everything the kernels trust is checked here, when an operation is bound (``ops/checks.py``).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from mnist1d_lab.ops import checks, expanded
from mnist1d_lab.ops.base import Activation, Array, Call, Shape
from mnist1d_lab.ops.copies import copies
from mnist1d_lab.ops.csr import Csr
from mnist1d_lab.ops.order import in_order
from mnist1d_lab.ops.wasm_host import Host, Run
from mnist1d_lab.params import ACTIVATION

if TYPE_CHECKING:
    from numpy.typing import DTypeLike

# The activations that do something.
CURVED = tuple(kind for kind in ACTIVATION.choices if kind != "identity")

# In the order of the numbers in simd.c.
KERNELS = (
    *("product", "sparse_product", "sampled_product"),
    *("row_sums", "add", "multiply"),
    *("copy", "im2col", "col2im", "gru_forward", "gru_backward"),
    *("softmax_cross_entropy", "adam", "sgd"),
    *(kernel for kind in CURVED for kernel in (kind, f"{kind}_back")),
)

ACCUMULATE, RELU, TRANSPOSE_A, TRANSPOSE_B = 1, 2, 4, 8
FOLLOW_FROM = 25  # columns: see panel_vectors in kernels/active.h
COLUMNS = "channels n stride height height_out kernel_down padding_down length length_out"


class SimdOps:
    """The fast backend, for float32. ``run`` is the function of the kernels."""

    sparse_below = 0.66

    def __init__(self, name: str, host: Host, run: Run) -> None:
        self.name = name
        self._host = host
        self._run = run
        self.room, self.word = host.room, host.word
        self.pack = self.zeros(host.room.pack, np.float32)
        self._spare = self.zeros(0, np.float32)
        self._shared = self.zeros(0, np.float32)

    def zeros(self, shape: Shape, dtype: DTypeLike) -> Array:
        return self._host.zeros(shape, dtype)

    def array(self, values: Array) -> Array:
        array = self.zeros(values.shape, values.dtype)
        array[...] = values
        return array

    def address(self, array: Array | None) -> int:
        return 0 if array is None else self._host.address(array)

    def _bind(self, kernel: str, *words: Array | int | None) -> Call:
        """``bind`` by name."""
        arrays = [word for word in words if isinstance(word, np.ndarray)]
        if not any(array.dtype == np.float32 for array in arrays):  # checks: all or none of them
            raise TypeError(f"{kernel}: the fast backend takes float32, not float64.")
        return self.bind(KERNELS.index(kernel), *words)

    def bind(self, kernel: int, *words: Array | int | None) -> Call:
        """The call that runs the kernel of this number with these addresses and numbers."""
        arrays = [word for word in words if isinstance(word, np.ndarray)]
        numbers = [w if isinstance(w, int) else self.address(w) for w in words]
        block = self.array(np.array([kernel, *numbers], self.word))
        return self._call([block], arrays)

    def _call(self, blocks: list[Array], arrays: list[Array]) -> Call:
        listing = self.array(np.array([*map(self.address, blocks), 0], self.word))
        call: Any = partial(self._run, self.address(listing))
        call.blocks, call.buffers = blocks, (listing, *blocks, *arrays)
        return call  # type: ignore[no-any-return]

    def _scratch(self, columns: int, floats: int) -> Array | None:
        """Room to follow active entries (kernels/active.h); None where that cannot pay.

        Operations share it, since none of them needs it any more when it is done.
        """
        if columns < FOLLOW_FROM:
            return None
        floats += self.room.panel
        if self._spare.size < floats:
            self._spare = self.zeros(floats, np.float32)
        return self._spare

    def shared(self, floats: int) -> Array:
        """Room that operations share: what is in it is gone when another one has used it."""
        if self._shared.size < floats:
            self._shared = self.zeros(floats, np.float32)
        return self._shared[:floats]

    def sequence(self, *calls: Call) -> Call:
        """Neighbouring kernels become one crossing into WebAssembly."""
        merged: list[Call] = []
        for ours, group in groupby(calls, lambda call: hasattr(call, "blocks")):
            if not ours:
                merged.extend(group)
                continue
            parts: list[Any] = list(group)
            blocks = [block for part in parts for block in part.blocks]
            merged.append(self._call(blocks, [b for part in parts for b in part.buffers]))
        return merged[0] if len(merged) == 1 else in_order(*merged)

    def each(self, tables: Sequence[tuple[Array, Array]], *calls: Call) -> list[Call]:
        rows, rest = checks.each(tables), self.sequence(*calls)
        ours = getattr(rest, "blocks", [])  # none where Python's own calls are among them
        blocks = [copies(self, KERNELS.index("copy"), table, out) for table, out in tables]
        lists = np.zeros((rows, len(blocks) + len(ours) + 1), self.word)
        for column, block in enumerate(blocks):
            lists[:, column] = self.address(block) + block[0].nbytes * np.arange(rows)
        lists[:, len(blocks) : -1] = [self.address(block) for block in ours]
        lists = self.array(lists)
        first, size = self.address(lists), lists[0].nbytes
        made: list[Any] = [partial(self._run, first + size * row) for row in range(rows)]
        for call in made:
            call.buffers = (lists, blocks, tables, rest)
        return made if ours else [in_order(call, rest) for call in made]

    def affine(
        self, w: Array, x: Array, out: Array, bias: Array | None = None, relu: bool = False
    ) -> Call:
        m, k, n = _sizes(checks.affine(w, x, out, bias), "m k n")
        flags = RELU if relu else 0
        scratch = self._scratch(m, n * (_whole(k) + _whole(m) + self.room.places))
        return self._bind("product", w, x, bias, out, m, k, n, flags, self.pack, None, scratch)

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
        sizes = checks.matmul(a, b, out, transpose_a, transpose_b)
        m, k, n = _sizes(sizes, "m k n")
        flags = ACCUMULATE if accumulate else 0
        flags |= (TRANSPOSE_A if transpose_a else 0) | (TRANSPOSE_B if transpose_b else 0)
        # A transposed product takes a gradient, where dead units are rows of zeros.
        takes_gradient = transpose_a or transpose_b
        live = self.zeros(k if transpose_a else m, np.int32) if takes_gradient else None
        columns, lists = (n, m) if transpose_b else (m, n)
        turned = 0 if transpose_b else n * (_whole(k) + _whole(m))
        floats = turned + lists * self.room.places
        scratch = None if accumulate else self._scratch(columns, floats)
        return self._bind("product", a, b, None, out, m, k, n, flags, self.pack, live, scratch)

    def sparse_affine(
        self, w: Csr, x: Array, out: Array, bias: Array | None = None, relu: bool = False
    ) -> Call:
        m, n = _sizes(checks.sparse_affine(w, x, out, bias), "m n")
        index = (w.indptr, w.indices, None, w.values)
        words = (*index, x, bias, out, m, n, RELU if relu else 0, 0, None)
        if not expanded.pays(self, w):
            return self._bind("sparse_product", *words)
        written, dense = expanded.expand(self, w)
        tail = [self.bind(expanded.TAIL, *words)] if n % 4 else []
        return self.sequence(written, self.affine(dense, x, out, bias, relu), *tail)

    def sparse_matmul_t(self, w: Csr, dy: Array, out: Array, accumulate: bool = False) -> Call:
        k, n = _sizes(checks.sparse_matmul_t(w, dy, out), "k n")
        index = (w.indptr_t, w.indices_t, w.order_t, w.values)
        rows = dy.shape[0]
        live = self.zeros(rows, np.int32)
        words = (*index, dy, None, out, k, n, int(accumulate), rows, live)
        if not expanded.pays(self, w) or (accumulate and n % 4):
            return self._bind("sparse_product", *words)
        written, dense = expanded.expand(self, w)
        product = self.matmul(dense, dy, out, transpose_a=True, accumulate=accumulate)
        tail = [self.bind(expanded.TAIL, *words)] if n % 4 else []
        return self.sequence(written, product, *tail)

    def sampled_matmul_nt(self, w: Csr, dy: Array, x: Array, out: Array) -> Call:
        m, n = _sizes(checks.sampled_matmul_nt(w, dy, x, out), "m n")
        dense = expanded.sampled(self, w, dy, x, out) if expanded.pays(self, w) else None
        return dense or self._bind("sampled_product", w.indptr, w.indices, dy, x, out, m, n)

    def row_sums(self, a: Array, out: Array) -> Call:
        m, n = _sizes(checks.row_sums(a, out), "m n")
        return self._bind("row_sums", a, out, m, n)

    def add(self, a: Array, b: Array, out: Array) -> Call:
        checks.elementwise("add", out, a=a, b=b)
        return self._bind("add", a, b, out, out.size)

    def multiply(self, a: Array, b: Array, out: Array) -> Call:
        checks.elementwise("multiply", out, a=a, b=b)
        return self._bind("multiply", a, b, out, out.size)

    def activation(self, kind: Activation, x: Array, out: Array) -> Call:
        checks.elementwise("activation", out, x=x)
        return self._bind("copy" if kind == "identity" else kind, x, x, out, out.size)

    def activation_backward(self, kind: Activation, y: Array, dy: Array, out: Array) -> Call:
        checks.elementwise("activation_backward", out, y=y, dy=dy)
        if kind == "identity":
            return self._bind("copy", dy, dy, out, out.size)
        return self._bind(f"{kind}_back", y, dy, out, out.size)

    def im2col(self, x: Array, cols: Array, kernel: int, stride: int, padding: int) -> Call:
        sizes = checks.im2col("im2col", x, cols, kernel, stride, padding)
        return self._bind("im2col", x, cols, *_sizes(sizes, COLUMNS), kernel, padding)

    def col2im(self, dcols: Array, dx: Array, kernel: int, stride: int, padding: int) -> Call:
        sizes = checks.im2col("col2im", dx, dcols, kernel, stride, padding)
        return self._bind("col2im", dx, dcols, *_sizes(sizes, COLUMNS), kernel, padding)

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
        arrays = (x, w_ih, w_hh, b_ih, b_hh, h, gates)
        shape = _sizes(checks.gru_forward(*arrays), "length inputs hidden n")
        return self._bind("gru_forward", *arrays, *shape, int(reverse), self.pack)

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
        sizes = checks.gru_backward(**arrays, **grads, dx=dx, scratch=scratch)
        shape = _sizes(sizes, "length inputs hidden n")
        words = (*arrays.values(), dx, *grads.values(), scratch, *shape, int(reverse))
        return self._bind("gru_backward", *words, self.pack)

    def softmax_cross_entropy(
        self, logits: Array, labels: Array, dlogits: Array | None, stats: Array
    ) -> Call:
        sizes = checks.softmax_cross_entropy(logits, labels, dlogits, stats)
        shape = _sizes(sizes, "classes n")
        return self._bind("softmax_cross_entropy", logits, labels, dlogits, stats, *shape)

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
        return self._bind("adam", theta, grad, m, v, state, mask, theta.size)

    def sgd(
        self, theta: Array, grad: Array, velocity: Array, state: Array, mask: Array | None = None
    ) -> Call:
        checks.optimizer("sgd", mask, state, 3, theta=theta, grad=grad, velocity=velocity)
        return self._bind("sgd", theta, grad, velocity, None, state, mask, theta.size)


def _whole(floats: int) -> int:
    """The next multiple of four."""
    return -(-floats // 4) * 4


def _sizes(sizes: checks.Sizes, names: str) -> list[int]:
    return [sizes[name] for name in names.split()]
