"""The published models: their sizes, costs and options; and the published numbers."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mnist1d_lab import published
from mnist1d_lab.nn.build import build_network
from mnist1d_lab.nn.layers import Linear
from mnist1d_lab.nn.models import build_model
from mnist1d_lab.nn.parameters import Arena
from mnist1d_lab.ops.numpy import NumpyOps
from mnist1d_lab.params import ACTIVATION, MODEL_NAMES

# Forward multiply-adds of a sample, by hand: weights times the positions they are used at.
COSTS = {
    "linear": 40 * 10,
    "mlp": 40 * 100 + 100 * 100 + 100 * 10,
    "cnn": 19 * 25 * 5 + (10 + 5) * 25 * 25 * 3 + 125 * 10,
    "gru": 2 * 40 * (18 * 1 + 18 * 6) + 480 * 10,
}


def settings(model: str, **others: Any) -> dict[str, Any]:
    return {"model": model, "hidden": 100, **others}


@pytest.mark.parametrize(
    ("model", "count"), [("linear", 410), ("mlp", 15210), ("cnn", 5210), ("gru", 5134)]
)
def test_parameter_counts_are_the_published_ones(model: str, count: int) -> None:
    assert build_network(settings(model), 40, 0).arena.size == count


def test_the_lottery_network_has_276010_parameters() -> None:
    assert build_network(settings("mlp", hidden=500), 40, 0).arena.size == 276_010


def test_the_cnn_of_images_has_windows_in_two_dimensions() -> None:
    network = build_network(settings("cnn2d"), 784, 0)
    assert network.arena.size == 26 * 25 + 2 * (25 * 9 + 1) * 25 + 25 * 16 * 10 + 10 == 15960
    first, head = 13 * 13 * 25 * 25, 25 * 4 * 4 * 10
    assert network.multiply_adds() == first + (7 * 7 + 4 * 4) * 25 * 25 * 9 + head
    with pytest.raises(ValueError, match="square"):
        build_network(settings("cnn2d"), 40, 0)


@pytest.mark.parametrize("model", MODEL_NAMES)
def test_multiply_adds(model: str) -> None:
    network = build_network(settings(model), 40, 0)
    assert network.multiply_adds() == COSTS[model]
    assert network.evaluation_program(7).multiply_adds == 7 * COSTS[model]
    # Backward costs each product twice, but for the one that would give the data's gradient.
    first = {"linear": 400, "mlp": 4000, "cnn": 19 * 25 * 5, "gru": 2 * 40 * 18}[model]
    assert network.training_program(7).multiply_adds == 7 * (3 * COSTS[model] - first)


def test_a_sparse_matrix_costs_its_survivors() -> None:
    class SparseOps(NumpyOps):
        sparse_below = 0.5

    size = build_network(settings("mlp"), 40, 0).arena.size
    mask = np.random.default_rng(0).random(size) < 0.1
    network = build_network(settings("mlp"), 40, 0, ops=SparseOps(), mask=mask)
    biases = np.r_[4000:4100, 14100:14200, 15200:15210]
    assert network.multiply_adds() == mask.sum() - mask[biases].sum()


@given(
    model=st.sampled_from(MODEL_NAMES),
    length=st.integers(8, 60),
    depth=st.integers(1, 4),
    activation=st.sampled_from(ACTIVATION.choices),
    dropout=st.sampled_from([0.0, 0.5]),
)
def test_any_length_and_option_gives_a_finite_loss(
    model: str, length: int, depth: int, activation: str, dropout: float
) -> None:
    options = settings(model, hidden=6, depth=depth, activation=activation, dropout=dropout)
    network = build_network(options, length, 1)
    x = np.random.default_rng(0).normal(size=(length, 3)).astype(np.float32)
    program = network.training_program(3)
    program.run(x, np.array([0, 9, 5], np.int32))
    assert program.logits.shape == (10, 3)
    assert 0 < program.stats[0] < 20
    assert np.count_nonzero(network.gradient()) > 0


@pytest.mark.parametrize("model", ["mlp", "cnn"])
def test_activation_changes_the_network(model: str) -> None:
    x, labels = np.random.default_rng(0).normal(size=(40, 5)), np.arange(5, dtype=np.int32)
    losses = set()
    for activation in ACTIVATION.choices:
        program = build_network(settings(model, activation=activation), 40, 0).loss_program(5)
        program.run(x, labels)
        losses.add(float(program.stats[0]))
    assert len(losses) == len(ACTIVATION.choices)


def test_identity_leaves_an_mlp_linear() -> None:
    network = build_network(settings("mlp", activation="identity"), 40, 0, dtype=np.float64)
    program = network.evaluation_program(3)
    a, b = np.random.default_rng(0).normal(size=(2, 40))
    program.run(np.stack([a, b, (a + b) / 2], axis=1), np.zeros(3, np.int32))
    assert np.allclose(program.logits[:, :2].mean(1), program.logits[:, 2], atol=1e-13)


@pytest.mark.parametrize("model", ["mlp", "cnn", "gru"])
def test_dropout_is_for_training_only(model: str) -> None:
    network = build_network(settings(model, dropout=0.5), 40, 0)
    x, labels = np.random.default_rng(0).normal(size=(40, 5)), np.arange(5, dtype=np.int32)

    def loss(program: Any) -> float:
        program.run(x, labels)
        return float(program.stats[0])

    evaluation = {loss(network.evaluation_program(5)) for _ in range(3)}
    training = {loss(network.training_program(5)) for _ in range(3)}
    assert len(evaluation) == 1
    assert len(training) == 3


def test_the_same_seed_is_the_same_network() -> None:
    same = [build_network(settings("cnn"), 40, seed).weights() for seed in (3, 3, 4)]
    assert np.array_equal(same[0], same[1])
    assert not np.array_equal(same[0], same[2])


def test_an_unknown_model_is_refused() -> None:
    with pytest.raises(ValueError, match="model must be one of"):
        build_model({"model": "transformer"}, 40)


@given(st.data())
def test_arena_round_trip_under_any_mask(data: st.DataObject) -> None:
    """What is loaded comes back, zero where pruned, whichever matrices are kept sparse."""
    parameters = [*Linear(1, 5, 4).parameters(), *Linear(2, 4, 3).parameters()]
    size = sum(p.size for p in parameters)
    mask = np.array(data.draw(st.lists(st.booleans(), min_size=size, max_size=size)))
    ops = NumpyOps()
    ops.sparse_below = data.draw(st.sampled_from([0.0, 0.5, 1.1]))
    arena = Arena(parameters, mask, ops, np.float64)
    flat = np.arange(1.0, size + 1)
    arena.load(flat)
    assert np.array_equal(arena.flat(), np.where(mask, flat, 0))


def test_wrong_sizes_are_refused() -> None:
    network = build_network(settings("linear"), 40, 0)
    with pytest.raises(ValueError, match=r"weights must have shape \(410,\)"):
        network.load(np.zeros(409))
    with pytest.raises(ValueError, match=r"mask must have shape \(410,\)"):
        build_network(settings("linear"), 40, 0, mask=np.ones(3, np.bool_))


def test_published_numbers_are_plain_json_with_known_sources() -> None:
    plain = json.loads(json.dumps(published.describe()))
    for table in ("models", "search", "controls", "adjacency"):
        assert plain[table]
        assert {row["source"] for row in plain[table]} <= set(plain["sources"])
    assert all(0 <= row["low"] <= row["high"] <= 100 for row in plain["models"])
    assert all(0 <= value <= 100 for row in plain["search"] for value in row["trials"])
    keys = [(r["source"], r["data"], r["model"]) for r in plain["models"]]
    assert all(a != b for a, b in pairwise(sorted(keys)))


def test_the_published_search_has_the_means_that_are_quoted_of_it() -> None:
    """Copied by hand, so held against what was noted of the notebook independently."""
    means = {
        (row.arm, round(row.sparsity, 2)): sum(row.trials) / len(row.trials)
        for row in published.SEARCH
    }
    assert len(means) == 1 + 2 * 99
    assert means["lottery", 0.92] == pytest.approx(75.0)
    assert means["lottery", 0.98] == pytest.approx(63.4)
    assert means["random", 0.92] == pytest.approx(61.2)
    randoms = {level: mean for (arm, level), mean in means.items() if arm == "random"}
    assert max(randoms, key=lambda level: randoms[level]) == 0.72
    assert randoms[0.72] == pytest.approx(68.5, abs=0.06)
    assert means["lottery", 1.0] == means["random", 1.0] == pytest.approx(10.2)
    dense = next(row for row in published.SEARCH if row.arm == "dense")
    assert (min(dense.trials), max(dense.trials)) == (60.6, 66.4)


def test_living_units_are_those_on_for_any_sample() -> None:
    network = build_network(settings("mlp", hidden=30), 8, 3)
    weights = network.weights()
    weights[8 * 30 : 8 * 30 + 5] = -50  # the first five biases: these units are off for all
    network.load(weights)
    x = np.random.default_rng(0).normal(size=(8, 20)).astype(np.float32)
    program = network.evaluation_program(20)
    program.run(x, np.zeros(20))
    w1, b1, w2, b2 = np.split(weights, np.cumsum([240, 30, 900, 30]))[:4]
    first = np.maximum(w1.reshape(30, 8) @ x + b1[:, None], 0)
    second = np.maximum(w2.reshape(30, 30) @ first + b2[:, None], 0)
    expected = [int(layer.max(axis=1).astype(bool).sum()) for layer in (first, second)]
    assert program.living_units() == expected
    assert expected[0] <= 25
    assert build_network(settings("linear"), 8, 3).evaluation_program(2).living_units() == []
