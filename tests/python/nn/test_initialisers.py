"""Initial weights: their distributions, against their formulas and against torch.nn.init."""

from __future__ import annotations

import numpy as np
import pytest
from mnist1d_lab.nn.initialisers import INITIALISERS, initial_weights
from mnist1d_lab.nn.models import build_model
from mnist1d_lab.nn.parameters import Parameter, slices
from mnist1d_lab.params import INITIALISER, MODEL_NAMES

SEEDS = 200


def draws(name: str, parameter: Parameter) -> np.ndarray:
    return np.stack(
        [INITIALISERS[name](np.random.default_rng(seed), parameter) for seed in range(SEEDS)]
    )


def parameters(model: str) -> dict[str, Parameter]:
    built = build_model({"model": model, "hidden": 30}, 40)
    return {p.name: p for p in built.parameters()}


def test_the_parameter_offers_exactly_what_there_is() -> None:
    assert set(INITIALISER.choices) == set(INITIALISERS)


@pytest.mark.parametrize("name", ["he", "xavier", "orthogonal"])
@pytest.mark.parametrize("model", MODEL_NAMES)
def test_biases_start_at_zero(name: str, model: str) -> None:
    known = parameters(model)
    flat = initial_weights(list(known.values()), 0, name)
    for p, where in zip(known.values(), slices(list(known.values())).values(), strict=True):
        assert np.any(flat[where] != 0) != p.is_bias


@pytest.mark.parametrize(
    ("model", "weight", "torch_shape"),
    [
        ("linear", "W1", (10, 40)),
        ("mlp", "W2", (30, 30)),
        ("cnn", "W2", (25, 25, 3)),
        ("gru", "w_hh1", (18, 6)),
        ("gru", "w_ih1", (18, 1)),
    ],
)
@pytest.mark.parametrize("name", ["he", "xavier"])
def test_spread_equals_torchs(
    name: str, model: str, weight: str, torch_shape: tuple[int, ...]
) -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    torch.manual_seed(0)
    fill = {"he": torch.nn.init.kaiming_normal_, "xavier": torch.nn.init.xavier_uniform_}[name]
    theirs = np.stack([fill(torch.empty(torch_shape)).numpy() for _ in range(SEEDS)])
    ours = draws(name, parameters(model)[weight])
    assert ours.size == theirs.size
    assert ours.std() == pytest.approx(theirs.std(), rel=6 / np.sqrt(ours.size))
    if name == "xavier":
        assert np.abs(ours).max() == pytest.approx(np.abs(theirs).max(), rel=24 / ours.size)


@pytest.mark.parametrize(("model", "weight"), [("mlp", "W2"), ("linear", "W1"), ("gru", "w_hh1")])
def test_orthogonal_rows_or_columns(model: str, weight: str) -> None:
    w = draws("orthogonal", parameters(model)[weight])[0]
    product = w @ w.T if w.shape[0] <= w.shape[1] else w.T @ w
    assert np.allclose(product, np.eye(min(w.shape)), atol=1e-12)


def test_orthogonal_has_no_preferred_direction() -> None:
    """Entries of a uniform orthogonal matrix have mean 0 and variance 1 / n."""
    entries = draws("orthogonal", parameters("mlp")["W2"])[:, 0, 0]
    assert abs(entries.mean()) < 5 / np.sqrt(30 * SEEDS)
    assert entries.var() == pytest.approx(1 / 30, rel=5 * np.sqrt(2 / SEEDS))
