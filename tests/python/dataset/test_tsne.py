"""t-SNE against its own definitions: entropies, finite differences, and clusters it must find."""

from __future__ import annotations

import numpy as np
import pytest
from mnist1d_lab import data
from mnist1d_lab.dataset import tsne
from scipy.spatial.distance import cdist

SIGNALS = np.random.RandomState(0).standard_normal((40, 6))


def test_distances_equal_scipys() -> None:
    np.testing.assert_allclose(
        tsne.squared_distances(SIGNALS), cdist(SIGNALS, SIGNALS, "sqeuclidean"), atol=1e-12
    )


@pytest.mark.parametrize("scale", [1e-3, 1, 1e4])
@pytest.mark.parametrize("perplexity", [2, 12])
def test_every_row_has_the_asked_perplexity(scale: float, perplexity: float) -> None:
    rows = tsne.conditional_affinities(tsne.squared_distances(scale * SIGNALS), perplexity)
    assert (np.diag(rows) == 0).all()
    np.testing.assert_allclose(rows.sum(1), 1)
    entropy = -(rows * np.log(np.where(rows > 0, rows, 1))).sum(1)
    np.testing.assert_allclose(np.exp(entropy), perplexity, rtol=1e-6)


def test_affinities_are_a_symmetric_distribution() -> None:
    joint = tsne.affinities(SIGNALS, 5)
    np.testing.assert_array_equal(joint, joint.T)
    assert joint.sum() == pytest.approx(1)


def test_gradient_equals_central_differences() -> None:
    joint = tsne.affinities(SIGNALS, 5)
    points = np.random.RandomState(1).standard_normal((40, 2))
    numeric = np.empty_like(points)
    for index in np.ndindex(*points.shape):
        nudge = np.zeros_like(points)
        nudge[index] = 1e-5
        ahead, behind = (tsne.divergence(joint, points + s * nudge) for s in (1, -1))
        numeric[index] = (ahead - behind) / 2e-5
    np.testing.assert_allclose(tsne.gradient(joint, points), numeric, rtol=1e-5, atol=1e-8)


def test_clusters_stay_together_and_apart() -> None:
    centres = 20 * np.random.RandomState(2).standard_normal((4, 8))
    labels = np.repeat(np.arange(4), 30)
    signals = centres[labels] + np.random.RandomState(3).standard_normal((120, 8))
    *_, points = tsne.tsne(signals, perplexity=10, steps=300)
    distances = cdist(points, points)
    np.fill_diagonal(distances, np.inf)
    assert (labels[distances.argmin(1)] == labels).all()
    same = labels[:, None] == labels
    assert distances[same & np.isfinite(distances)].max() < distances[~same].min()


def test_maps_of_real_signals_improve_and_repeat() -> None:
    x = data.make_arrays({"num_samples": 200})["x"]
    maps = list(tsne.tsne(x, perplexity=15, steps=250))
    joint = tsne.affinities(x, 15)
    assert len(maps) == 250
    assert tsne.divergence(joint, maps[-1]) < 0.6 * tsne.divergence(joint, maps[0])
    *_, again = tsne.tsne(x, perplexity=15, steps=250)
    np.testing.assert_array_equal(again, maps[-1])


@pytest.mark.parametrize("count", [90, 1001])
def test_numbers_of_signals_out_of_range_are_refused(count: int) -> None:
    with pytest.raises(ValueError, match=f"at most 1000 signals; got {count}"):
        tsne.tsne(np.eye(count))


def test_the_start_is_the_same_by_pairs_as_by_positions() -> None:
    """More numbers than signals: the plane is found from the products of all pairs."""
    turned, _ = np.linalg.qr(np.random.RandomState(2).standard_normal((90, 6)))
    few, many = SIGNALS, SIGNALS @ turned.T
    jitter = np.random.RandomState(0).standard_normal((40, 2))
    planes = [tsne._start(x, 0) / 1e-4 - 0.01 * jitter for x in (few, many)]
    signs = np.sign((planes[0] * planes[1]).sum(0))
    np.testing.assert_allclose(planes[0], signs * planes[1], atol=1e-9)
