"""Dense and sparse products of the NumPy backend against sums written out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mnist1d_lab.ops import get_ops
from mnist1d_lab.ops.csr import Csr, csr_from_mask
from numpy.typing import NDArray

OPS = get_ops("numpy")
Matrix = NDArray[np.float64]
sizes = st.integers(0, 6)
seeds = st.integers(0, 2**32 - 1)


def by_hand(a: Matrix, b: Matrix) -> Matrix:
    out = np.zeros((a.shape[0], b.shape[1]))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            for p in range(a.shape[1]):
                out[i, j] += a[i, p] * b[p, j]
    return out


def nan(*shape: int) -> Matrix:
    return np.full(shape, np.nan)


@given(m=sizes, k=sizes, n=sizes, seed=seeds, bias=st.booleans(), relu=st.booleans())
def test_affine(m: int, k: int, n: int, seed: int, bias: bool, relu: bool) -> None:
    rng = np.random.default_rng(seed)
    w, x, b = rng.normal(size=(m, k)), rng.normal(size=(k, n)), rng.normal(size=m)
    out = nan(m, n)
    OPS.affine(w, x, out, b if bias else None, relu)()
    expected = by_hand(w, x) + (b[:, None] if bias else 0)
    np.testing.assert_allclose(out, expected.clip(0) if relu else expected, atol=1e-12)


@pytest.mark.parametrize(("ta", "tb"), [(False, False), (True, False), (False, True)])
@pytest.mark.parametrize("accumulate", [False, True])
@given(m=sizes, k=sizes, n=sizes, seed=seeds)
def test_matmul(ta: bool, tb: bool, accumulate: bool, m: int, k: int, n: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    a, b, start = rng.normal(size=(m, k)), rng.normal(size=(k, n)), rng.normal(size=(m, n))
    out = start.copy() if accumulate else nan(m, n)
    stored_a, stored_b = a.T.copy() if ta else a, b.T.copy() if tb else b
    OPS.matmul(stored_a, stored_b, out, transpose_a=ta, transpose_b=tb, accumulate=accumulate)()
    expected = by_hand(a, b) + (start if accumulate else 0)
    np.testing.assert_allclose(out, expected, atol=1e-12)


def sparse(rng: np.random.Generator, m: int, k: int, density: float) -> tuple[Csr, Matrix]:
    """A sparse matrix, and the same with its zeros."""
    mask = rng.random((m, k)) < density
    values = rng.normal(size=int(mask.sum()))
    full = np.zeros((m, k))
    full[mask] = values
    return csr_from_mask(mask, values), full


densities = st.sampled_from([0.0, 0.1, 0.5, 1.0])


@given(m=sizes, k=sizes, n=sizes, seed=seeds, density=densities, relu=st.booleans())
def test_sparse_products_equal_the_masked_dense_ones(
    m: int, k: int, n: int, seed: int, density: float, relu: bool
) -> None:
    """Empty rows and a fully pruned layer among them."""
    rng = np.random.default_rng(seed)
    w, full = sparse(rng, m, k, density)
    x, dy, b = rng.normal(size=(k, n)), rng.normal(size=(m, n)), rng.normal(size=m)
    y, dx, dw = nan(m, n), nan(k, n), nan(w.nnz)
    OPS.sparse_affine(w, x, y, b, relu)()
    OPS.sparse_matmul_t(w, dy, dx)()
    OPS.sampled_matmul_nt(w, dy, x, dw)()
    expected = by_hand(full, x) + b[:, None]
    np.testing.assert_allclose(y, expected.clip(0) if relu else expected, atol=1e-12)
    np.testing.assert_allclose(dx, by_hand(full.T, dy), atol=1e-12)
    rows = np.repeat(np.arange(m), np.diff(w.indptr))
    np.testing.assert_allclose(dw, by_hand(dy, x.T)[rows, w.indices], atol=1e-12)
    OPS.sparse_matmul_t(w, dy, dx, accumulate=True)()
    np.testing.assert_allclose(dx, 2 * by_hand(full.T, dy), atol=1e-12)


def test_a_sparse_product_follows_its_values() -> None:
    """The values belong to the optimiser: a bound product sees every later change."""
    w, _ = sparse(np.random.default_rng(0), 4, 5, 0.5)
    x, out = np.eye(5), nan(4, 5)
    call = OPS.sparse_affine(w, x, out)
    w.values[:] = np.arange(w.nnz) + 1
    call()
    np.testing.assert_array_equal(out, w.dense())


@given(m=sizes, k=sizes, seed=seeds)
def test_csr_and_its_transpose_describe_one_matrix(m: int, k: int, seed: int) -> None:
    w, full = sparse(np.random.default_rng(seed), m, k, 0.4)
    np.testing.assert_array_equal(w.dense(), full)
    transposed = np.zeros((k, m))
    columns = np.repeat(np.arange(k), np.diff(w.indptr_t))
    transposed[columns, w.indices_t] = w.values[w.order_t]
    np.testing.assert_array_equal(transposed, full.T)


def test_row_sums_and_arithmetic_in_place() -> None:
    a = np.arange(12.0).reshape(2, 3, 2)
    out = nan(2)
    OPS.row_sums(a, out)()
    np.testing.assert_array_equal(out, [15, 51])
    b = a.copy()
    OPS.sequence(OPS.add(b, a, b), OPS.multiply(b, b, b))()
    np.testing.assert_array_equal(b, (2 * a) ** 2)
