"""What a data set looks like, against brute force and identities."""

from __future__ import annotations

import numpy as np
import pytest
from mnist1d_lab import data
from mnist1d_lab.dataset import analysis
from scipy.spatial.distance import cdist

DATA = data.make_arrays({"num_samples": 1500})


def test_class_bands() -> None:
    bands = analysis.class_bands(DATA["x"], DATA["y"])
    assert bands.labels.tolist() == list(range(10))
    assert bands.counts.sum() == len(DATA["y"])
    threes = DATA["x"][DATA["y"] == 3]
    np.testing.assert_allclose(bands.mean[3], threes.mean(0))
    inside = ((threes >= bands.low[3]) & (threes <= bands.high[3])).mean()
    assert 0.75 < inside < 0.85


def test_gallery_shows_different_samples_of_each_class_by_seed() -> None:
    chosen = analysis.gallery(DATA["y"], 6, seed=1)
    for label, rows in chosen.items():
        assert (DATA["y"][rows] == label).all()
        assert len(set(rows.tolist())) == 6
    again, other = (analysis.gallery(DATA["y"], 6, seed=seed) for seed in (1, 2))
    assert all((again[label] == chosen[label]).all() for label in chosen)
    assert any((other[label] != chosen[label]).any() for label in chosen)


def test_gallery_shows_all_where_there_are_few() -> None:
    assert sorted(analysis.gallery([4, 4, 7], 5)[4].tolist()) == [0, 1]


def test_principal_components_are_the_covariances_eigenvectors() -> None:
    x = DATA["x"]
    projection = analysis.principal_components(x, 3)
    values, vectors = np.linalg.eigh(np.cov(x.T))
    leading = vectors[:, ::-1][:, :3].T
    np.testing.assert_allclose(np.abs((projection.axes * leading).sum(1)), 1, atol=1e-9)
    np.testing.assert_allclose(projection.share, values[::-1][:3] / values.sum(), rtol=1e-9)
    np.testing.assert_allclose(projection.project(x), projection.points, atol=1e-12)
    largest = np.abs(projection.axes).argmax(1)
    assert (projection.axes[range(3), largest] > 0).all()


def test_too_many_components_are_refused() -> None:
    with pytest.raises(ValueError, match="components must be from 1 to 2"):
        analysis.principal_components(np.eye(2), 3)


def test_nearest_neighbours_equal_brute_force() -> None:
    nearest = analysis.nearest_neighbours(DATA["x"], DATA["x_test"])
    distances = cdist(DATA["x_test"], DATA["x"])
    np.testing.assert_array_equal(nearest, distances.argmin(1))
    accuracy = analysis.nearest_neighbour_accuracy(
        *(DATA[k] for k in ("x", "y", "x_test", "y_test"))
    )
    assert accuracy == 100 * (DATA["y"][distances.argmin(1)] == DATA["y_test"]).mean()


def test_each_training_sample_is_its_own_neighbour() -> None:
    assert analysis.nearest_neighbour_accuracy(DATA["x"], DATA["y"], DATA["x"], DATA["y"]) == 100
