"""Accuracy of each model against one parameter of the data: where does its advantage come from?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from mnist1d_lab import params
from mnist1d_lab.events import Event
from mnist1d_lab.experiments.base import Experiment, Task
from mnist1d_lab.experiments.model_run import train_model
from mnist1d_lab.params import ParamError, Values

PARAMS = (
    *params.DATA,
    params.KNOB,
    params.KNOB_VALUES,
    params.KNOB_RANGE,
    params.KNOB_POINTS,
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

# Where turning the knob shows something; the parameter itself may allow more.
USUAL_RANGE = {
    "iid_noise_scale": (0, 0.2),
    "corr_noise_scale": (0, 1),
    "max_translation": (0, 48),
    "final_seq_length": (10, 80),
    "scale_coeff": (0, 2),
    "shear_scale": (0, 3),
    "template_len": (4, 36),
    "num_samples": (500, 10000),
    "train_split": (0.1, 0.9),
}

_DATA = {p.name: p for p in params.DATA}


def settle(values: Values) -> Values:
    """Write the values out, so that the record says what was run; each must suit the knob."""
    knob, spread = _DATA[values["knob"]], values["range"]
    if values["data_file"]:
        raise ParamError("data_file", "data_file is a finished data set: no knob can turn it.")
    if len(spread) == 1 or (spread and spread[0] >= spread[1]):
        raise ParamError("range", f"range must be two numbers, lowest and highest; got {spread}.")
    turned = values["values"] or _spread(knob, spread or USUAL_RANGE[knob.name], values["points"])
    try:
        turned = [knob.check(value) for value in turned]
    except ParamError as error:
        param = "values" if values["values"] else "range"
        raise ParamError(param, f"{param} must suit the knob: {error}") from error
    if len(set(turned)) < len(turned):
        raise ParamError("values", f"values must differ from one another; got {turned}.")
    return {**values, "values": turned}


def _spread(knob: params.Param, ends: Sequence[float], points: int) -> list[Any]:
    """``points`` values from end to end; whole ones, and fewer where they coincide, for a count."""
    even = np.linspace(ends[0], ends[1], points)
    if knob.kind == "int":
        return list(dict.fromkeys(np.rint(even).astype(int).tolist()))
    return [float(f"{value:.6g}") for value in even.tolist()]


def plan(values: Values) -> list[Task]:
    """One task for each value, seed and model; neighbours share a data set, which is made once."""
    return [
        Task(
            f"{values['knob']}-{index}-{model}-{trial}",
            "knob",
            values,
            {"knob": values["knob"], "value": value, "model": model, "trial": trial},
            values["steps"],
        )
        for index, value in enumerate(values["values"])
        for trial in range(values["seeds"])
        for model in values["models"]
    ]


def execute(task: Task, resume: Mapping[str, Any] | None = None) -> Iterator[Event]:
    """Train one model at one value; it is short enough to start over: ``resume`` is not used."""
    key = task.key
    knob = str(key["knob"])
    values = {**task.params, "model": key["model"], knob: key["value"]}
    seed = values["seed"] + int(key["trial"] or 0)
    note = f"{key['model']}, {knob} {key['value']}, seed {seed}"
    yield from train_model(values, seed, {**key, "seed": seed}, note)


EXPERIMENT = Experiment(
    name="knob",
    summary="Accuracy of each model against one parameter of the data.",
    params=PARAMS,
    plan=plan,
    execute=execute,
    presets=PRESETS,
    settle=settle,
)
