"""Training: its events, batches, measurements, and what it does when it diverges."""

from __future__ import annotations

import math
import warnings
from typing import Any

import numpy as np
import pytest
from mnist1d_lab.events import TICK, Notice, Row
from mnist1d_lab.nn.build import build_network
from mnist1d_lab.nn.network import Network
from mnist1d_lab.nn.optimisers import build_optimiser
from mnist1d_lab.training.batches import order_of
from mnist1d_lab.training.divergence import DivergenceWatch
from mnist1d_lab.training.train import (
    EVALUATION_ROWS,
    Split,
    TrainingData,
    evaluate,
    predict,
    train,
)

SETTINGS = {
    "model": "mlp",
    "hidden": 20,
    "optimizer": "adam",
    "learning_rate": 0.01,
    "batch_size": 30,
    "steps": 25,
    "eval_every": 10,
}


def random_data(train_size: int = 100, test_size: int = 50, length: int = 12) -> TrainingData:
    """Ten classes that a network can learn: each a direction of its own."""
    rng = np.random.default_rng(1)
    centres = rng.normal(size=(10, length))

    def split(size: int) -> Split:
        y = rng.integers(0, 10, size)
        return Split.of(centres[y] + rng.normal(0, 0.3, (size, length)), y)

    return TrainingData(split(train_size), split(test_size))


def network_for(data: TrainingData, settings: dict[str, Any], seed: int = 0) -> Network:
    return build_network(settings, data.train.x.shape[0], seed)


def run(data: TrainingData, **changes: Any) -> tuple[list[Any], Network]:
    settings = {**SETTINGS, **changes}
    network = network_for(data, settings)
    return list(train(network, data, settings)), network


def rows_of(events: list[Any]) -> list[dict[str, Any]]:
    return [event.values for event in events if isinstance(event, Row)]


def test_rows_at_every_measurement_and_a_tick_after_every_step() -> None:
    events, _ = run(random_data())
    assert [row["step"] for row in rows_of(events)] == [10, 20, 25]
    assert [row["final"] for row in rows_of(events)] == [False, False, True]
    assert sum(event is TICK for event in events) == 25
    assert all(row["ms_per_step"] > 0 for row in rows_of(events))


def test_it_learns() -> None:
    events, _ = run(random_data(), steps=200)
    rows = rows_of(events)
    assert rows[-1]["test_acc"] > 95
    assert rows[-1]["train_loss"] < 0.1 < rows[0]["train_loss"]


def test_the_last_row_measures_the_network_that_is_left() -> None:
    data = random_data(test_size=EVALUATION_ROWS + 7)
    events, network = run(data)
    loss, accuracy = evaluate(network, data.test)
    last = rows_of(events)[-1]
    assert (last["test_loss"], last["test_acc"]) == (loss, accuracy)
    logits = predict(network, data.test.x).astype(np.float64)
    assert logits.shape == (10, data.test.size)
    assert accuracy == pytest.approx(100 * np.mean(logits.argmax(0) == data.test.y))
    chosen = logits[data.test.y, np.arange(data.test.size)]
    assert loss == pytest.approx(np.mean(np.log(np.exp(logits).sum(0)) - chosen), rel=1e-5)


def test_batches_are_consecutive_and_train_rows_mean_over_them() -> None:
    """Against the same steps taken one by one, a batch filled in by hand for each."""
    data = random_data(100)
    by_hand = network_for(data, SETTINGS)
    optimise = build_optimiser(SETTINGS, by_hand.ops, by_hand.arena).step
    first_round = [(0, 30), (30, 60), (60, 90), (90, 100)]
    seen: list[tuple[int, float, float]] = []
    for start, stop in (first_round * 7)[:25]:
        program = by_hand.training_program(stop - start)
        program.run(data.train.x[:, start:stop], data.train.y[start:stop])
        seen.append((stop - start, float(program.stats[0]), float(program.stats[1])))
        optimise()
    events, network = run(data)
    assert np.array_equal(network.weights(), by_hand.weights())
    sizes, losses, right = zip(*seen[10:20], strict=True)
    row = rows_of(events)[1]
    assert row["train_loss"] == pytest.approx(np.average(losses, weights=sizes))
    assert row["train_acc"] == pytest.approx(100 * sum(right) / sum(sizes))


def test_reshuffled_rounds_read_every_sample_once_in_an_order_of_their_own() -> None:
    """Against the same steps taken one by one, each batch picked by hand out of the whole set."""
    orders = [order_of(0, turn, 100) for turn in range(7)]
    assert all(sorted(order) == list(range(100)) for order in orders)
    assert len({tuple(order) for order in [*orders, order_of(1, 0, 100)]}) == 8
    data = random_data(100)
    by_hand = network_for(data, SETTINGS)
    optimise = build_optimiser(SETTINGS, by_hand.ops, by_hand.arena).step
    for step in range(25):
        order = orders[step // 4]
        picked = order[30 * (step % 4) : 30 * (step % 4) + 30]
        program = by_hand.training_program(len(picked))
        program.run(data.train.x[:, picked], data.train.y[picked])
        optimise()
    _, network = run(data, reshuffle=True)
    assert np.array_equal(network.weights(), by_hand.weights())
    assert not np.array_equal(network.weights(), run(data)[1].weights())


def test_a_reshuffled_training_goes_on_from_any_step() -> None:
    data, settings = random_data(100), {**SETTINGS, "reshuffle": True}
    whole, parts = (network_for(data, settings) for _ in range(2))
    list(train(whole, data, settings))
    optimiser = build_optimiser(settings, parts.ops, parts.arena)
    list(train(parts, data, {**settings, "steps": 9}, optimiser=optimiser))
    list(train(parts, data, settings, first_step=9, optimiser=optimiser))
    assert np.array_equal(whole.weights(), parts.weights())


@pytest.mark.parametrize("optimizer", ["adam", "sgd"])
def test_a_linear_decay_takes_each_step_at_its_own_rate(optimizer: str) -> None:
    """PyTorch's LambdaLR of 1 - step / steps, by hand: the first step is whole."""
    settings = {**SETTINGS, "optimizer": optimizer, "rate_decay": "linear"}
    data = random_data(100)
    by_hand = network_for(data, settings)
    optimiser = build_optimiser(settings, by_hand.ops, by_hand.arena)
    first_round = [(0, 30), (30, 60), (60, 90), (90, 100)]
    for step, (start, stop) in enumerate((first_round * 7)[:25]):
        by_hand.training_program(stop - start).run(
            data.train.x[:, start:stop], data.train.y[start:stop]
        )
        optimiser.set_rate(settings["learning_rate"] * (1 - step / 25))
        optimiser.step()
    network = network_for(data, settings)
    list(train(network, data, settings))
    assert np.array_equal(network.weights(), by_hand.weights())


def test_a_batch_larger_than_the_set_is_the_set() -> None:
    one, whole = run(random_data(40), batch_size=40), run(random_data(40), batch_size=2000)
    assert np.array_equal(one[1].weights(), whole[1].weights())


def test_training_is_reproducible_with_dropout() -> None:
    weights = [run(random_data(), dropout=0.3)[1].weights() for _ in range(2)]
    assert np.array_equal(*weights)
    assert not np.array_equal(weights[0], run(random_data())[1].weights())


def test_first_step_goes_on_with_the_batches() -> None:
    """Plain descent has no memory: 10 steps and then 15 more are 25 steps."""
    data, settings = random_data(), {**SETTINGS, "optimizer": "sgd", "momentum": 0.0}
    whole, parts = network_for(data, settings), network_for(data, settings)
    list(train(whole, data, settings))
    list(train(parts, data, {**settings, "steps": 10}))
    rows = rows_of(list(train(parts, data, settings, first_step=10)))
    assert [row["step"] for row in rows] == [20, 25]
    assert np.array_equal(whole.weights(), parts.weights())


@pytest.mark.parametrize("optimizer", ["adam", "sgd"])
def test_pruned_weights_stay_zero(optimizer: str) -> None:
    data = random_data()
    settings = {**SETTINGS, "optimizer": optimizer, "weight_decay": 0.01, "momentum": 0.9}
    size = network_for(data, settings).arena.size
    mask = np.random.default_rng(0).random(size) < 0.4
    network = build_network(settings, 12, 0, mask=mask)
    before = network.weights()
    list(train(network, data, settings))
    assert not np.any(network.weights()[~mask])
    assert np.all(network.weights()[mask] != before[mask])


@pytest.mark.parametrize(
    "change", [{"momentum": 0.5}, {"weight_decay": 0.1}, {"optimizer": "adam"}]
)
def test_every_optimiser_setting_changes_the_outcome(change: dict[str, Any]) -> None:
    plain = {"optimizer": "sgd", "momentum": 0.9, "weight_decay": 0.0}
    one, other = run(random_data(), **plain), run(random_data(), **{**plain, **change})
    assert not np.array_equal(one[1].weights(), other[1].weights())


def test_divergence_stops_at_once_and_says_what_to_try() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        events, _ = run(
            random_data(), optimizer="sgd", momentum=0.9, learning_rate=1e6, eval_every=1000
        )
    notice = next(event for event in events if isinstance(event, Notice))
    last = rows_of(events)[-1]
    assert last["final"]
    assert last["step"] < 25
    assert last["train_loss"] is None or not math.isfinite(last["train_loss"])
    assert f"at step {last['step']}" in notice.message
    assert "learning rate of 100000 instead of 1e+06" in notice.message
    assert "momentum below 0.9" in notice.message


def test_an_exploding_loss_is_stopped_before_it_overflows() -> None:
    watch = DivergenceWatch({"learning_rate": 0.5, "optimizer": "adam"}, 10)
    assert watch.look(100, 5.0) is None
    message = watch.look(200, 4000.0)
    assert message is not None
    assert "exploding: 4e+03 at step 200" in message
    assert "learning rate of 0.05 instead of 0.5." in message


def test_a_huge_loss_that_falls_goes_on() -> None:
    """As with Adam at a learning rate of 1: 5140 over the first steps, then ever less."""
    watch = DivergenceWatch({"learning_rate": 1.0, "optimizer": "adam"}, 10)
    assert [watch.look(step, loss) for step, loss in enumerate((5140, 393, 83, 100, 38))] == [
        None
    ] * 5


def test_a_normal_loss_that_rises_goes_on() -> None:
    watch = DivergenceWatch({"learning_rate": 0.1, "optimizer": "adam"}, 10)
    assert [watch.look(step, loss) for step, loss in enumerate((0.01, 2.0, 15.0))] == [None] * 3
