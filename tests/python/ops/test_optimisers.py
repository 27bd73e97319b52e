"""Optimiser steps: the published formulas, the mask, and the flush of denormal numbers."""

from __future__ import annotations

import numpy as np
import pytest
from mnist1d_lab.ops import get_ops

OPS = get_ops("numpy")
ADAM = (0.01, 0.9, 0.999, 1e-8, 0.0, 1.0, 1.0)


def test_adam_is_algorithm_1_of_its_paper() -> None:
    rng = np.random.default_rng(0)
    theta, grad, m, v = rng.normal(size=9), np.empty(9), np.zeros(9), np.zeros(9)
    step = OPS.adam(theta, grad, m, v, np.array(ADAM))
    expected, first, second = theta.copy(), np.zeros(9), np.zeros(9)
    for t in range(1, 6):
        grad[:] = rng.normal(size=9)
        step()
        first = 0.9 * first + 0.1 * grad
        second = 0.999 * second + 0.001 * grad**2
        unbiased, square = first / (1 - 0.9**t), second / (1 - 0.999**t)
        expected -= 0.01 * unbiased / (np.sqrt(square) + 1e-8)
    np.testing.assert_allclose(theta, expected, rtol=1e-12)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("method", ["adam", "sgd"])
def test_masked_entries_stay_exactly_as_they_are(method: str, dtype: type) -> None:
    rng = np.random.default_rng(1)
    theta, grad, m, v = (rng.random(20).astype(dtype) for _ in range(4))
    grad[3] = np.nan
    mask = rng.integers(0, 2, 20).astype(np.uint8)
    mask[3] = 0
    before = theta.copy(), m.copy(), v.copy()
    if method == "adam":
        step = OPS.adam(theta, grad, m, v, np.array(ADAM), mask)
    else:
        step = OPS.sgd(theta, grad, m, np.array([0.1, 0.9, 0.01]), mask)
    for _ in range(3):
        step()
    for now, then in zip((theta, m, v), before, strict=True):
        np.testing.assert_array_equal(now[mask == 0], then[mask == 0])
    assert np.all(theta[mask == 1] != before[0][mask == 1])


@pytest.mark.parametrize("method", ["adam", "sgd"])
def test_dead_units_leave_no_denormal_numbers(method: str) -> None:
    """With a gradient of zero the first moment would pass through 1e-38 to 1e-45."""
    theta, grad = np.ones(4, np.float32), np.zeros(4, np.float32)
    m, v = np.full(4, 1e-3, np.float32), np.zeros(4, np.float32)
    if method == "adam":
        step = OPS.adam(theta, grad, m, v, np.array(ADAM))
    else:
        step = OPS.sgd(theta, grad, m, np.array([0.1, 0.9, 0.0]))
    for _ in range(1000):
        step()
        assert np.all((m == 0) | (np.abs(m) >= 1e-30))
    assert not m.any()
