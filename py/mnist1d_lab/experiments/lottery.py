"""The search for lottery tickets: arms side by side, on paired seeds."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from mnist1d_lab import params
from mnist1d_lab.events import Array, Event, Progress, Row
from mnist1d_lab.experiments.base import Experiment, Task
from mnist1d_lab.experiments.training_data import training_data
from mnist1d_lab.lottery import Level, find_tickets, random_arm
from mnist1d_lab.masks import weights_hash
from mnist1d_lab.nn.initialisers import initial_weights
from mnist1d_lab.nn.models import build_model
from mnist1d_lab.nn.network import Network
from mnist1d_lab.nn.parameters import Vector, layer_slices, slices
from mnist1d_lab.ops import get_ops
from mnist1d_lab.params import ParamError, Values, with_default
from mnist1d_lab.train import train

PARAMS = (
    *params.DATA,
    with_default(params.MODEL, "mlp", choices=("mlp", "cnn", "linear")),
    params.HIDDEN,
    params.STEPS,
    params.BATCH_SIZE,
    with_default(params.LEARNING_RATE, 0.02),
    params.OPTIMIZER,
    params.EVAL_EVERY,
    params.SPARSITIES,
    params.TRIALS,
    params.SEED,
)

PRESETS: dict[str, Values] = {
    "quick": {"hidden": 256, "steps": 600, "sparsities": [0.0, 0.4, 0.65, 0.8, 0.9], "trials": 2},
}

ARMS = ("lottery", "random")


def settle(values: Values) -> Values:
    """Levels rise and begin with the dense network, which the first mask is made from."""
    levels = values["sparsities"]
    if any(after <= before for before, after in pairwise(levels)):
        raise ParamError("sparsities", f"sparsities must rise from level to level; got {levels}.")
    return {**values, "sparsities": levels if levels[0] == 0 else [0.0, *levels]}


def plan(values: Values) -> list[Task]:
    """One task for each arm and trial; trial t uses seed + t in every arm."""
    cost = len(values["sparsities"]) * values["steps"]
    return [
        Task(f"{arm}-{trial}", "lottery", values, {"arm": arm, "trial": trial}, cost)
        for trial in range(values["trials"])
        for arm in ARMS
    ]


def execute(task: Task, resume: Mapping[str, Any] | None = None) -> Iterator[Event]:
    """One arm of one trial, level by level."""
    search = Search(task)
    values = task.params
    levels, state = values["sparsities"], dict(resume) if resume else None
    if task.key["arm"] == "random":
        # Level 0 has no mask to draw: it is the dense network, which the lottery arm trains.
        state = state or {"level": 1}
        yield from random_arm(
            search.train_level, search.size, search.groups, levels, search.seed, state
        )
    else:
        yield from find_tickets(search.train_level, search.size, search.groups, levels, state)


class Search:
    """What all levels of one arm and trial share: the data, the model, the initial weights."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.values = task.params
        self.seed = int(self.values["seed"]) + int(task.key["trial"] or 0)
        self.data = training_data(self.values)
        self.model = build_model(self.values, self.data.train.x.shape[0])
        self.parameters = self.model.parameters()
        self.groups = layer_slices(self.parameters)
        self.initial = initial_weights(self.parameters, self.seed)
        self.size = self.initial.size

    def train_level(self, level: Level) -> Generator[Event, None, Vector]:
        """Rewind to the initial weights under the level's mask and train."""
        network = Network(self.model, self.data.train.x.shape[0], get_ops(), level.mask)
        network.load(self.initial)
        yield from self._mask_arrays(level)
        columns = self._columns(level)
        for event in train(network, self.data, self.values):
            if isinstance(event, Row):
                nonzero = int(np.count_nonzero(network.weights()))
                yield Row({**columns, **event.values, "nonzero": nonzero})
                yield self._progress(level, int(event.values["step"] or 0))
            else:
                yield event
        return network.weights()

    def _columns(self, level: Level) -> dict[str, Any]:
        dense = level.index == 0
        return {
            "arm": "dense" if dense else self.task.key["arm"],
            "model": self.values["model"],
            "trial": self.task.key["trial"],
            "seed": self.seed,
            "level": level.index,
            "sparsity": level.sparsity,
            "survivors": int(level.mask.sum()),
            "initial_hash": weights_hash(self.initial, level.mask),
        }

    def _progress(self, level: Level, step: int) -> Progress:
        first = 1 if self.task.key["arm"] == "random" else 0
        steps, levels = self.values["steps"], len(self.values["sparsities"])
        note = f"{self.task.key['arm']} {self.task.key['trial']}, sparsity {level.sparsity:g}"
        return Progress((level.index - first) * steps + step, (levels - first) * steps, note)

    def _mask_arrays(self, level: Level) -> Iterator[Event]:
        where = slices(self.parameters)
        prefix = f"mask/{self.task.key['arm']}/trial{self.task.key['trial']}/level{level.index}"
        for p in self.parameters:
            if not p.is_bias:
                mask = level.mask[where[p.name]].reshape(p.shape)
                yield Array(f"{prefix}/{p.name}", mask.astype(np.uint8))


EXPERIMENT = Experiment(
    name="lottery",
    summary="Prune, rewind, retrain: accuracy against sparsity for lottery, random and dense.",
    params=PARAMS,
    plan=plan,
    execute=execute,
    presets=PRESETS,
    settle=settle,
)
