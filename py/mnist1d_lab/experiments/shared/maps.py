"""A map of samples on the plane, by t-SNE, step by step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from numpy.typing import NDArray

from mnist1d_lab.dataset.tsne import tsne
from mnist1d_lab.events import Array, Event, Progress

TSNE_STEPS = 300
TSNE_PERPLEXITY = 30


def tsne_map(
    signals: NDArray[Any], name: str, seed: int, work: int = TSNE_STEPS
) -> Iterator[Event]:
    """Array ``name`` (samples, 2) for ``signals`` (samples, length); progress at every step.

    ``work`` is what progress says of the whole map.
    """
    # A small set gets a smaller neighbourhood; t-SNE needs three times its perplexity.
    perplexity = min(TSNE_PERPLEXITY, (len(signals) - 1) / 3.1)
    points = signals[:, :2]
    moving = tsne(signals, perplexity=perplexity, steps=TSNE_STEPS, seed=seed)
    for step, moved in enumerate(moving, start=1):
        points = moved
        yield Progress(work * step // TSNE_STEPS, work, "t-SNE")
    yield Array(name, points)
