"""A case of the corpus, and the samples that most of them hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

Sample = tuple[str, str, tuple[float, ...]]  # split ("" where the file says none), class, signal


@dataclass(frozen=True)
class Case:
    """``files`` hold ``samples``; ``reading`` is what is said, ``found`` what must be found out."""

    name: str
    files: dict[str, bytes]
    samples: list[Sample]
    reading: str = ""
    found: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()  # patterns, each of which a note must match
    native: bool = False  # read where pyarrow is, refused on a page


ROWS, LENGTH = 12, 8
TRAIN = 9

# In order of class, as most files are; two decimals, so that every program writes the same number.
X = np.round(np.random.RandomState(7).standard_normal((ROWS, LENGTH)) * 2, 2)
X[0, 0], X[1, 2] = 0.0, -1.5
Y = np.repeat([0, 1, 2], 4)
WORDS = np.array(["cat", "dog", "eel"])[Y]
SPLITS = ["train"] * TRAIN + ["test"] * (ROWS - TRAIN)


def samples(
    labels: Iterable[object] = Y,
    x: Iterable[Iterable[float]] = X,
    splits: Sequence[str] = ("",) * ROWS,
) -> list[Sample]:
    """The samples that a file of these rows holds."""
    rows = zip(splits, labels, x, strict=True)
    return [(split, str(label), tuple(map(float, signal))) for split, label, signal in rows]


def number(value: float, decimal: str = ".") -> str:
    """As short as it goes: 0.5, -1.5, 2."""
    return f"{value:g}".replace(".", decimal)


def table(
    labels: Iterable[object] = Y,
    delimiter: str = ",",
    decimal: str = ".",
    end: str = "\n",
    last: bool = False,
) -> str:
    """Rows of a label and its signal, as text without a header."""
    lines = []
    for label, signal in zip(labels, X, strict=True):
        cells = [number(value, decimal) for value in signal]
        cells = [*cells, str(label)] if last else [str(label), *cells]
        lines.append(delimiter.join(cells) + end)
    return "".join(lines)


def header(delimiter: str = ",", end: str = "\n", label: str = "label", prefix: str = "x") -> str:
    return delimiter.join([label, *(f"{prefix}{i}" for i in range(LENGTH))]) + end
