"""t-SNE, exact, as a generator: each step of the map can be watched.

Source: van der Maaten & Hinton, "Visualizing data using t-SNE" (JMLR 2008), with the gains,
momentum and early exaggeration of its section 3.4. Time and memory grow with the square of the
number of signals: a few hundred to a thousand are meant.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

MAX_SIGNALS = 1000

_EXAGGERATION = 4.0  # clusters first form tightly, then relax
_EXAGGERATED_STEPS = 100
_LEARNING_RATE = 100.0
_SEARCH_STEPS = 50  # bisections of each signal's bandwidth


def tsne(
    x: npt.ArrayLike, *, perplexity: float = 30, steps: int = 400, seed: int = 0
) -> Iterator[Array]:
    """Maps of ``x`` (n, length) onto the plane: yields (n, 2) after each of ``steps`` steps.

    Starts from the two principal components, shrunk, so that only ``seed``'s slight jitter is
    random. Raises ValueError for too many signals or too few for the perplexity.
    """
    signals = np.asarray(x, dtype=np.float64)
    if not 3 * perplexity < len(signals) <= MAX_SIGNALS:
        raise ValueError(
            f"t-SNE takes more than {3 * perplexity:g} (3 x perplexity) and at most "
            f"{MAX_SIGNALS} signals; got {len(signals)}."
        )
    return _descend(affinities(signals, perplexity), _start(signals, seed), steps)


def _start(signals: Array, seed: int) -> Array:
    """The first two principal components, with standard deviation 1e-4, and jitter."""
    centred = signals - signals.mean(0)
    if len(signals) < signals.shape[1]:
        # Of images, the products of all pairs are the smaller matrix, and have the same components.
        values, vectors = np.linalg.eigh(centred @ centred.T)
        plane = vectors[:, :-3:-1] * np.sqrt(values[:-3:-1].clip(0))
    else:
        _, _, axes = np.linalg.svd(centred, full_matrices=False)
        plane = centred @ axes[:2].T
    jitter = np.random.RandomState(seed).standard_normal(plane.shape)
    return np.asarray(1e-4 * (plane / plane[:, 0].std() + 0.01 * jitter))


def _descend(target: Array, start: Array, steps: int) -> Iterator[Array]:
    """Gradient descent with momentum and a gain for each coordinate."""
    points, velocity, gains = start, np.zeros_like(start), np.ones_like(start)
    for step in range(steps):
        early = step < _EXAGGERATED_STEPS
        slope = gradient(target * _EXAGGERATION if early else target, points)
        gains = np.where((slope > 0) == (velocity > 0), gains * 0.8, gains + 0.2).clip(0.01)
        velocity = (0.5 if early else 0.8) * velocity - _LEARNING_RATE * gains * slope
        points = points + velocity
        points -= points.mean(0)
        yield points


def squared_distances(x: Array) -> Array:
    """Between all pairs of rows: (n, n), zero on the diagonal."""
    squares = (x**2).sum(1)
    distances = squares[:, None] - 2 * (x @ x.T) + squares
    np.fill_diagonal(distances, 0)
    return np.asarray(np.maximum(distances, 0))


def affinities(x: Array, perplexity: float) -> Array:
    """Joint probabilities p (n, n) of the signals' neighbourhoods; symmetric, they sum to 1.

    Each row's bandwidth is found by bisection so that its entropy is log(perplexity).
    """
    conditional = conditional_affinities(squared_distances(x), perplexity)
    return np.asarray((conditional + conditional.T) / (2 * len(x)))


def conditional_affinities(distances: Array, perplexity: float) -> Array:
    """Rows p(j|i), each with entropy log(perplexity); all rows are searched at once."""
    count = len(distances)
    others = distances + np.where(np.eye(count, dtype=bool), np.inf, 0)
    others -= others.min(1, keepdims=True)  # the nearest has weight 1, so no row underflows
    finite = np.where(np.isfinite(others), others, 0)
    precision = np.ones((count, 1))
    low, high = np.zeros((count, 1)), np.full((count, 1), np.inf)
    for _ in range(_SEARCH_STEPS):
        weights = np.exp(-precision * others)
        total = weights.sum(1, keepdims=True)
        entropy = np.log(total) + precision * (weights * finite).sum(1, keepdims=True) / total
        wide = entropy > np.log(perplexity)
        low, high = np.where(wide, precision, low), np.where(wide, high, precision)
        precision = np.where(np.isinf(high), precision * 2, (low + high) / 2)
    return np.asarray(weights / total)


def divergence(target: Array, points: Array) -> float:
    """Kullback-Leibler divergence of the map's affinities from ``target``: what is minimised."""
    closeness = _closeness(points)
    shares = closeness / closeness.sum()
    known = target > 0
    return float((target[known] * np.log(target[known] / shares[known])).sum())


def gradient(target: Array, points: Array) -> Array:
    """Derivative of ``divergence`` by ``points`` (n, 2) (van der Maaten & Hinton, equation 5)."""
    closeness = _closeness(points)
    pull = (target - closeness / closeness.sum()) * closeness
    return np.asarray(4 * (pull.sum(1)[:, None] * points - pull @ points))


def _closeness(points: Array) -> Array:
    """Student's t weights between all pairs: (n, n), zero on the diagonal."""
    closeness = 1 / (1 + squared_distances(points))
    np.fill_diagonal(closeness, 0)
    return np.asarray(closeness)
