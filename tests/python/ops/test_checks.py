"""What binding refuses, and the choice of a backend."""

from __future__ import annotations

import numpy as np
import pytest
from mnist1d_lab import ops
from mnist1d_lab.ops import get_ops, using
from mnist1d_lab.ops.csr import Csr, csr_from_mask
from mnist1d_lab.params import BACKEND_NAMES

OPS = get_ops("numpy")


def z(*shape: int, dtype: type = np.float32) -> np.ndarray:
    return np.zeros(shape, dtype)


def csr(m: int, k: int) -> Csr:
    return csr_from_mask(np.ones((m, k), bool), z(m * k))


WRONG_SHAPES = {
    "affine x": lambda: OPS.affine(z(3, 4), z(5, 2), z(3, 2)),
    "affine out": lambda: OPS.affine(z(3, 4), z(4, 2), z(3, 3)),
    "affine bias": lambda: OPS.affine(z(3, 4), z(4, 2), z(3, 2), z(4)),
    "matmul b": lambda: OPS.matmul(z(3, 4), z(4, 2), z(3, 2), transpose_a=True),
    "matmul out": lambda: OPS.matmul(z(3, 4), z(2, 4), z(2, 3), transpose_b=True),
    "sparse_affine": lambda: OPS.sparse_affine(csr(3, 4), z(5, 2), z(3, 2)),
    "sparse_matmul_t": lambda: OPS.sparse_matmul_t(csr(3, 4), z(3, 2), z(5, 2)),
    "sampled_matmul_nt": lambda: OPS.sampled_matmul_nt(csr(3, 4), z(3, 2), z(4, 2), z(11)),
    "row_sums": lambda: OPS.row_sums(z(7), z(3)),
    "add": lambda: OPS.add(z(2, 3), z(3, 2), z(2, 3)),
    "multiply": lambda: OPS.multiply(z(6), z(6), z(5)),
    "activation": lambda: OPS.activation("relu", z(6), z(5)),
    "im2col cols": lambda: OPS.im2col(z(2, 9, 1), z(6, 9, 1), 3, 1, 0),
    "im2col kernel": lambda: OPS.im2col(z(2, 9, 1), z(5, 7, 1), 3, 1, 0),
    "im2col images": lambda: OPS.im2col(z(2, 5, 9, 1), z(18, 3, 6, 1), 3, 1, 0),
    "im2col rank": lambda: OPS.im2col(z(2, 1), z(6, 1), 3, 1, 0),
    "col2im": lambda: OPS.col2im(z(6, 7, 1), z(2, 8, 1), 3, 1, 0),
    "softmax_cross_entropy logits": lambda: OPS.softmax_cross_entropy(
        z(0, 4), z(4, dtype=np.int32), None, z(2, dtype=np.float64)
    ),
    "softmax_cross_entropy stats": lambda: OPS.softmax_cross_entropy(
        z(3, 4), z(4, dtype=np.int32), None, z(3, dtype=np.float64)
    ),
    "adam state": lambda: OPS.adam(z(4), z(4), z(4), z(4), z(6, dtype=np.float64)),
    "sgd grad": lambda: OPS.sgd(z(4), z(5), z(4), z(3, dtype=np.float64)),
}


@pytest.mark.parametrize("case", WRONG_SHAPES)
def test_shapes_are_checked_when_binding(case: str) -> None:
    with pytest.raises(ValueError, match=case.split(maxsplit=1)[0]):
        WRONG_SHAPES[case]()


def test_a_message_names_the_operand_and_what_it_should_be() -> None:
    expected = r"affine: x has shape \(5, 2\); expected \(k, n\) with m = 3, k = 4\."
    with pytest.raises(ValueError, match=expected):
        OPS.affine(z(3, 4), z(5, 2), z(3, 2))


def test_precision_storage_and_overlap() -> None:
    with pytest.raises(TypeError, match="x is float64; it must be float32"):
        OPS.affine(z(3, 4), z(4, 2, dtype=np.float64), z(3, 2))
    with pytest.raises(TypeError, match="float32 or float64"):
        OPS.activation("relu", z(3, dtype=np.int32), z(3, dtype=np.int32))
    with pytest.raises(ValueError, match="w must be C-contiguous"):
        OPS.affine(z(4, 3).T, z(4, 2), z(3, 2))
    with pytest.raises(ValueError, match="out is read-only"):
        OPS.add(z(3), z(3), frozen())
    square, line = z(4, 4), z(9)
    with pytest.raises(ValueError, match="out and x overlap"):
        OPS.affine(z(4, 4), square, square)
    with pytest.raises(ValueError, match="out and a overlap"):
        OPS.add(line[:8], z(8), line[1:])


def frozen() -> np.ndarray:
    array = z(3)
    array.flags.writeable = False
    return array


def test_a_sparse_matrix_with_a_wrong_index_is_refused() -> None:
    w = csr(3, 4)
    w.indices[0] = 4
    with pytest.raises(ValueError, match="index outside"):
        OPS.sparse_affine(w, z(4, 2), z(3, 2))
    w = csr(3, 4)
    w.indptr[1] = 13
    with pytest.raises(ValueError, match="starts"):
        OPS.sparse_matmul_t(w, z(3, 2), z(4, 2))


def test_the_index_of_a_bound_sparse_matrix_is_frozen() -> None:
    """The fast backend trusts it from then on."""
    w = csr(3, 4)
    OPS.sparse_affine(w, z(4, 2), z(3, 2))
    with pytest.raises(ValueError, match="read-only"):
        w.indices[0] = 2


def test_get_ops() -> None:
    assert [get_ops(name).name for name in BACKEND_NAMES] == list(BACKEND_NAMES)
    assert get_ops().name == BACKEND_NAMES[0]
    assert ops.fallback_reason is None
    with pytest.raises(ValueError, match="backend must be one of"):
        get_ops("cuda")


def test_a_block_may_use_another_backend_than_the_best() -> None:
    with using("numpy"):
        with using("simd"):
            assert get_ops().name == "simd"
        assert get_ops().name == "numpy"
        assert get_ops("simd").name == "simd"
    assert get_ops().name == BACKEND_NAMES[0]
