"""``each``: the same calls for one row of the tables after another, on every backend here."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mnist1d_lab.ops import get_ops

BACKENDS = ("numpy", "simd", "simd-relaxed", "native")
every_backend = pytest.mark.parametrize("backend", BACKENDS)


@every_backend
@given(
    rows=st.integers(1, 5), shape=st.lists(st.integers(1, 9), min_size=1, max_size=2),
    seed=st.integers(0, 99),
)  # fmt: skip
def test_every_row_is_filled_in_bit_by_bit(
    backend: str, rows: int, shape: list[int], seed: int
) -> None:
    """Whatever the bits are: labels lie as whole numbers, which as floats would be denormal."""
    ops, rng = get_ops(backend), np.random.default_rng(seed)
    x = ops.array(rng.normal(size=(rows, *shape)).astype(np.float32))
    labels = ops.array(rng.integers(-(2**31), 2**31, (rows, 7)).astype(np.int32))
    out, named = ops.zeros(tuple(shape), np.float32), ops.zeros(7, np.int32)
    twice = ops.zeros(tuple(shape), np.float32)
    calls = ops.each([(x, out), (labels, named)], ops.add(out, out, twice))
    assert len(calls) == rows
    for row in rng.permutation(rows):
        calls[row]()
        np.testing.assert_array_equal(out, x[row])
        np.testing.assert_array_equal(named, labels[row])
        np.testing.assert_array_equal(twice, x[row] + x[row])


@every_backend
def test_pythons_own_calls_keep_their_place(backend: str) -> None:
    ops, seen = get_ops(backend), []
    x, out = ops.array(np.arange(6, dtype=np.float32).reshape(2, 3)), ops.zeros(3, np.float32)
    double = ops.add(out, out, out)
    calls = ops.each([(x, out)], double, lambda: seen.append(out.tolist()), double)
    calls[1]()
    assert seen == [[6, 8, 10]]
    assert out.tolist() == [12, 16, 20]


@every_backend
def test_the_calls_alone_keep_their_arrays(backend: str) -> None:
    ops = get_ops(backend)
    out = ops.zeros(1000, np.float32)

    def made() -> list[Any]:
        return ops.each([(ops.array(np.ones((3, 1000), np.float32)), out)], ops.add(out, out, out))

    calls = made()
    for _ in range(20):
        ops.array(np.full((3, 1000), 9, np.float32))
    calls[2]()
    assert set(out.tolist()) == {2}


@every_backend
def test_what_does_not_fit_is_refused(backend: str) -> None:
    ops = get_ops(backend)
    out, call = ops.zeros(3, np.float32), lambda: None
    for table, said in (
        (ops.zeros((2, 4), np.float32), "a row of a table is float32"),
        (ops.zeros((2, 3), np.int32), "a row of a table is int32"),
        (ops.zeros((3, 2), np.float32).T, "C-contiguous"),
    ):
        with pytest.raises(ValueError, match=said):
            ops.each([(table, out)], call)
    with pytest.raises(ValueError, match="equally many rows"):
        ops.each([(ops.zeros((n, 3), np.float32), ops.zeros(3, np.float32)) for n in (2, 1)], call)
    both = ops.zeros((2, 3), np.float32)
    with pytest.raises(ValueError, match="overlap"):
        ops.each([(both, both[0])], call)


@pytest.mark.parametrize("backend", BACKENDS[1:])
def test_eight_byte_numbers_are_refused_by_the_kernels(backend: str) -> None:
    ops = get_ops(backend)
    with pytest.raises(TypeError, match="four-byte"):
        ops.each([(ops.zeros((2, 3), np.float64), ops.zeros(3, np.float64))], lambda: None)
