"""The benchmark experiment: its tasks, rows and arrays; and that models separate as published."""

from __future__ import annotations

import json
from typing import Any

import mnist1d_lab
import numpy as np
import pytest
from mnist1d_lab.experiments import benchmark
from mnist1d_lab.nn.build import build_network
from mnist1d_lab.records import Record
from mnist1d_lab.training.data import training_data
from mnist1d_lab.training.train import evaluate

SMALL = {
    "models": ["linear", "cnn"], "num_samples": 400, "steps": 30, "eval_every": 20,
    "shuffled": "both", "seeds": 2, "seed": 5, "keep_weights": True,
}  # fmt: skip


@pytest.fixture(scope="module")
def record() -> Record:
    return mnist1d_lab.run("benchmark", **SMALL)


def test_tasks_pair_the_seeds() -> None:
    tasks = benchmark.EXPERIMENT.plan(benchmark.EXPERIMENT.check({"preset": "paper"}))
    keys = {(t.key["model"], t.key["shuffled"], t.key["trial"]) for t in tasks}
    assert len(tasks) == len(keys) == 4 * 2 * 3
    assert len({task.id for task in tasks}) == len(tasks)


def test_rows(record: Record) -> None:
    assert len(record.rows) == 2 * 2 * 2 * 2
    final = [row for row in record.rows if row["final"]]
    assert {(r["model"], r["shuffled"], r["trial"], r["seed"], r["step"]) for r in final} == {
        (model, shuffled, trial, 5 + trial, 30)
        for model in ("linear", "cnn") for shuffled in (False, True) for trial in (0, 1)
    }  # fmt: skip
    sizes = {row["model"]: (row["parameters"], row["multiply_adds"]) for row in final}
    assert sizes == {"linear": (410, 400), "cnn": (5210, 31750)}


def test_arrays_agree_with_the_rows(record: Record) -> None:
    for row in record.rows:
        if not row["final"]:
            continue
        order = "shuffled" if row["shuffled"] else "plain"
        name = f"{row['model']}/{order}/trial{row['trial']}"
        labels, answers = record.arrays[f"test_y/{order}"], record.arrays[f"predictions/{name}"]
        confusion = record.arrays[f"confusion/{name}"]
        probabilities = record.arrays[f"probabilities/{name}"]
        assert confusion.sum() == len(labels) == 80
        assert 100 * np.trace(confusion) / 80 == pytest.approx(row["test_acc"])
        assert confusion[3, 7] == np.sum((labels == 3) & (answers == 7))
        assert np.allclose(probabilities.sum(1), 1, atol=1e-6)
        assert np.array_equal(probabilities.max(1), probabilities[np.arange(80), answers])
        chosen = probabilities[np.arange(80), labels].astype(np.float64)
        assert -np.log(chosen).mean() == pytest.approx(row["test_loss"], rel=1e-4)


def test_kept_weights_are_the_trained_ones(record: Record) -> None:
    values = {**record.params, "model": "cnn", "shuffle_seq": False}
    network = build_network(values, 40, 0)
    parts = [
        record.arrays[f"weights/cnn/plain/trial1/{p.name}"] for p in network.model.parameters()
    ]
    assert [part.shape for part in parts] == [p.shape for p in network.model.parameters()]
    network.load(np.concatenate([part.ravel() for part in parts]))
    row = next(
        r for r in record.rows
        if r["final"] and r["model"] == "cnn" and r["trial"] == 1 and not r["shuffled"]
    )  # fmt: skip
    assert evaluate(network, training_data(values).test)[1] == row["test_acc"]


def test_shuffling_moves_positions_and_nothing_else(record: Record) -> None:
    plain, shuffled = record.arrays["test_x/plain"], record.arrays["test_x/shuffled"]
    assert not np.array_equal(plain, shuffled)
    assert np.allclose(np.sort(plain, axis=1), np.sort(shuffled, axis=1))


def test_every_model_option_reaches_the_training() -> None:
    def loss(**options: Any) -> float:
        base = {"models": ["mlp"], "num_samples": 200, "steps": 5, "hidden": 16}
        record = mnist1d_lab.run("benchmark", **{**base, **options})
        return float(record.rows[-1]["train_loss"] or 0)

    options: list[dict[str, Any]] = [
        {}, {"hidden": 8}, {"depth": 3}, {"activation": "tanh"}, {"dropout": 0.5},
        {"initialiser": "he"}, {"batch_size": 50}, {"learning_rate": 0.05}, {"weight_decay": 0.5},
        {"optimizer": "sgd"}, {"optimizer": "sgd", "momentum": 0.1}, {"seed": 1},
    ]  # fmt: skip
    assert len({loss(**option) for option in options}) == len(options)


def test_progress_counts_to_the_end() -> None:
    task = benchmark.EXPERIMENT.plan(benchmark.EXPERIMENT.check({**SMALL, "steps": 250}))[0]
    told = [e for e in benchmark.execute(task) if type(e).__name__ == "Progress"]
    assert [p.done for p in told] == sorted(p.done for p in told)
    assert (told[0].done, told[-1].done, told[-1].total) == (0, 250, 250)
    assert len(told) > 50, "often enough to estimate the time left"


def test_a_diverged_model_says_so_and_the_record_is_still_json() -> None:
    record = mnist1d_lab.run(
        "benchmark", models=["mlp"], num_samples=200, steps=400, hidden=32, depth=8,
        optimizer="sgd", learning_rate=1.0, momentum=0.99,
    )  # fmt: skip
    assert record.rows[-1]["final"]
    assert int(record.rows[-1]["step"] or 0) < 400
    assert "Try a learning rate of 0.1" in record.notices[0]
    assert json.loads(record.to_json())["rows"][-1]["model"] == "mlp"


def test_models_separate_after_a_thousand_steps() -> None:
    """The published order, in short: a CNN far above an MLP, that far above a linear model."""
    record = mnist1d_lab.run(
        "benchmark", models=["linear", "mlp", "cnn"], steps=1000, eval_every=1000, hidden=100
    )
    accuracy = {row["model"]: float(row["test_acc"] or 0) for row in record.rows}
    assert 28 < accuracy["linear"] < 36
    assert 55 < accuracy["mlp"] < 70
    assert accuracy["cnn"] > 82
