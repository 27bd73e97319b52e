"""What was understood of a file, for whoever brought it to see before anything is used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from mnist1d_lab.dataset.files.options import CHOICES, Options
from mnist1d_lab.dataset.files.part import Part
from mnist1d_lab.dataset.files.samples import Samples
from mnist1d_lab.dataset.files.scale import scale_of

Understood = dict[str, Any]
Guess = dict[str, Any]

FIRST = 3  # signals shown
# What happens where nothing is said: gaps are refused, rows ordered, scale and length left.
_DEFAULTS = {"ignore": "", "gaps": "", "order": "", "scale": "", "length": ""}
_COLUMNS = ("label", "index", "split")
OF_TEXTS = frozenset({"delimiter", "decimal", "header"})
OF_TABLES = OF_TEXTS | {"index", "split", "ignore"}


@dataclass(frozen=True)
class Choices:
    """A table's columns by their titles, or the arrays among which the labels may be.

    ``idle`` options would do nothing, and are not offered.
    """

    columns: tuple[str, ...] = ()
    label_arrays: tuple[str, ...] | None = None  # None: a table, or nobody knows what
    idle: frozenset[str] = frozenset()

    def of(self, option: str) -> list[Any]:
        """What the option can be; a column has its number and its title."""
        if option not in _COLUMNS:
            return list(CHOICES[option] or ())
        if self.label_arrays is not None:
            return [[name, name] for name in self.label_arrays]
        if not self.columns:
            return [[name, name] for name in ("first", "last", "none")]
        titles = [[title.partition(" ")[0], title] for title in self.columns]
        return [["none", "none"], *titles]


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


def guesses_of(found: Mapping[str, str], choices: Choices, options: Options) -> list[Guess]:
    """The options that mean something for a file of which ``found`` was found out."""
    known = {**found, **_DEFAULTS}
    return [
        {
            "name": name,
            "value": getattr(options, name) if name in _DEFAULTS else known[name],
            "said": bool(getattr(options, name)),
            "choices": choices.of(name),
        }
        for name in CHOICES
        if name in known and name not in choices.idle
    ]


def guesses_of_refused(options: Options, choices: Choices) -> list[Guess]:
    """All options, for a file of which nothing could be made: one of them may help."""
    return guesses_of({name: getattr(options, name) for name in CHOICES}, choices, options)


def _of_part(part: Part) -> tuple[dict[str, str], Choices]:
    """What was found, columns by their number, and what there is to choose from."""
    numbers = {
        name: value.partition(" ")[0] if name in _COLUMNS and part.columns else value
        for name, value in part.found.items()
    }
    if part.label_arrays:
        return numbers, Choices(label_arrays=part.label_arrays, idle=OF_TABLES)
    return numbers, Choices(part.columns)
