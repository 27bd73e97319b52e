"""The work of a training, in steps of the dense network: what progress and estimates rest on."""

from __future__ import annotations

from typing import Any

import pytest
from mnist1d_lab.experiments import get_experiment
from mnist1d_lab.experiments.shared.work import (
    SETUP_STEPS,
    arm_work,
    search_work,
    step_work,
    training_work,
)

# Measured once, at the end, on 1000 test samples: 10 batches forward, a third of a step each.
VALUES: dict[str, Any] = {
    "steps": 1000, "batch_size": 100, "eval_every": 1000, "num_samples": 5000, "train_split": 0.8,
    "sparsities": [0.0, 0.9],
}  # fmt: skip


def test_the_unit_is_a_dense_step() -> None:
    assert training_work(VALUES, 0.0) == SETUP_STEPS + 1003
    assert training_work({**VALUES, "eval_every": 100}, 0.0) == SETUP_STEPS + 1033
    batches = training_work(VALUES, 0.0, steps=200, batch_size=500)
    assert batches == pytest.approx(SETUP_STEPS + 1000, abs=4)


def test_fewer_weights_are_less_work_but_never_none() -> None:
    works = [training_work(VALUES, sparsity) for sparsity in (0.5, 0.8, 0.9, 1)]
    assert works == sorted(works, reverse=True)
    assert works[-1] > SETUP_STEPS + 50
    assert step_work(0) == step_work(0.3) == 1
    dense = training_work(VALUES, 0)
    assert search_work(VALUES) == dense + works[2]
    assert arm_work(VALUES, "dense") == dense
    assert arm_work(VALUES, "random") == works[2]


def test_large_batches_of_the_controls_count() -> None:
    controls = get_experiment("controls")
    costs = [
        controls.plan(controls.check({"control_batch_size": size}))[0].cost for size in (100, 500)
    ]
    assert costs[1] > 2 * costs[0]
