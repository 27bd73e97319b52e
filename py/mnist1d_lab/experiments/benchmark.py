"""The benchmark: models trained side by side on the same data, also with positions shuffled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mnist1d_lab import params
from mnist1d_lab.events import Event, Progress, Row
from mnist1d_lab.experiments.base import Experiment, Task
from mnist1d_lab.experiments.training_data import training_data
from mnist1d_lab.nn.initialisers import initial_weights
from mnist1d_lab.nn.models import build_model
from mnist1d_lab.nn.network import Network
from mnist1d_lab.ops import get_ops
from mnist1d_lab.params import Values, with_default
from mnist1d_lab.train import train

PARAMS = (
    *(p for p in params.DATA if p.name != "shuffle_seq"),
    params.MODELS,
    with_default(params.HIDDEN, 100),
    with_default(params.STEPS, 6000),
    params.BATCH_SIZE,
    params.LEARNING_RATE,
    params.OPTIMIZER,
    with_default(params.EVAL_EVERY, 250),
    params.SHUFFLED,
    params.SEEDS,
    params.SEED,
)

PRESETS: dict[str, Values] = {
    "quick": {"models": ["linear", "mlp", "cnn"], "steps": 1000, "eval_every": 50},
    "standard": {"steps": 6000, "seeds": 1},
    "paper": {"steps": 6000, "seeds": 3, "shuffled": "both"},
}


def plan(values: Values) -> list[Task]:
    """One task for each model, order of positions and seed; the same seed in every model."""
    orders = {"no": [False], "yes": [True], "both": [False, True]}[values["shuffled"]]
    return [
        Task(
            f"{model}-{'shuffled' if shuffled else 'plain'}-{trial}",
            "benchmark",
            values,
            {"model": model, "shuffled": shuffled, "trial": trial},
            values["steps"],
        )
        for shuffled in orders
        for trial in range(values["seeds"])
        for model in values["models"]
    ]


def execute(task: Task, resume: Mapping[str, Any] | None = None) -> Iterator[Event]:
    """Train one model; it is short enough to start over, so ``resume`` is not used."""
    values = {**task.params, "model": task.key["model"], "shuffle_seq": task.key["shuffled"]}
    seed = values["seed"] + int(task.key["trial"] or 0)
    data = training_data(values)
    model = build_model(values, data.train.x.shape[0])
    network = Network(model, data.train.x.shape[0], get_ops(), seed=seed)
    network.load(initial_weights(model.parameters(), seed))
    columns = {**task.key, "seed": seed, "parameters": network.arena.size}
    for event in train(network, data, values):
        if isinstance(event, Row):
            yield Row({**columns, **event.values})
            step = int(event.values["step"] or 0)
            yield Progress(step, values["steps"], f"{task.key['model']}, seed {seed}")
        else:
            yield event


EXPERIMENT = Experiment(
    name="benchmark",
    summary="Train models side by side, with the positions in order and shuffled.",
    params=PARAMS,
    plan=plan,
    execute=execute,
    presets=PRESETS,
)
