"""One trial's search for tickets: its data, model and initial weights, and how a level trains."""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Iterator
from functools import cached_property
from typing import Any

import numpy as np

from mnist1d_lab import params
from mnist1d_lab.events import Event, Notice, Row, Tick
from mnist1d_lab.experiments.shared.outward import Outward
from mnist1d_lab.nn.initialisers import initial_weights
from mnist1d_lab.nn.models import build_model
from mnist1d_lab.nn.network import Network
from mnist1d_lab.nn.parameters import Vector, layer_slices
from mnist1d_lab.ops import get_ops
from mnist1d_lab.params import ParamError, Values, with_default
from mnist1d_lab.pruning.criteria import (
    Evidence,
    get_criterion,
    ranks_all_layers_together,
    watches_training,
)
from mnist1d_lab.pruning.lottery import FOLLOWED, STREAMS, Level, Run, Search, stream
from mnist1d_lab.pruning.masks import (
    Group,
    Mask,
    check_start,
    pruning_groups,
    removed_share,
    weights_hash,
)
from mnist1d_lab.training.data import fresh_training_data, training_data
from mnist1d_lab.training.train import TrainingData, evaluate, living_units, train

# The published notebook makes its masks from the checkpoint at step 1000 of 1500.
PUBLISHED_MASK_SHARE = 2 / 3

# Reporting stays on the test set; choices among levels are made on samples of their own.
VALIDATION_DATA_SEED_OFFSET = 1000

SEARCH_PARAMS = (
    *params.DATA,
    with_default(params.MODEL, "mlp", choices=("mlp", "cnn", "linear")),
    *params.MODEL_OPTIONS,
    *params.with_defaults(params.TRAINING, {"learning_rate": 0.02}),
    *params.LOTTERY,
    params.TRIALS,
    params.SEED,
)


# A CNN at its own published rate; it learns more in a step than the MLP, and has less to spare.
CNN_SEARCH: Values = {
    "model": "cnn",
    "learning_rate": 0.01,
    "steps": 1000,
    "eval_every": 500,
    "sparsities": [0.0, 0.2, 0.4, 0.6],
    "trials": 5,
}


def settle_search(values: Values) -> Values:
    """Write the schedule out as levels, and check what no single parameter can."""
    values = {**values, "sparsities": _levels(values)}
    if values.get("rewind_step", 0) >= values["steps"]:
        raise ParamError("rewind_step", f"rewind_step must be less than steps, {values['steps']}.")
    if values["layer_rates"]:
        if values["scope"] == "global":
            raise ParamError("layer_rates", "layer_rates needs scope layerwise.")
        model = build_model(values, values["final_seq_length"])
        layers = len(layer_slices(model.parameters()))
        if len(values["layer_rates"]) != layers:
            raise ParamError(
                "layer_rates", f"layer_rates must have {layers} items, one a layer, or none."
            )
    if (values["criterion"] == "custom") != bool(values.get("criterion_code", "").strip()):
        raise ParamError(
            "criterion_code", "criterion_code goes with criterion custom, which needs it."
        )
    if values["scope"] != "global" and ranks_all_layers_together(values["criterion"]):
        raise ParamError("scope", f"scope must be global for criterion {values['criterion']}.")
    return values


def _levels(values: Values) -> list[float]:
    count = values["levels"]
    if values["schedule"] == "linear":
        return [float(s) for s in np.linspace(0, 1, count)]
    if values["schedule"] == "geometric":
        rounds = [round(1 - (1 - values["prune_rate"]) ** level, 6) for level in range(count)]
        if len(set(rounds)) < count:
            most = len(set(rounds))
            raise ParamError("levels", f"levels must be at most {most} at this prune_rate.")
        return rounds
    levels: list[float] = values["sparsities"]
    # The first mask is made from the trained dense network, so that is always the first level.
    # Checked again, since a record's parameters must be good for another run.
    return levels if levels[0] == 0 else list(params.SPARSITIES.check([0.0, *levels]))


class TicketSearch:
    """The search of one trial. Trial t uses seed + t in every arm, so that arms are paired."""

    def __init__(self, values: Values, trial: int) -> None:
        self.values = values
        self.trial = trial
        self.seed = int(values["seed"]) + trial
        # Not every experiment that searches lets the search rewind late.
        self.rewind_step = int(values.get("rewind_step", 0))
        # Of a file's samples no more can be drawn, and taking some away would change the run.
        self.validates = not values["data_file"]
        self.data = training_data(values)
        self.length = self.data.train.x.shape[0]
        self.model = build_model(values, self.length)
        self.parameters = self.model.parameters()
        self.layers = layer_slices(self.parameters)
        self.initial = self._draw(self.seed)
        self.noted: dict[str, Vector] = {}

    def _draw(self, *seed: int) -> Vector:
        kind = self.values["initialiser"]
        # As float32, which is what networks hold: the hash is then of the very weights used.
        return initial_weights(self.parameters, seed, kind).astype(np.float32)

    @cached_property
    def reinitialised(self) -> Vector:
        """Another draw of the initial weights."""
        return self._draw(self.seed, STREAMS["reinitialised"])

    @cached_property
    def groups(self) -> list[Group]:
        """Which weights are ranked against each other."""
        v = self.values
        return pruning_groups(
            self.parameters,
            everything_together=v["scope"] == "global",
            biases=v["prune_biases"],
            output=v["prune_output"],
            rates=v["layer_rates"],
        )

    @cached_property
    def validation(self) -> TrainingData:
        """Samples that nothing is trained or reported on: for choosing a level."""
        offset = VALIDATION_DATA_SEED_OFFSET
        return fresh_training_data(self.values, offset, self.data.test.size)

    def search(self, train: Callable[[Level], Run] | None = None) -> Generator[Event, None, Search]:
        """The ``Search`` of the arms; a generator, since rewinding to step k trains k steps.

        ``train`` stands in for ``train_level``, to say more about each level.
        """
        rewound = yield from self._rewound()
        return Search(
            seed=self.seed,
            initial=self.initial,
            rewound=rewound,
            reinitialised=self.reinitialised,
            groups=self.groups,
            layers=self.layers,
            sparsities=self.values["sparsities"],
            train=train or self.train_level,
            score=self._score,
            rewind_step=self.rewind_step,
            noted=self.noted,
        )

    def network(self, mask: Mask, start: Vector) -> Network:
        network = Network(self.model, self.length, get_ops(), mask, seed=self.seed)
        network.load(start)
        return network

    def train_level(self, level: Level) -> Run:
        """Train the level's network; returns the weights that the next mask is made from."""
        network = self.network(level.mask, level.start)
        check_start(network.weights(), level.start, level.mask)
        columns = self.columns(level)
        step, mask_step, kept = level.first_step, self._mask_step(), None
        outward = Outward(network) if watches_training(self.values["criterion"]) else None
        for event in train(network, self.data, self.values, level.first_step):
            if isinstance(event, Tick):
                step += 1
                if outward and kept is None:
                    outward.after_a_step()
                if step == mask_step:
                    kept = network.weights()
            if isinstance(event, Row):
                yield from self.pictures(network, level)
                yield Row({**columns, **event.values, **self._measured(network, level.mask, event)})
            elif isinstance(event, Notice):
                yield Notice(
                    f"{level.arm}, seed {self.seed}, sparsity {level.sparsity:g}: {event.message}"
                )
            else:
                yield event
        if outward and level.arm in FOLLOWED:
            self.noted["dense" if level.index == 0 else "pruned"] = outward.sum()
        return network.weights() if kept is None else kept

    def pictures(self, network: Network, level: Level) -> Iterator[Event]:
        """What is to be said of the network before each of its rows: nothing, here."""
        return iter(())

    def _mask_step(self) -> int | None:
        exact = self.values["protocol"] == "paper-exact"
        return math.ceil(PUBLISHED_MASK_SHARE * self.values["steps"]) if exact else None

    def columns(self, level: Level) -> dict[str, Any]:
        """What every row of a level says of it.

        ``sparsity`` is what was asked of the weights that may be pruned, and the level's name;
        ``removed`` is the share of all of them that is gone, counted.
        """
        return {
            "arm": level.arm,
            "model": self.values["model"],
            "trial": self.trial,
            "seed": self.seed,
            "level": level.index,
            "sparsity": level.sparsity,
            "removed": removed_share(level.mask),
            "survivors": int(level.mask.sum()),
            "initial_hash": weights_hash(level.start, level.mask),
        }

    def _measured(self, network: Network, mask: Mask, event: Row) -> dict[str, Any]:
        weights = network.weights()
        measured: dict[str, Any] = {
            "nonzero": int(np.count_nonzero(weights)),
            "moved": int(np.count_nonzero(weights[~mask])),
            **living_units(network, self.data.test),
        }
        if event.values["final"] and self.validates:
            _, measured["validation_acc"] = evaluate(network, self.validation.test)
        return measured

    def _rewound(self) -> Run:
        """θₖ: the dense network's weights after ``rewind_step`` steps."""
        steps = self.rewind_step
        if steps == 0:
            return self.initial
        network = self.network(np.ones(self.initial.size, np.bool_), self.initial)
        whole = self.values["steps"]
        settings = {**self.values, "steps": steps, "eval_every": steps, "decay_steps": whole}
        for event in train(network, self.data, settings):
            if isinstance(event, Tick):
                yield event
        return network.weights()

    def _score(self, trained: Vector, mask: Mask, index: int) -> Vector:
        evidence = Evidence(
            initial=self.initial,
            trained=trained,
            gradient=lambda weights: self._gradient(weights, mask),
            rng=stream(self.seed, "score", index),
            code=self.values.get("criterion_code", ""),
            first_gradient=self._first_gradient,
            outward=self.noted.get("dense" if mask.all() else "pruned", np.zeros(0)),
            rivals=[group.where[mask[group.where]] for group in self.groups],
        )
        return get_criterion(self.values["criterion"])(evidence)

    def _first_gradient(self) -> Vector:
        """The loss gradient of the dense network on the first batch, at its initial weights."""
        everything = np.ones(self.initial.size, np.bool_)
        return self._gradient(self.initial, everything, self.values["batch_size"])

    def _gradient(self, weights: Vector, mask: Mask, samples: int | None = None) -> Vector:
        """The loss gradient over the training set, or its first ``samples``, batch by batch."""
        network = self.network(mask, weights)
        batch = self.values["batch_size"]
        size = min(samples or self.data.train.size, self.data.train.size)
        total = np.zeros(weights.size)
        for start in range(0, size, batch):
            stop = min(start + batch, size)
            program = network.training_program(stop - start)
            program.run(self.data.train.x[:, start:stop], self.data.train.y[start:stop])
            total += network.gradient() * ((stop - start) / size)
        return np.where(mask, total, 0)
