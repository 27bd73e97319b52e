"""The transforms that turn a template into a sample, one signal at a time.

Each works on one signal and draws from NumPy's global stream, like the reference package; they
are for those who put them together themselves. A data set is made by ``pipeline.py``, which does
the same to thousands of signals at once; the tests hold the two together. Source: Greydanus &
Kobak, "Scaling down deep learning with MNIST-1D" (ICML 2024), section 2, and package ``mnist1d``
0.0.2.post1.

One departure: ``max_translation=0`` means "no translation"; the reference package raises there.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

# What happens to a template on its way to a sample, in order, one sentence each.
STAGE_NOTES = {
    "template": "The digit as drawn: a dozen numbers.",
    "padded": "A random number of zeros is put behind the digit.",
    "dilated": "Digit and zeros are stretched to one common length: few zeros, wide digit.",
    "scaled": "The height is multiplied by a random factor.",
    "translated": "The signal is shifted by a random distance; what leaves on the right "
    "comes back on the left.",
    "noisy": "The zeros become correlated noise, then every position gets its own white noise.",
    "sheared": "A straight line with a random slope is subtracted.",
    "resampled": "The signal is read off at the final number of positions.",
    "standardised": "The whole data set is centred and scaled to standard deviation 1 "
    "(after its positions are shuffled, if they are).",
}
STAGES = tuple(STAGE_NOTES)

NOISE_SIGMA = 2.0  # width of the filter behind the correlated noise, in positions
TRUNCATE = 4.0  # the filter ends after this many sigma, as in SciPy
EPS = 1e-8  # lifts the digit's own zeros off zero: exact zeros mark the padding


def pad(x: Array, padding: Sequence[int]) -> Array:
    """Append a random number of zeros, ``padding = (fewest, most)``, to the last axis.

    ``x`` has shape (L,) or (rows, L); all rows get the same number.
    """
    low, high = padding
    extra = low + int(np.random.rand() * (high - low + 1))
    return np.concatenate([x, np.zeros((*x.shape[:-1], extra))], axis=-1)


def shear(x: Array, scale: float = 10) -> Array:
    """Subtract a straight line through the middle, its rise uniform in +-``scale`` / 2."""
    rise = scale * (np.random.rand() - 0.5)
    return x - rise * np.linspace(-0.5, 0.5, len(x))


def translate(x: Array, max_translation: int) -> Array:
    """Shift circularly along the first axis by 0 to ``max_translation`` - 1 positions.

    A shift of the whole length or more leaves the signal where it is, as in the reference.
    """
    shift = np.random.randint(max_translation) if max_translation != 0 else 0
    return np.roll(x, shift if shift < len(x) else 0, axis=0)


def corr_noise_like(x: Array, scale: float) -> Array:
    """Gaussian noise of the shape of ``x``, smoothed (sigma 2): neighbours resemble each other."""
    return gaussian_smooth(scale * np.random.randn(*x.shape))


def iid_noise_like(x: Array, scale: float) -> Array:
    """Gaussian noise of the shape of ``x``, drawn independently at every position."""
    return scale * np.random.randn(*x.shape)


@cache
def unit_grid(count: int) -> Array:
    """``count`` evenly spaced places from 0 to 1; cached, hence read-only."""
    grid = np.linspace(0, 1, count)
    grid.flags.writeable = False
    return grid


def interpolate(x: Array, N: int) -> Array:  # noqa: N803 (the reference's name)
    """Read ``x`` off at ``N`` evenly spaced places along its first axis, linearly."""
    old, new = unit_grid(len(x)), unit_grid(N)
    if x.ndim == 1:
        # np.interp keeps exact zeros between zeros, and those mark where noise will go.
        return np.interp(new, old, x)
    columns = np.reshape(x, (len(x), -1)).T
    return np.stack([np.interp(new, old, c) for c in columns], -1).reshape(N, *x.shape[1:])


def gaussian_kernel(sigma: float = NOISE_SIGMA) -> Array:
    """Weights of a sampled Gaussian that sum to 1, shape (2 r + 1,), r = 4 sigma rounded."""
    radius = int(TRUNCATE * sigma + 0.5)
    weights = np.exp(-0.5 * (np.arange(-radius, radius + 1) / sigma) ** 2)
    return np.asarray(weights / weights.sum())


def smooth_last_axis(x: Array, sigma: float = NOISE_SIGMA) -> Array:
    """Gaussian filter along the last axis, mirrored at the ends (the end value twice).

    Equals ``scipy.ndimage.gaussian_filter1d(x, sigma)`` in its default mode, "reflect".
    """
    weights = gaussian_kernel(sigma)
    radius, length = len(weights) // 2, x.shape[-1]
    # Gathering by a padded index is many times quicker than np.pad on the rows.
    wide = x[..., np.pad(np.arange(length), radius, mode="symmetric")]
    smooth: Array = weights[radius] * wide[..., radius : radius + length]
    for offset in range(1, radius + 1):
        left = wide[..., radius - offset : radius - offset + length]
        right = wide[..., radius + offset : radius + offset + length]
        smooth += weights[radius + offset] * (left + right)
    return smooth


def gaussian_smooth(x: Array, sigma: float = NOISE_SIGMA) -> Array:
    """Gaussian filter along every axis; equals ``scipy.ndimage.gaussian_filter(x, sigma)``."""
    for axis in range(x.ndim):
        x = np.moveaxis(smooth_last_axis(np.moveaxis(x, axis, -1), sigma), -1, axis)
    return x


def canvas_length(args: Any) -> int:
    """The common length of all signals between dilation and resampling: 72 by default."""
    return int(args.template_len + args.padding[-1])
