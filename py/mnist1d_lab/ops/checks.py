"""What every operation asks of its arrays, checked once, when it is bound.

Each function here is named after its operation and returns the sizes it has read off the arrays.
Both backends call it, so both refuse the same mistakes in the same words; and the fast backend,
whose kernels know no bounds, may rely on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mnist1d_lab.ops.base import Array
from mnist1d_lab.ops.csr import Csr

if TYPE_CHECKING:
    from numpy.typing import DTypeLike

Sizes = dict[str, int]


@dataclass(frozen=True)
class Operand:
    """An array with its shape in symbols: ``"3*h n"`` means (3 h, n) for the h and n in use.

    ``...`` at the end of ``dims`` stands for any further axes. ``dtype`` None means: floating
    point, the same for all such operands of the operation.
    """

    name: str
    array: Array | None
    dims: str
    written: bool = False
    dtype: DTypeLike | None = None


def agree(op: str, *operands: Operand, in_place: bool = False) -> Sizes:
    """The value of every symbol; ValueError or TypeError, in one sentence, where arrays disagree.

    ``in_place`` lets an operand that is written be the very same array as one that is read.
    """
    present = [(o, o.array) for o in operands if o.array is not None]
    sizes: Sizes = {}
    floating = next(a.dtype for o, a in present if o.dtype is None)
    for operand, array in present:
        _check_storage(op, operand, array, floating)
        _match(op, operand, array.shape, sizes)
    for out, array in present:
        for other, second in present:
            if out.written and other is not out and np.may_share_memory(array, second):
                same = array.ctypes.data == second.ctypes.data and array.size == second.size
                if not (in_place and same and not other.written):
                    raise ValueError(f"{op}: {out.name} and {other.name} overlap in memory.")
    return sizes


def _check_storage(op: str, operand: Operand, array: Array, floating: DTypeLike) -> None:
    wanted = np.dtype(floating if operand.dtype is None else operand.dtype)
    if array.dtype != wanted:
        raise TypeError(f"{op}: {operand.name} is {array.dtype}; it must be {wanted}.")
    if operand.dtype is None and wanted not in (np.float32, np.float64):
        raise TypeError(f"{op}: {operand.name} is {wanted}; it must be float32 or float64.")
    if not array.flags.c_contiguous:
        raise ValueError(f"{op}: {operand.name} must be C-contiguous; copy it first.")
    if operand.written and not array.flags.writeable:
        raise ValueError(f"{op}: {operand.name} is read-only, but the operation writes to it.")


def _match(op: str, operand: Operand, shape: tuple[int, ...], sizes: Sizes) -> None:
    tokens = operand.dims.split()
    if tokens[-1:] == ["..."]:
        tokens, shape = tokens[:-1], shape[: len(tokens) - 1]
    if len(tokens) != len(shape) or not all(map(_fits, tokens, shape, [sizes] * len(shape))):
        known = ", ".join(f"{symbol} = {size}" for symbol, size in sizes.items())
        expected = "(" + ", ".join(tokens) + ")" + (f" with {known}" if known else "")
        got = operand.array.shape if operand.array is not None else ()
        raise ValueError(f"{op}: {operand.name} has shape {got}; expected {expected}.")


def _fits(token: str, size: int, sizes: Sizes) -> bool:
    factor, _, symbol = token.rpartition("*")
    if symbol.isdigit():
        return size == int(symbol)
    unit, rest = divmod(size, int(factor or 1))
    return rest == 0 and sizes.setdefault(symbol, unit) == unit


def affine(w: Array, x: Array, out: Array, bias: Array | None) -> Sizes:
    return agree(
        "affine",
        Operand("w", w, "m k"),
        Operand("x", x, "k n"),
        Operand("bias", bias, "m"),
        Operand("out", out, "m n", written=True),
    )


def matmul(a: Array, b: Array, out: Array, transpose_a: bool, transpose_b: bool) -> Sizes:
    if transpose_a and transpose_b:
        raise ValueError("matmul: at most one operand may be transposed.")
    return agree(
        "matmul",
        Operand("a", a, "k m" if transpose_a else "m k"),
        Operand("b", b, "n k" if transpose_b else "k n"),
        Operand("out", out, "m n", written=True),
    )


def csr(op: str, w: Csr) -> None:
    """Every index of ``w`` inside its matrix; the index arrays are frozen from here on."""
    rows, columns = w.shape
    for starts, count in ((w.indptr, rows), (w.indptr_t, columns)):
        ends = starts.shape == (count + 1,) and starts[0] == 0 and starts[-1] == w.nnz
        if not ends or np.any(np.diff(starts) < 0):
            raise ValueError(f"{op}: the sparse matrix has inconsistent row or column starts.")
    for index, limit in ((w.indices, columns), (w.indices_t, rows), (w.order_t, w.nnz)):
        if index.shape != (w.nnz,) or np.any((index < 0) | (index >= limit)):
            raise ValueError(f"{op}: the sparse matrix has an index outside {w.shape}.")
    for array in (w.indptr, w.indptr_t, w.indices, w.indices_t, w.order_t):
        if array.dtype != np.int32 or not array.flags.c_contiguous:
            raise TypeError(f"{op}: the sparse matrix's indices must be contiguous int32.")
        array.flags.writeable = False


def sparse_affine(w: Csr, x: Array, out: Array, bias: Array | None) -> Sizes:
    csr("sparse_affine", w)
    sizes = agree(
        "sparse_affine",
        Operand("w.values", w.values, "nnz"),
        Operand("x", x, "k n"),
        Operand("bias", bias, "m"),
        Operand("out", out, "m n", written=True),
    )
    return _csr_fits("sparse_affine", w, sizes)


def sparse_matmul_t(w: Csr, dy: Array, out: Array) -> Sizes:
    csr("sparse_matmul_t", w)
    sizes = agree(
        "sparse_matmul_t",
        Operand("w.values", w.values, "nnz"),
        Operand("dy", dy, "m n"),
        Operand("out", out, "k n", written=True),
    )
    return _csr_fits("sparse_matmul_t", w, sizes)


def sampled_matmul_nt(w: Csr, dy: Array, x: Array, out: Array) -> Sizes:
    csr("sampled_matmul_nt", w)
    sizes = agree(
        "sampled_matmul_nt",
        Operand("dy", dy, "m n"),
        Operand("x", x, "k n"),
        Operand("out", out, "nnz", written=True),
    )
    return _csr_fits("sampled_matmul_nt", w, sizes)


def _csr_fits(op: str, w: Csr, sizes: Sizes) -> Sizes:
    if (sizes["m"], sizes["k"], sizes["nnz"]) != (*w.shape, w.nnz):
        raise ValueError(
            f"{op}: the sparse matrix is {w.shape} with {w.nnz} values, but the arrays"
            f" are for ({sizes['m']}, {sizes['k']}) with {sizes['nnz']}."
        )
    return sizes


def row_sums(a: Array, out: Array) -> Sizes:
    sizes = agree("row_sums", Operand("a", a, "..."), Operand("out", out, "m", written=True))
    rest, odd = divmod(a.size, sizes["m"]) if sizes["m"] else (0, a.size)
    if odd:
        raise ValueError(f"row_sums: a has shape {a.shape}, which is not {sizes['m']} equal rows.")
    return {**sizes, "n": rest}


def elementwise(op: str, out: Array, **inputs: Array) -> Sizes:
    """All of one shape; ``out`` may be one of the inputs."""
    for name, array in inputs.items():
        if array.shape != out.shape:
            raise ValueError(f"{op}: {name} has shape {array.shape}; expected {out.shape}.")
    operands = [Operand(name, array, "...") for name, array in inputs.items()]
    agree(op, *operands, Operand("out", out, "...", written=True), in_place=True)
    return {"n": out.size}


def each(tables: Sequence[tuple[Array, Array]]) -> int:
    """How many rows the tables have."""
    rows = {len(table) for table, _ in tables}
    if len(rows) != 1:
        raise ValueError(f"each: the tables must have equally many rows; got {sorted(rows)}.")
    for table, out in tables:
        if table.shape[1:] != out.shape or table.dtype != out.dtype:
            got, wanted = (f"{a.dtype} {a.shape}" for a in (table[0], out))
            raise ValueError(f"each: a row of a table is {got}; expected {wanted}.")
        if not (table.flags.c_contiguous and out.flags.c_contiguous and out.flags.writeable):
            raise ValueError("each: tables and arrays must be C-contiguous, and arrays writeable.")
        if np.may_share_memory(table, out):
            raise ValueError("each: a table and its array overlap in memory.")
    return rows.pop()


def im2col(op: str, x: Array, cols: Array, kernel: int, stride: int, padding: int) -> Sizes:
    """For both directions: ``op`` says which of the two arrays is written.

    The sizes are those of images; a signal is one of a single row, over which the kernel has one.
    """
    if kernel < 1 or stride < 1 or padding < 0:
        raise ValueError(f"{op}: kernel and stride must be at least 1 and padding at least 0.")
    sides = ("height", "length")[-max(1, x.ndim - 2) :]
    out = " ".join(f"{side}_out" for side in sides)
    sizes = agree(
        op,
        Operand("x", x, f"channels {' '.join(sides)} n", written=op == "col2im"),
        Operand("cols", cols, f"{kernel ** len(sides)}*channels {out} n", written=op == "im2col"),
    )
    for side in sides:
        found, expected = sizes[f"{side}_out"], (sizes[side] + 2 * padding - kernel) // stride + 1
        if found != expected:
            raise ValueError(f"{op}: cols has {side} {found}; expected {expected}.")
    sizes["stride"] = stride
    if len(sides) == 1:
        return {**sizes, "height": 1, "height_out": 1, "kernel_down": 1, "padding_down": 0}
    return {**sizes, "kernel_down": kernel, "padding_down": padding}


def gru_forward(
    x: Array, w_ih: Array, w_hh: Array, b_ih: Array, b_hh: Array, h: Array, gates: Array
) -> Sizes:
    return agree(
        "gru_forward",
        Operand("x", x, "length inputs n"),
        Operand("h", h, "length hidden n", written=True),
        Operand("w_ih", w_ih, "3*hidden inputs"),
        Operand("w_hh", w_hh, "3*hidden hidden"),
        Operand("b_ih", b_ih, "3*hidden"),
        Operand("b_hh", b_hh, "3*hidden"),
        Operand("gates", gates, "length 4*hidden n", written=True),
    )


def gru_backward(**arrays: Array | None) -> Sizes:
    dims = {
        "x": "length inputs n",
        "h": "length hidden n",
        "dh": "length hidden n",
        "gates": "length 4*hidden n",
        "w_ih": "3*hidden inputs",
        "w_hh": "3*hidden hidden",
        "dx": "length inputs n",
        "dw_ih": "3*hidden inputs",
        "dw_hh": "3*hidden hidden",
        "db_ih": "3*hidden",
        "db_hh": "3*hidden",
        "scratch": "10*hidden n",
    }
    read = ("x", "h", "dh", "gates", "w_ih", "w_hh")
    operands = (Operand(n, arrays[n], d, written=n not in read) for n, d in dims.items())
    return agree("gru_backward", *operands)


def softmax_cross_entropy(
    logits: Array, labels: Array, dlogits: Array | None, stats: Array
) -> Sizes:
    sizes = agree(
        "softmax_cross_entropy",
        Operand("logits", logits, "classes n"),
        Operand("labels", labels, "n", dtype=np.int32),
        Operand("dlogits", dlogits, "classes n", written=True),
        Operand("stats", stats, "2", written=True, dtype=np.float64),
        in_place=True,
    )
    if sizes["classes"] < 1 or sizes["n"] < 1:
        raise ValueError("softmax_cross_entropy: needs at least one class and one sample.")
    return sizes


def optimizer(op: str, mask: Array | None, state: Array, state_size: int, **arenas: Array) -> Sizes:
    """``arenas``: theta and grad first, then the running moments; all flat, of one length."""
    return agree(
        op,
        *(Operand(name, array, "n", written=name != "grad") for name, array in arenas.items()),
        Operand("mask", mask, "n", dtype=np.uint8),
        Operand("state", state, str(state_size), written=True, dtype=np.float64),
    )
