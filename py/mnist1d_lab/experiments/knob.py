"""Accuracy of each model against one parameter of the data: where does its advantage come from?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mnist1d_lab import params
from mnist1d_lab.events import Event
from mnist1d_lab.experiments.base import TEST_ACCURACY, Axis, Experiment, Figure, Task
from mnist1d_lab.experiments.shared.knob_values import KNOB_PARAMS, settle_knob
from mnist1d_lab.experiments.shared.model_run import train_model
from mnist1d_lab.experiments.shared.work import training_work
from mnist1d_lab.params import Values

PARAMS = (
    *params.DATA,
    *KNOB_PARAMS,
    params.MODELS,
    *params.MODEL_OPTIONS,
    *params.with_defaults(params.TRAINING, {"steps": 2000, "eval_every": 250}),
    params.SEEDS,
    params.SEED,
)

PRESETS: dict[str, Values] = {
    "quick": {"knob": "max_translation", "values": [0, 16, 48], "steps": 600, "eval_every": 100},
    "noise": {"knob": "iid_noise_scale", "values": [0, 0.02, 0.05, 0.1, 0.2], "seeds": 2},
    "translation": {"knob": "max_translation", "values": [0, 8, 16, 24, 36, 48], "seeds": 2},
    "resolution": {"knob": "final_seq_length", "values": [10, 20, 40, 80], "seeds": 2},
}


def plan(values: Values) -> list[Task]:
    """One task for each value, seed and model; neighbours share a data set, which is made once."""
    return [
        Task(
            f"{values['knob']}-{index}-{model}-{trial}",
            "knob",
            values,
            {"knob": values["knob"], "value": value, "model": model, "trial": trial},
            training_work({**values, values["knob"]: value}, sparsity=0),
        )
        for index, value in enumerate(values["values"])
        for trial in range(values["seeds"])
        for model in values["models"]
    ]


def execute(task: Task, resume: Mapping[str, Any] | None = None) -> Iterator[Event]:
    """Train one model at one value, with a checkpoint every few seconds."""
    key = task.key
    knob = str(key["knob"])
    values = {**task.params, "model": key["model"], knob: key["value"]}
    seed = values["seed"] + int(key["trial"] or 0)
    note = f"{key['model']}, {knob} {key['value']}, seed {seed}"
    yield from train_model(values, seed, {**key, "seed": seed}, note, resume)


EXPERIMENT = Experiment.of(
    __name__,
    title="Accuracy against a knob",
    summary="Accuracy of each model against one parameter of the data.",
    settle=settle_knob,
    figure=Figure(Axis("value", "Value of the knob"), TEST_ACCURACY, ("knob", "model")),
)
