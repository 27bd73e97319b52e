"""A few samples with every stage of their making, quick enough to follow a slider."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from mnist1d_lab.dataset.pipeline import (
    Curves,
    Ints,
    classes_of,
    draw,
    examples,
    final_coordinate,
    padded,
    standardise,
)
from mnist1d_lab.dataset.settings import ObjectView, complete_args
from mnist1d_lab.dataset.templates import get_templates
from mnist1d_lab.dataset.transforms import STAGES, Array, canvas_length, interpolate

PER_CLASS = 10  # the stream reaches the last class only through all examples before it


@dataclass(frozen=True)
class Preview:
    """k samples at every stage of ``transform.STAGES``.

    They are exact members of ``make_arrays(args with this num_samples)``: sample i is row
    ``rows[i]`` of its training and test signals put together.
    """

    labels: Ints  # (k,)
    rows: Ints  # (k,)
    t: dict[str, Array]  # stage -> (L,) coordinate; L differs between stages
    x: dict[str, Array]  # stage -> (k, L) signals; "padded" ends with NaN where a signal ends
    num_samples: int
    seed: int

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Everything by name: "labels", "rows", and "t/{stage}" and "x/{stage}" for each stage.

        Integers have 32 bits, because JavaScript's numbers cannot hold 64.
        """
        named: dict[str, npt.NDArray[Any]] = {
            "labels": self.labels.astype(np.int32),
            "rows": self.rows.astype(np.int32),
        }
        for stage in STAGES:
            named[f"t/{stage}"], named[f"x/{stage}"] = self.t[stage], self.x[stage]
        return named


def preview(
    args: object = None,
    *,
    classes: Sequence[int] | None = None,
    example: int = 0,
    num_samples: int | None = None,
    templates: Mapping[str, Any] | None = None,
) -> Preview:
    """Example number ``example`` of each of ``classes`` (positions in the templates; all).

    The samples belong to the data set of ``args`` with ten samples a class: same settings, same
    seed, fewer examples, so that ten are drawn in a millisecond or two (mean and standard
    deviation in the last stage are this smaller set's). ``num_samples=args.num_samples`` takes
    them from the full set, in the time that the full set takes. Raises ValueError for a class or
    example that is not there.
    """
    settings = complete_args(args)
    templates = get_templates() if templates is None else templates
    count = len(templates["y"])
    total = min(settings.num_samples, PER_CLASS * count) if num_samples is None else num_samples
    each = classes_of(total, count)
    chosen = _choose(classes, example, count, len(each) // count)
    stream = np.random.RandomState(settings.seed)
    draws = draw(stream, len(each), settings)
    pads, drawn = examples(draws, templates["x"], each, settings)
    finished, order, spread = standardise(drawn["resampled"], settings.shuffle_seq, stream)
    rows = np.argsort(order)[chosen]
    x = _before_dilation(templates["x"], each[chosen], pads[chosen])
    x |= {stage: signals[chosen] for stage, signals in drawn.items()}
    x["standardised"] = finished[rows]
    t = _coordinates(x["padded"].shape[1], settings, np.asarray(templates["t"]), spread)
    labels = np.asarray(templates["y"])[each[chosen]]
    return Preview(labels, rows, t, x, len(each), settings.seed)


def _choose(classes: Sequence[int] | None, example: int, count: int, per_class: int) -> Ints:
    """The wanted examples' places in the order of drawing; raises ValueError."""
    wanted = np.arange(count) if classes is None else np.asarray(classes, dtype=np.int64)
    if wanted.size == 0 or wanted.min() < 0 or wanted.max() >= count:
        raise ValueError(f"classes must be some of 0 to {count - 1}; got {list(wanted)}.")
    if not 0 <= example < per_class:
        raise ValueError(f"example must be from 0 to {per_class - 1}; got {example!r}.")
    return wanted * per_class + example


def _before_dilation(curves: Curves, classes: Ints, pads: Ints) -> dict[str, Array]:
    """The first two stages of each sample; NaN fills the rows that end before the longest."""
    longer = [padded(curves[label], int(zeros)) for label, zeros in zip(classes, pads, strict=True)]
    table = np.full((len(longer), max(map(len, longer))), np.nan)
    for row, signal in zip(table, longer, strict=True):
        row[: len(signal)] = signal
    return {"template": np.stack([curves[label] for label in classes]), "padded": table}


def _coordinates(longest: int, args: ObjectView, t: Array, spread: float) -> dict[str, Array]:
    """Where each stage's points lie.

    A padded signal is laid on the canvas's own grid, so that its dilation shows as a stretch.
    """
    canvas = interpolate(t, canvas_length(args))
    step = (canvas[-1] - canvas[0]) / max(len(canvas) - 1, 1)
    final = final_coordinate(t, args)
    ends = {
        "template": t,
        "padded": canvas[0] + step * np.arange(longest),
        "resampled": final,
        "standardised": final / spread,
    }
    return {stage: ends.get(stage, canvas) for stage in STAGES}
