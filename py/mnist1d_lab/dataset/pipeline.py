"""The transforms of ``transforms.py`` applied to all samples at once.

The random numbers are drawn one example after the other, in the order in which the reference
package draws them, so that a seed gives its data set; everything after that is array work.
The order for each example: pad (uniform), scale (uniform), translate (integer), correlated noise
and white noise (normal), shear (uniform).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from mnist1d_lab.dataset.settings import complete_args
from mnist1d_lab.dataset.transforms import (
    EPS,
    Array,
    canvas_length,
    interpolate,
    smooth_last_axis,
    unit_grid,
)
from mnist1d_lab.params import ParamError

Ints = npt.NDArray[np.int64]
Curves = Sequence[Array] | Array  # one template a class
if TYPE_CHECKING:  # here alone, since NumPy loads its random numbers when they are first named
    Stream = np.random.RandomState | ModuleType  # or ``np.random``: NumPy's global one


@dataclass(frozen=True)
class Draws:
    """The random numbers behind n examples; M is the canvas length (72 by default)."""

    pad: Array  # (n,) uniform in [0, 1)
    scale: Array  # (n,) uniform in [0, 1)
    shift: Ints  # (n,) positions to the right
    correlated: Array  # (n, M) standard normal, not yet smoothed
    white: Array  # (n, M) standard normal
    shear: Array  # (n,) uniform in [0, 1)


def draw(stream: Stream, count: int, args: Any) -> Draws:
    """The random numbers of the next ``count`` examples of ``stream``."""
    length = canvas_length(args)
    uniform, integer, normal = stream.random_sample, stream.randint, stream.standard_normal
    # randint(1) is always 0 and draws nothing: no translation needs no case of its own.
    reach = max(args.max_translation, 1)
    # Both noises in one call: the stream is the same. This loop is most of a data set's time.
    examples = [
        (uniform(), uniform(), integer(reach), normal(2 * length), uniform()) for _ in range(count)
    ]
    pad, scale, shift, noise, shear = map(np.array, zip(*examples, strict=True))
    return Draws(pad, scale, shift, noise[:, :length], noise[:, length:], shear)


def padding_of(draws: Draws, padding: Sequence[int]) -> Ints:
    """How many zeros each example gets, shape (n,)."""
    low, high = padding
    return low + (draws.pad * (high - low + 1)).astype(np.int64)


def padded(curve: Array, zeros: int) -> Array:
    """``curve`` (L,), lifted off zero by EPS, and its padding."""
    return np.concatenate([curve + EPS, np.zeros(zeros)])


def dilated(curves: Curves, classes: Ints, pads: Ints, length: int) -> Array:
    """Padded and stretched templates, shape (n, length).

    Few pairs of class and padding differ, so each is made once and copied to its examples.
    """
    stride = int(pads.max()) + 1
    pairs, which = np.unique(classes * stride + pads, return_inverse=True)
    made = [
        interpolate(padded(curves[pair // stride], int(pair % stride)), length) for pair in pairs
    ]
    return np.stack(made)[which]


def translated(signals: Array, shifts: Ints) -> Array:
    """Each row of ``signals`` (n, M) shifted circularly by its own number of positions."""
    length = signals.shape[1]
    effective = np.where(shifts < length, shifts, 0)  # see transform.translate
    places = (np.arange(length) - effective[:, None]) % length
    return np.take_along_axis(signals, places, axis=1)


def resampled(signals: Array, count: int) -> Array:
    """``interpolate`` for the rows of ``signals`` (n, M): shape (n, count)."""
    length = signals.shape[1]
    old, new = unit_grid(length), unit_grid(count)
    left = np.clip(np.searchsorted(old, new, side="right") - 1, 0, max(length - 2, 0))
    right = np.minimum(left + 1, length - 1)
    share = (new - old[left]) * (length - 1)
    before = signals[:, left]
    before += share * (signals[:, right] - before)
    return before


def stages(start: Array, draws: Draws, args: Any) -> Iterator[tuple[str, Array]]:
    """Name and signals (n, M) of every stage from "dilated" (``start``) to "resampled"."""
    signals = start
    yield "dilated", signals
    signals = signals * (1 + args.scale_coeff * (draws.scale - 0.5))[:, None]
    yield "scaled", signals
    signals = translated(signals, draws.shift)
    yield "translated", signals
    noise = smooth_last_axis(args.corr_noise_scale * draws.correlated)
    signals = np.where(signals != 0, signals, noise) + args.iid_noise_scale * draws.white
    yield "noisy", signals
    line = np.linspace(-0.5, 0.5, signals.shape[1])
    signals = signals - (args.shear_scale * (draws.shear - 0.5))[:, None] * line
    yield "sheared", signals
    yield "resampled", resampled(signals, args.final_seq_length)


def examples(
    draws: Draws, curves: Curves, classes: Ints, args: Any
) -> tuple[Ints, dict[str, Array]]:
    """The examples of these draws, one for each of ``classes`` (n,).

    Returns the zeros that each was padded with, (n,), and the signals of every stage from
    "dilated" to "resampled".
    """
    pads = padding_of(draws, args.padding)
    first = dilated(curves, classes, pads, canvas_length(args))
    return pads, dict(stages(first, draws, args))


def transform(x: Array, y: Array, args: Any, eps: float = EPS) -> tuple[Array, Array]:
    """The reference's: one random sample of the template ``x`` (L,) with its coordinate ``y`` (L,).

    ``args`` is as for ``make_dataset``. Returns the signal and the
    coordinate, both of shape (final_seq_length,). Draws from NumPy's global stream.
    """
    settings = complete_args(args)
    draws, zeroth = draw(np.random, 1, settings), np.zeros(1, np.int64)
    _, made = examples(draws, [x + (eps - EPS)], zeroth, settings)
    return made["resampled"][0], final_coordinate(y, settings)


def classes_of(num_samples: int, classes: int) -> Ints:
    """Each example's class in the order of drawing: class by class, equally many of each."""
    if num_samples < classes:
        raise ParamError(
            "num_samples",
            f"num_samples must be {classes} or more, one for each class; got {num_samples}.",
        )
    return np.repeat(np.arange(classes, dtype=np.int64), num_samples // classes)


def standardise(
    signals: Array, shuffle_seq: bool, stream: np.random.RandomState
) -> tuple[Array, Ints, float]:
    """Shuffle the examples (and the positions, if asked), then centre and scale the whole set.

    Returns the finished signals (n, length), their order (row i was example ``order[i]``) and
    the standard deviation by which they, and the coordinate ``t``, are divided.
    """
    order = stream.permutation(len(signals))
    x = signals[order]
    if shuffle_seq:
        x = x[:, stream.permutation(x.shape[1])]
    spread = float(x.std())
    return (x - x.mean()) / spread, order, spread


def final_coordinate(t: Array, args: Any) -> Array:
    """The templates' coordinate, carried through dilation and resampling: (final_seq_length,)."""
    return interpolate(interpolate(np.asarray(t), canvas_length(args)), args.final_seq_length)
