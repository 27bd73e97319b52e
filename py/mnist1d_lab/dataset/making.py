"""The data set: equal to the reference's value for value, and quick.

Source: Greydanus & Kobak, "Scaling down deep learning with MNIST-1D" (ICML 2024), section 2, and
package ``mnist1d`` 0.0.2.post1. ``make_arrays`` is the same without global state.
"""

from __future__ import annotations

import random
from collections.abc import Generator, Mapping
from typing import Any

import numpy as np

from mnist1d_lab.dataset.drawn import Drawn, DrawnOnce, drawn
from mnist1d_lab.dataset.pipeline import (
    Ints,
    classes_of,
    examples,
    final_coordinate,
    standardise,
)
from mnist1d_lab.dataset.settings import ObjectView, complete_args
from mnist1d_lab.dataset.templates import get_templates

# x (train, length) float64, y (train,) int64, x_test, y_test, t (length,), templates.
Dataset = dict[str, Any]
Making = Generator[None, None, Dataset]  # says nothing, chunk after chunk, and returns the set

_CHUNK = 500  # examples transformed together: few enough for their arrays to stay in the cache


def set_seed(seed: int | None) -> None:
    """Seed the global streams of ``random`` and of NumPy, as the reference package does."""
    random.seed(seed)
    np.random.seed(seed)


def make_dataset(args: Any = None, template: Mapping[str, Any] | None = None) -> Dataset:
    """The data set of ``args`` (default: the published one), as ``mnist1d.data.make_dataset``.

    Returns ``x`` (train, length), ``y`` (train,), ``x_test``, ``y_test``, ``t`` (length,) and the
    ``templates``. Seeds the global streams with ``args.seed`` and leaves them where the reference
    leaves them; ``make_arrays`` touches none. Raises ValueError for fewer samples than classes.
    """
    settings = complete_args(args)
    set_seed(settings.seed)
    stream = np.random.RandomState()
    stream.set_state(np.random.get_state())
    dataset = _to_end(_making(settings, template, DrawnOnce(stream)))
    np.random.set_state(stream.get_state())
    return dataset


def make_arrays(args: object = None, *, templates: Mapping[str, Any] | None = None) -> Dataset:
    """``make_dataset`` without global state; ``args`` may be a mapping, and incomplete."""
    return _to_end(making_arrays(args, templates=templates))


def making_arrays(args: object = None, *, templates: Mapping[str, Any] | None = None) -> Making:
    """``make_arrays`` chunk by chunk, for whoever has to answer others in between."""
    return _making(complete_args(args), templates)


def shuffled_positions(args: object, classes: int) -> Ints:
    """Which old position stands at each new one where the set of ``args`` is shuffled, (length,).

    ``classes`` is how many templates there are. The order is drawn after all examples, so it hangs
    on everything that draws: on the seed, the number of samples, and whether signals are moved.
    """
    settings = complete_args(args)
    count = len(classes_of(settings.num_samples, classes))
    numbers = drawn(settings, count)
    for index, start in enumerate(range(0, count, _CHUNK)):
        numbers.chunk(index, min(_CHUNK, count - start), settings)
    stream = numbers.after()
    stream.permutation(count)  # the order of the examples: see ``standardise``
    return stream.permutation(settings.final_seq_length)


def _to_end(making: Making) -> Dataset:
    while True:
        try:
            next(making)
        except StopIteration as made:
            dataset: Dataset = made.value
            return dataset


def _making(
    args: ObjectView, given: Mapping[str, Any] | None, numbers: Drawn | None = None
) -> Making:
    """The data set of the drawn ``numbers``: all signals of a chunk are transformed at once."""
    templates = get_templates() if given is None else given
    classes = classes_of(args.num_samples, len(templates["y"]))
    numbers = numbers or drawn(args, len(classes))
    signals = np.empty((len(classes), args.final_seq_length))
    for index, start in enumerate(range(0, len(classes), _CHUNK)):
        part = slice(start, start + _CHUNK)
        draws = numbers.chunk(index, len(classes[part]), args)
        _, made = examples(draws, templates["x"], classes[part], args)
        signals[part] = made["resampled"]
        yield
    x, order, spread = standardise(signals, args.shuffle_seq, numbers.after())
    y = np.asarray(templates["y"])[classes][order]
    cut = int(len(y) * args.train_split)
    return {
        "x": x[:cut], "x_test": x[cut:], "y": y[:cut], "y_test": y[cut:],
        "t": final_coordinate(templates["t"], args) / spread, "templates": templates,
    }  # fmt: skip
