"""What a data set looks like: a gallery, class means, a projection, and nearest neighbours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_BATCH = 500  # rows of the distance table computed together: 500 x 4000 is 16 MB


@dataclass(frozen=True)
class ClassBands:
    """Mean signal of each class and the band that holds the middle 80 % of its samples."""

    labels: Ints  # (classes,)
    counts: Ints  # (classes,)
    mean: Array  # (classes, length)
    low: Array  # (classes, length), the 10th percentile at each position
    high: Array  # (classes, length), the 90th


@dataclass(frozen=True)
class Projection:
    """Signals seen along their directions of greatest variance."""

    points: Array  # (n, components)
    axes: Array  # (components, length), of length 1, orthogonal
    mean: Array  # (length,)
    share: Array  # (components,), each one's share of the whole variance

    def project(self, x: npt.ArrayLike) -> Array:
        """Other signals (n, length) along the same axes: (n, components)."""
        return np.asarray((np.asarray(x) - self.mean) @ self.axes.T)


def class_bands(x: npt.ArrayLike, y: npt.ArrayLike) -> ClassBands:
    """Means and bands of the signals ``x`` (n, length) with labels ``y`` (n,)."""
    signals, classes = np.asarray(x, dtype=np.float64), np.asarray(y)
    labels, counts = np.unique(classes, return_counts=True)
    groups = [signals[classes == label] for label in labels]
    mean = np.stack([group.mean(0) for group in groups])
    bands = np.stack([np.quantile(group, (0.1, 0.9), axis=0) for group in groups])
    return ClassBands(labels, counts, mean, bands[:, 0], bands[:, 1])


def gallery(y: npt.ArrayLike, per_class: int, seed: int = 0) -> dict[int, Ints]:
    """Rows of up to ``per_class`` different samples of each label, chosen at random by ``seed``."""
    classes, stream = np.asarray(y), np.random.RandomState(seed)
    return {
        int(label): stream.permutation(np.flatnonzero(classes == label))[:per_class]
        for label in np.unique(classes)
    }


def principal_components(x: npt.ArrayLike, components: int = 2) -> Projection:
    """PCA of ``x`` (n, length) by singular value decomposition of the centred signals.

    Each axis is turned so that its largest entry is positive, because its sign is arbitrary.
    Raises ValueError for more components than signals or positions.
    """
    signals = np.asarray(x, dtype=np.float64)
    if not 1 <= components <= min(signals.shape):
        raise ValueError(f"components must be from 1 to {min(signals.shape)}; got {components!r}.")
    mean = signals.mean(0)
    _, singular, axes = np.linalg.svd(signals - mean, full_matrices=False)
    axes = axes[:components]
    axes *= np.sign(axes[np.arange(components), np.abs(axes).argmax(1)])[:, None]
    variance = singular**2
    share = variance[:components] / max(variance.sum(), np.finfo(float).tiny)
    return Projection((signals - mean) @ axes.T, axes, mean, share)


def nearest_neighbours(x: npt.ArrayLike, queries: npt.ArrayLike) -> Ints:
    """The row of ``x`` (n, length) nearest to each of ``queries`` (m, length), Euclidean: (m,)."""
    known, asked = np.asarray(x, dtype=np.float64), np.asarray(queries, dtype=np.float64)
    # |a - b|^2 = |a|^2 - 2 a.b + |b|^2, and |b|^2 does not change which a is nearest.
    squares = (known**2).sum(1)
    nearest = np.empty(len(asked), dtype=np.int64)
    for start in range(0, len(asked), _BATCH):
        rows = slice(start, start + _BATCH)
        nearest[rows] = (squares - 2 * (asked[rows] @ known.T)).argmin(1)
    return nearest


def nearest_neighbour_accuracy(
    x: npt.ArrayLike, y: npt.ArrayLike, x_test: npt.ArrayLike, y_test: npt.ArrayLike
) -> float:
    """Percent of test samples whose nearest training sample has their label."""
    found = np.asarray(y)[nearest_neighbours(x, x_test)]
    return float(100 * (found == np.asarray(y_test)).mean())
