"""The experiments, by name."""

from __future__ import annotations

from typing import Any

from mnist1d_lab.experiments import (
    benchmark,
    connectivity,
    controls,
    dataset,
    gradcheck,
    knob,
    lottery,
    preview,
    speed,
    ticket,
    transfer,
)
from mnist1d_lab.experiments.base import Experiment
from mnist1d_lab.params import ParamError

EXPERIMENTS: dict[str, Experiment] = {
    module.EXPERIMENT.name: module.EXPERIMENT
    for module in (
        preview,
        dataset,
        benchmark,
        knob,
        lottery,
        controls,
        transfer,
        ticket,
        connectivity,
        gradcheck,
        speed,
    )
}


def get_experiment(name: str) -> Experiment:
    """The experiment called ``name``; raises ParamError where there is none."""
    if name not in tuple(EXPERIMENTS):
        known = ", ".join(EXPERIMENTS)
        raise ParamError("experiment", f"experiment must be one of {known}; got {name!r}.")
    return EXPERIMENTS[name]


def describe() -> dict[str, Any]:
    """All experiments with their parameters and presets, as plain JSON."""
    return {name: experiment.describe() for name, experiment in EXPERIMENTS.items()}
