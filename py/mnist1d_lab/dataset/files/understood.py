"""What was understood of a file, for whoever brought it to see before anything is used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from mnist1d_lab.dataset.files.options import CHOICES, Options
from mnist1d_lab.dataset.files.part import Part
from mnist1d_lab.dataset.files.samples import Samples
from mnist1d_lab.dataset.files.scale import scale_of

Understood = dict[str, Any]
Guess = dict[str, Any]
Columns = list[list[str]]  # number and title

FIRST = 3  # signals shown
# What happens where nothing is said: gaps are refused, rows ordered, scale and length left.
_DEFAULTS = {"ignore": "", "gaps": "", "order": "", "scale": "", "length": ""}
_COLUMNS = ("label", "index", "split")


def understood_of(
    files: Sequence[str],
    parts: Sequence[Part],
    samples: Samples,
    dataset: Mapping[str, Any],
    options: Options,
) -> Understood:
    """Plain values: ``files``, ``rows``, ``length``, ``train``, ``test``, ``classes`` (label, name,
    train, test), ``first`` (name and values of three signals), ``scale``, and ``guesses``: every
    option with its value ("": what is usual), whether somebody ``said`` so, and the ``choices``.
    """
    scale = scale_of(samples.x)
    return {
        "files": list(files),
        "rows": len(samples.y),
        "length": int(samples.x.shape[1]),
        "train": len(dataset["y"]),
        "test": len(dataset["y_test"]),
        "classes": _classes(samples, dataset),
        "first": [
            {"name": samples.classes.names[label], "values": signal.tolist()}
            for label, signal in zip(samples.y[:FIRST], samples.x[:FIRST], strict=True)
        ],
        "scale": {"mean": scale.mean, "deviation": scale.deviation, "usual": scale.usual},
        "guesses": guesses_of(*_of_part(parts[0]), options),
    }


def _classes(samples: Samples, dataset: Mapping[str, Any]) -> list[dict[str, Any]]:
    count = len(samples.classes.names)
    train, test = (np.bincount(dataset[key], minlength=count) for key in ("y", "y_test"))
    return [
        {"label": label, "name": name, "train": int(train[label]), "test": int(test[label])}
        for name, label in samples.classes.of.items()
    ]


def guesses_of(found: Mapping[str, str], columns: Columns, options: Options) -> list[Guess]:
    """The options that mean something for a file of which ``found`` was found out."""
    known = {**found, **_DEFAULTS}
    return [
        {
            "name": name,
            "value": getattr(options, name) if name in _DEFAULTS else known[name],
            "said": bool(getattr(options, name)),
            "choices": columns if name in _COLUMNS else list(choices or ()),
        }
        for name, choices in CHOICES.items()
        if name in known
    ]


def guesses_of_refused(options: Options) -> list[Guess]:
    """All options, for a file of which nothing could be made: one of them may help."""
    columns = [[name, name] for name in ("first", "last", "none")]
    return guesses_of({name: getattr(options, name) for name in CHOICES}, columns, options)


def _of_part(part: Part) -> tuple[dict[str, str], Columns]:
    """What was found, columns by their number, and what there is to choose from."""
    numbers = {
        name: value.partition(" ")[0] if name in _COLUMNS and part.columns else value
        for name, value in part.found.items()
    }
    titles = [[title.partition(" ")[0], title] for title in part.columns]
    return numbers, [["none", "none"], *titles]
