"""Every transform against the reference package and SciPy, from the same global stream."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import mnist1d.data as reference_data
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mnist1d_lab import transform as transform_of
from mnist1d_lab.dataset import transforms
from mnist1d_lab.dataset.pipeline import resampled
from scipy.ndimage import gaussian_filter

# The package shadows its own submodule with the function of that name.
reference = import_module("mnist1d.transform")

Signal = np.ndarray[Any, np.dtype[np.float64]]


def signal(seed: int, *shape: int) -> Signal:
    return np.random.RandomState(seed).standard_normal(shape)


CASES: dict[str, tuple[tuple[Any, ...], tuple[int, ...]]] = {
    "pad": (((36, 60),), (12,)),
    "pad 2-D": (((3, 3),), (5, 12)),
    "pad reversed": (((9, 2),), (12,)),
    "shear": ((0.75,), (72,)),
    "shear default": ((), (72,)),
    "translate": ((48,), (72,)),
    "translate beyond": ((200,), (20,)),
    "translate 2-D": ((9,), (20, 3)),
    "corr_noise_like": ((0.25,), (72,)),
    "corr_noise_like short": ((0.25,), (3,)),
    "corr_noise_like 2-D": ((0.25,), (6, 30)),
    "iid_noise_like": ((0.02,), (6, 30)),
    "interpolate": ((40,), (72,)),
    "interpolate up": ((200,), (13,)),
    "interpolate 2-D": ((40,), (72, 3)),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("seed", range(8))
def test_equals_the_reference(case: str, seed: int) -> None:
    name = case.split(maxsplit=1)[0]
    arguments, shape = CASES[case]
    x = signal(seed, *shape)
    results = []
    for module in (reference, transforms):
        np.random.seed(seed)
        results.append((getattr(module, name)(x.copy(), *arguments), np.random.rand()))
    (theirs, their_next), (ours, our_next) = results
    np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-12)
    assert our_next == their_next


@pytest.mark.parametrize("eps", [1e-8, 0.0, 0.1])
@pytest.mark.parametrize("seed", range(5))
def test_transform_equals_the_reference(seed: int, eps: float) -> None:
    args = reference_data.get_dataset_args()
    templates = reference_data.get_templates()
    results = []
    for transform in (reference.transform, transform_of.transform):
        np.random.seed(seed)
        made = transform(templates["x"][seed], templates["t"], args, eps=eps)
        results.append((*made, np.random.rand()))
    for theirs, ours in zip(*results, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-12)


def test_no_translation_means_none_and_draws_nothing() -> None:
    x = signal(0, 30)
    state = np.random.get_state()[1:]
    np.testing.assert_array_equal(transforms.translate(x, 0), x)
    np.testing.assert_equal(np.random.get_state()[1:], state)


@settings(max_examples=60, deadline=None)
@given(
    shape=st.lists(st.integers(1, 40), min_size=1, max_size=3),
    sigma=st.floats(0.3, 5),
    seed=st.integers(0, 2**20),
)
def test_smoothing_equals_scipy(shape: list[int], sigma: float, seed: int) -> None:
    x = signal(seed, *shape)
    np.testing.assert_allclose(
        transforms.gaussian_smooth(x, sigma), gaussian_filter(x, sigma), rtol=1e-12, atol=1e-12
    )


@settings(max_examples=60, deadline=None)
@given(length=st.integers(2, 260), count=st.integers(1, 260), seed=st.integers(0, 2**20))
def test_rows_are_resampled_as_single_signals_are(length: int, count: int, seed: int) -> None:
    x = signal(seed, 3, length)
    one: Callable[[Signal], Signal] = lambda row: transforms.interpolate(row, count)  # noqa: E731
    np.testing.assert_allclose(resampled(x, count), [one(row) for row in x], atol=1e-12)
