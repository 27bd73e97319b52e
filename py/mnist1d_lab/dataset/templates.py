"""The ten published templates, and templates of one's own."""

from __future__ import annotations

from typing import TypedDict

import numpy as np
import numpy.typing as npt

from mnist1d_lab import params

Array = npt.NDArray[np.float64]


class Templates(TypedDict):
    """``x`` (classes, L): one curve a class; ``t`` (L,): where its points lie; ``y``: labels."""

    x: Array
    t: Array
    y: npt.NDArray[np.int64]


# Heights of the digits as published (package mnist1d, get_templates); a fact, kept to the digit.
_DIGITS = (
    (5, 6, 6.5, 6.75, 7, 7, 7, 7, 6.75, 6.5, 6, 5),
    (5, 3, 3, 3.4, 3.8, 4.2, 4.6, 5, 5.4, 5.8, 5, 5),
    (5, 6, 6.5, 6.5, 6, 5.25, 4.75, 4, 3.5, 3.5, 4, 5),
    (5, 6, 6.5, 6.5, 6, 5, 5, 6, 6.5, 6.5, 6, 5),
    (5, 4.4, 3.8, 3.2, 2.6, 2.6, 5, 5, 5, 5, 5, 5),
    (5, 3, 3, 3, 3, 5, 6, 6.5, 6.5, 6, 4.5, 5),
    (5, 4, 3.5, 3.25, 3, 3, 3, 3, 3.25, 3.5, 4, 5),
    (5, 7, 7, 6.6, 6.2, 5.8, 5.4, 5, 4.6, 4.2, 5, 5),
    (5, 4, 3.5, 3.5, 4, 5, 5, 4, 3.5, 3.5, 4, 5),
    (5, 4, 3.5, 3.5, 4, 5, 5, 5, 5, 4.7, 4.3, 5),
)

MAX_CLASSES = 10  # the networks have ten outputs
# Fewest and most points of a template.
POINTS = (int(params.TEMPLATE_LEN.low), int(params.TEMPLATE_LEN.high))
LARGEST = 1e30  # squares of larger ones soon leave what a computer's numbers reach


class TemplateError(ValueError):
    """Templates that cannot be used; the message names the line or class and the reason."""


def get_templates() -> Templates:
    """The published templates: ``x`` (10, 12), ``t`` (12,), ``y`` 0 to 9."""
    return make_templates(np.asarray(_DIGITS, dtype=np.float64))


def make_templates(x: npt.ArrayLike, y: npt.ArrayLike | None = None) -> Templates:
    """Templates from raw heights ``x`` (classes, L), labels ``y`` (default 0, 1, 2, ...).

    Each curve is brought to mean 0 and standard deviation 1, moved to start at 0 and divided by
    6, as the published ones are; doing so twice changes nothing. Raises TemplateError.
    """
    table = "Templates must be a table of numbers: one row a class, equally long."
    try:
        heights = np.asarray(x, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise TemplateError(table) from error
    if heights.ndim != 2:
        raise TemplateError(table)
    labels = np.arange(len(heights)) if y is None else np.asarray(y)
    _check(heights, labels)
    curves = heights - heights.mean(1, keepdims=True)
    curves /= curves.std(1, keepdims=True)
    curves -= curves[:, :1].copy()
    span = np.linspace(-5, 5, heights.shape[1]) / 6.0
    return {"x": curves / 6.0, "t": span, "y": labels.astype(np.int64)}


def _check(heights: Array, labels: npt.NDArray[np.int64]) -> None:
    """Raise TemplateError unless the heights and labels make usable templates."""
    classes, points = heights.shape
    if not 1 <= classes <= MAX_CLASSES:
        raise TemplateError(f"Templates need 1 to {MAX_CLASSES} classes; these have {classes}.")
    if not POINTS[0] <= points <= POINTS[1]:
        raise TemplateError(
            f"A template has {POINTS[0]} to {POINTS[1]} points; these have {points}."
        )
    allowed = set(range(MAX_CLASSES))
    if labels.shape != (classes,) or not set(labels.tolist()) <= allowed:
        raise TemplateError(f"Labels must be whole numbers from 0 to {MAX_CLASSES - 1}, one a row.")
    if len(set(labels.tolist())) < classes:
        raise TemplateError("Two templates have the same label.")
    for label, curve in zip(labels.tolist(), heights, strict=True):
        if not np.isfinite(curve).all():
            raise TemplateError(f"Template {label} has a number that is not finite.")
        if np.abs(curve).max() > LARGEST:
            raise TemplateError(f"Template {label} has a number beyond {LARGEST:g}.")
        if np.ptp(curve) == 0:
            raise TemplateError(f"Template {label} is flat: all its numbers are equal.")
