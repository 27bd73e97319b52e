"""The benchmark: models trained side by side on the same data, also with positions shuffled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from mnist1d_lab import params
from mnist1d_lab.events import Array, Event
from mnist1d_lab.experiments.base import STEP, TEST_ACCURACY, Experiment, Figure, Task
from mnist1d_lab.experiments.shared.model_run import (
    memory_arrays,
    outcome_arrays,
    train_model,
    weight_arrays,
)
from mnist1d_lab.experiments.shared.paired import final_accuracies, summary_rows
from mnist1d_lab.experiments.shared.work import training_work
from mnist1d_lab.params import Values
from mnist1d_lab.training.train import Split

PARAMS = (
    *(p for p in params.DATA if p.name != "shuffle_seq"),
    params.MODELS,
    *params.MODEL_OPTIONS,
    *params.with_defaults(params.TRAINING, {"steps": 6000, "eval_every": 250}),
    params.SHUFFLED,
    params.SEEDS,
    params.SEED,
    params.KEEP_WEIGHTS,
)

PRESETS: dict[str, Values] = {
    "quick": {"steps": 1000, "eval_every": 50},
    "standard": {"steps": 6000, "seeds": 1},
    "paper": {"steps": 6000, "seeds": 3, "shuffled": "both"},
}

ORDERS = {"no": [False], "yes": [True], "both": [False, True]}


def plan(values: Values) -> list[Task]:
    """One task for each model, order of positions and seed; the same seeds for every model."""
    return [
        Task(
            f"{model}-{_order(shuffled)}-{trial}",
            "benchmark",
            values,
            {"model": model, "shuffled": shuffled, "trial": trial},
            training_work(values, sparsity=0),
        )
        for shuffled in ORDERS[values["shuffled"]]
        for trial in range(values["seeds"])
        for model in values["models"]
    ]


def execute(task: Task, resume: Mapping[str, Any] | None = None) -> Iterator[Event]:
    """Train one model, with a checkpoint every few seconds.

    Arrays: those of ``outcome_arrays``, named ``{model}/{plain or shuffled}/trial{t}``, the
    weights and the optimiser's memory if they are asked for, and once for each order the test
    set that they speak of:
    ``test_x/{order}`` (samples, length) float32 and ``test_y/{order}`` (samples,) uint8.
    """
    key, trial = task.key, int(task.key["trial"] or 0)
    values = {**task.params, "model": key["model"], "shuffle_seq": key["shuffled"]}
    order = _order(bool(key["shuffled"]))
    seed = values["seed"] + trial
    note = f"{key['model']}, {order}, seed {seed}"
    trained = yield from train_model(values, seed, {**key, "seed": seed}, note, resume)
    name = f"{key['model']}/{order}/trial{trial}"
    yield from outcome_arrays(trained, name)
    if values["keep_weights"]:
        yield from weight_arrays(trained.network, name)
        yield from memory_arrays(trained.network, trained.optimiser, name)
    if trial == 0 and key["model"] == values["models"][0]:
        yield from _test_set(trained.data.test, order)


def summarise(values: Values, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """By model and order: "test_acc", and its lead, paired by seed, over each other model in the
    same order ("minus_mlp", ...) and over itself with the positions shuffled ("minus_shuffled").
    """
    cells = final_accuracies(rows, "model", "shuffled")
    summary: list[dict[str, Any]] = []
    for model, shuffled in cells:
        rivals = {rival: (rival, shuffled) for rival in values["models"] if rival != model}
        if not shuffled:
            rivals["shuffled"] = (model, True)
        named = {"model": model, "shuffled": shuffled}
        summary += summary_rows(cells, (model, shuffled), rivals, **named)
    return summary


def _test_set(test: Split, order: str) -> Iterator[Array]:
    yield Array(f"test_x/{order}", np.ascontiguousarray(test.x.T))
    yield Array(f"test_y/{order}", test.y.astype(np.uint8))


def _order(shuffled: bool) -> str:
    return "shuffled" if shuffled else "plain"


EXPERIMENT = Experiment.of(
    __name__,
    title="Models side by side",
    summary="Train models side by side, with the positions in order and shuffled.",
    figure=Figure(STEP, TEST_ACCURACY, ("model", "shuffled"), final=False),
)
