"""The MNIST-1D data set: drop-in for ``mnist1d.data``, equal to it value for value, and quick.

Source: Greydanus & Kobak, "Scaling down deep learning with MNIST-1D" (ICML 2024), section 2, and
package ``mnist1d`` 0.0.2.post1. ``make_arrays`` is the same without global state.
"""

from __future__ import annotations

import os
import pickle
import warnings
from collections.abc import Mapping
from typing import Any

import numpy as np

from mnist1d_lab.fingerprint import PUBLISHED_FINGERPRINT, fingerprint, is_published
from mnist1d_lab.pipeline import classes_of, final_coordinate, next_examples, standardise
from mnist1d_lab.preview import Preview, preview
from mnist1d_lab.settings import PRESETS, complete_args, get_dataset_args
from mnist1d_lab.templates import get_templates, make_templates
from mnist1d_lab.utils import ObjectView, Path, PickleRefusedError, from_pickle, set_seed, to_pickle

__all__ = [
    "PRESETS", "PUBLISHED_FINGERPRINT", "Dataset", "Preview", "fingerprint", "get_dataset",
    "get_dataset_args", "get_templates", "is_published", "make_arrays", "make_dataset",
    "make_templates", "preview",
]  # fmt: skip

# x (train, length) float64, y (train,) int64, x_test, y_test, t (length,), templates.
Dataset = dict[str, Any]

_CHUNK = 500  # examples transformed together: few enough for their arrays to stay in the cache


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
    dataset = _generate(settings, template, stream)
    np.random.set_state(stream.get_state())
    return dataset


def make_arrays(args: object = None, *, templates: Mapping[str, Any] | None = None) -> Dataset:
    """``make_dataset`` without global state; ``args`` may be a mapping, and incomplete."""
    settings = complete_args(args)
    return _generate(settings, templates, np.random.RandomState(settings.seed))


def _generate(
    args: ObjectView, given: Mapping[str, Any] | None, stream: np.random.RandomState
) -> Dataset:
    """The data set drawn from ``stream``: all signals of a chunk are transformed at once."""
    templates = get_templates() if given is None else given
    classes = classes_of(args.num_samples, len(templates["y"]))
    signals = np.empty((len(classes), args.final_seq_length))
    for start in range(0, len(classes), _CHUNK):
        part = slice(start, start + _CHUNK)
        _, made = next_examples(stream, templates["x"], classes[part], args)
        signals[part] = made["resampled"]
    x, order, spread = standardise(signals, args.shuffle_seq, stream)
    y = np.asarray(templates["y"])[classes][order]
    cut = int(len(y) * args.train_split)
    return {
        "x": x[:cut], "x_test": x[cut:], "y": y[:cut], "y_test": y[cut:],
        "t": final_coordinate(templates["t"], args) / spread, "templates": templates,
    }  # fmt: skip


def get_dataset(
    args: Any,
    path: Path | None = None,
    verbose: bool = True,
    download: bool = True,
    regenerate: bool = False,
    **kwargs: Any,
) -> Dataset:
    """The data set pickled at ``path``; where there is none, it is made from ``args`` and saved.

    ``path`` defaults to ./mnist1d_data.pkl (./mnist1d_data_shuffle.pkl with ``shuffle_seq``).
    Nothing is ever downloaded: the generator gives the published set itself, so ``download=True``
    generates too. ``regenerate=True`` (with ``download=False``) makes and saves it in any case.
    ``kwargs`` go to ``make_dataset``. A file that cannot be read is left as it is, with a warning.
    """
    if download and regenerate:  # the reference's kind of error
        raise AssertionError("Choose download or regenerate: the two exclude each other.")
    if path is None:
        path = f"./mnist1d_data{'_shuffle' if complete_args(args).shuffle_seq else ''}.pkl"
    if not regenerate and os.path.exists(path):
        found = _read_cache(path)
        if found is not None:
            if verbose:
                print(f"Read the data set from {path}.")
            return found
        return make_dataset(args, **kwargs)
    dataset = make_dataset(args, **kwargs)
    to_pickle(dataset, path)
    if verbose:
        print(f"Generated the data set and saved it to {path}.")
    return dataset


def _read_cache(path: Path) -> Dataset | None:
    """What is pickled at ``path``; None, with a warning, if nothing can be read there."""
    try:
        dataset: Dataset = from_pickle(path)
    except (OSError, EOFError, AttributeError, ImportError, PickleRefusedError,
            pickle.UnpicklingError, ValueError, KeyError, IndexError) as error:  # fmt: skip
        warnings.warn(
            f"{path} cannot be read and stays as it is; the data set is made anew: {error}",
            stacklevel=3,
        )
        return None
    return dataset
