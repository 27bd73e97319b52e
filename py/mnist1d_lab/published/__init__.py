"""What others have published, in one place: to stand beside our own measurements.

Facts only. Numbers said to be "read off a figure" are about right to half a percentage point.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from mnist1d_lab.published.search import LOTTERY, RANDOM


@dataclass(frozen=True)
class Source:
    """Where numbers come from."""

    title: str
    url: str


@dataclass(frozen=True)
class Accuracy:
    """A published test accuracy in percent: one number where ``low`` equals ``high``, else a range.

    ``data`` is "mnist", "plain" (MNIST-1D) or "shuffled" (MNIST-1D, positions shuffled); ``text``
    is how the source writes it.
    """

    source: str
    data: str
    model: str
    low: float
    high: float
    text: str


REPOSITORY = "https://github.com/greydanus/mnist1d"
PAPER = "https://arxiv.org/abs/2011.14439"

SOURCES = {
    "readme": Source("README of greydanus/mnist1d", f"{REPOSITORY}#comparing-mnist-and-mnist-1d"),
    "notebook": Source(
        "The repository's notebooks, as they were run", f"{REPOSITORY}/tree/master/notebooks"
    ),
    "paper": Source(
        'Greydanus & Kobak, "Scaling down deep learning with MNIST-1D", ICML 2024', PAPER
    ),
    "figures": Source("Figures of the first version of the paper, 2020, read off", f"{PAPER}v1"),
}


def _exact(source: str, data: str, values: dict[str, float]) -> list[Accuracy]:
    return [Accuracy(source, data, m, v, v, f"{v:g}") for m, v in values.items()]


def _ranges(source: str, data: str, values: dict[str, tuple[float, float]]) -> list[Accuracy]:
    return [Accuracy(source, data, m, *v, f"{v[0]:g} to {v[1]:g}") for m, v in values.items()]


MODELS: tuple[Accuracy, ...] = (
    *_exact("readme", "mnist", {"linear": 94}),
    *(Accuracy("readme", "mnist", m, 99, 100, "99+") for m in ("mlp", "cnn", "gru", "human")),
    *_exact("readme", "plain", {"linear": 32, "mlp": 68, "cnn": 94, "gru": 91, "human": 96}),
    *_exact("readme", "shuffled", {"linear": 32, "mlp": 68, "cnn": 56, "gru": 57}),
    Accuracy("readme", "shuffled", "human", 30, 30, "about 30"),
    *_exact("notebook", "plain", {"linear": 31.5}),
    *_ranges("notebook", "plain", {"mlp": (64.2, 65.1), "cnn": (92.3, 94.2), "gru": (89.1, 92.1)}),
    *_ranges(
        "notebook", "shuffled", {"mlp": (63.7, 66.0), "cnn": (57.9, 58.7), "gru": (50.8, 53.3)}
    ),
    *_exact("paper", "plain", {"human": 95.8}),
)

# What the table's readers should know about it.
MODEL_NOTES = (
    "The notebook's MLP has 100 hidden units; the README does not say how wide its own is.",
    "The README's and the notebooks' figures for the GRU on shuffled positions differ.",
)


@dataclass(frozen=True)
class Search:
    """The search for tickets at one sparsity: last-step test accuracy in percent of each trial."""

    source: str
    arm: str
    sparsity: float
    trials: tuple[float, ...]


def _curve(arm: str, trials: tuple[tuple[float, ...], ...]) -> list[Search]:
    levels = len(trials[0])
    return [
        Search("notebook", arm, round(level / (levels - 1), 4), tuple(t[level] for t in trials))
        for level in range(1, levels)
    ]


# At the first level both arms train the whole network, and nothing was seeded alike.
SEARCH: tuple[Search, ...] = (
    Search("notebook", "dense", 0.0, tuple(t[0] for t in (*LOTTERY, *RANDOM))),
    *_curve("lottery", LOTTERY),
    *_curve("random", RANDOM),
)


@dataclass(frozen=True)
class Control:
    """A control at 91.9 % sparsity: final test accuracy in percent."""

    source: str
    control: str
    dense: float
    lottery: float
    random: float


CONTROLS: tuple[Control, ...] = (
    Control("notebook", "fresh", 64.2, 65.9, 60.0),
    Control("notebook", "shuffled", 63.8, 62.8, 60.7),
    Control("notebook", "reversed", 63.1, 62.8, 60.3),
    Control("notebook", "rolled", 64.1, 61.9, 59.2),
    Control("notebook", "reinitialised", 63.8, 65.5, 60.5),
    Control("figures", "fresh", 63.6, 70.6, 59.2),
    Control("figures", "shuffled", 64.6, 62.8, 58.0),
    Control("figures", "reversed", 64.6, 68.7, 60.8),
    Control("figures", "rolled", 64.5, 66.2, 61.5),
    Control("figures", "reinitialised", 64.0, 67.3, 58.3),
)

CONTROL_NOTES = (
    'The notebook calls the control "rolled" chunked and the control "reversed" flipped.',
    "The 2024 notebook's controls rebuild the network and keep only the mask, so its lottery "
    "column is a re-initialised ticket in every row; the 2020 figures tell the two apart.",
)


@dataclass(frozen=True)
class Adjacency:
    """Share of the first layer's weights that begin ``run`` survivors in a row (2020 figures)."""

    source: str
    arm: str
    run: int
    share: float


ADJACENCY: tuple[Adjacency, ...] = tuple(
    Adjacency("figures", arm, run, share)
    for arm, shares in (
        ("random", (0.0072, 0.0009, 0.0001)),
        ("lottery", (0.0086, 0.00215, 0.00035)),
    )
    for run, share in zip((2, 3, 4), shares, strict=True)
)


def describe() -> dict[str, Any]:
    """All of it as plain JSON for the page; ``source`` is a key of ``sources``."""
    return {
        "sources": {key: asdict(source) for key, source in SOURCES.items()},
        "notes": {"models": list(MODEL_NOTES), "controls": list(CONTROL_NOTES)},
        "models": [asdict(row) for row in MODELS],
        "search": [asdict(row) for row in SEARCH],
        "controls": [asdict(row) for row in CONTROLS],
        "adjacency": [asdict(row) for row in ADJACENCY],
    }
