"""Signals as the reference package draws them, with matplotlib."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mnist1d_lab.dataset.pipeline import transform

SIGNALS = 10


def plot_signals(
    xs: Sequence[Any],
    t: Any,
    labels: Sequence[Any] | None = None,
    args: Any = None,
    ratio: float = 2.6,
    do_transform: bool = False,
    dark_mode: bool = False,
    zoom: float = 1,
) -> Any:
    """The first ten signals, time downward, as ``mnist1d.utils.plot_signals``; returns the figure.

    xs (at least 10, length), t (length,). With ``do_transform`` each is transformed by ``args``
    first. Needs matplotlib; ValueError for ``do_transform`` without ``args``.
    """
    import matplotlib.pyplot as plt  # noqa: PLC0415

    if do_transform and args is None:
        raise ValueError("do_transform needs args, the settings to transform by.")
    figure, axes = plt.subplots(1, SIGNALS, figsize=(1.5 * SIGNALS, 1.5 * ratio), dpi=60)
    for index, ax in enumerate(axes):
        x, at = transform(xs[index], t, args) if do_transform else (xs[index], t)
        if dark_mode:
            ax.plot(x, at, "wo", linewidth=6)
            ax.set_facecolor("k")
        else:
            ax.plot(x, at, "k-", linewidth=2)
        if labels is not None:
            ax.set_title(f"label={labels[index]}", fontsize=22)
        ax.set(xlim=(-zoom, zoom), ylim=(zoom, -zoom), xticks=[], yticks=[])
    plt.subplots_adjust(wspace=0, hspace=0)
    plt.tight_layout()
    plt.show()
    return figure
