"""The gradient check: backpropagation against differences of the loss, parameter by parameter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from mnist1d_lab import params
from mnist1d_lab.analysis.gradients import Comparison, Vector, compare_gradients
from mnist1d_lab.events import Array, Event, Progress, Row, Tick
from mnist1d_lab.experiments.base import Axis, Experiment, Figure, Task
from mnist1d_lab.nn.build import build_network
from mnist1d_lab.nn.network import Network
from mnist1d_lab.nn.parameters import slices
from mnist1d_lab.ops.numpy import NumpyOps
from mnist1d_lab.params import Values, with_default, with_defaults
from mnist1d_lab.training.data import training_data
from mnist1d_lab.training.train import Split, train

TOLERANCE = 1e-6

PARAMS = (
    *params.DATA,
    params.MODEL,
    *with_defaults(params.MODEL_OPTIONS, {"hidden": 100}),
    with_default(
        params.STEPS, 0, low=0, help="Training steps before the check; 0: at the initial weights."
    ),
    *(p for p in params.TRAINING if p.name not in ("steps", "reshuffle", "eval_every")),
    params.SAMPLES,
    params.ENTRIES,
    params.SEED,
)

PRESETS: dict[str, Values] = {
    "quick": {"entries": 10},
    "standard": {},
    "trained": {"steps": 300},
}


def plan(values: Values) -> list[Task]:
    """One task: it takes a second or a few."""
    return [Task("gradcheck", "gradcheck", values, {"model": values["model"]})]


def execute(task: Task, resume: Mapping[str, Any] | None = None) -> Iterator[Event]:
    """One row a parameter; one of which every entry lay at a kink has not passed.

    Arrays ``index/``, ``analytic/`` and ``numeric/{parameter}``.

    The check itself runs in float64 on the NumPy operations. ``backend_error`` then says how far
    the float32 gradient of the backend that trains here is from that one: the largest difference
    over the largest entry.
    """
    values = task.params
    data, seed = training_data(values), values["seed"]
    length = data.train.x.shape[0]
    fast = build_network(values, length, seed)
    yield from _train_first(fast, data, values)
    exact = build_network(values, length, seed, ops=NumpyOps(), dtype=np.float64)
    exact.load(fast.weights().astype(np.float64))
    count = min(values["samples"], data.train.size)
    batch = Split(np.ascontiguousarray(data.train.x[:, :count]), data.train.y[:count])
    errors = _backend_errors(fast, exact, batch)
    checks = compare_gradients(exact, batch.x, batch.y, values["entries"], seed)
    done = 0
    for check in checks:
        if isinstance(check, Tick):
            yield check
            continue
        done += 1
        backend: Values = {"backend": fast.ops.name, "backend_error": errors[check.name]}
        yield Row({**_row(check, values), **backend})
        yield from _arrays(check)
        yield Progress(done, len(errors), check.name, "parameters")


def _train_first(network: Network, data: Any, values: Values) -> Iterator[Event]:
    """The training's ticks and notices; its rows are another experiment's."""
    if values["steps"] > 0:
        settings = {**values, "eval_every": values["steps"]}
        yield from (e for e in train(network, data, settings) if not isinstance(e, Row))


def _row(check: Comparison, values: Values) -> dict[str, Any]:
    return {
        "model": values["model"],
        "seed": values["seed"],
        "parameter": check.name,
        "size": check.size,
        "checked": check.analytic.size,
        "kinks": check.kinks,
        "gradient_rms": check.scale,
        "max_relative_error": check.max_relative_error,
        "tolerance": TOLERANCE,
        "passed": check.max_relative_error <= TOLERANCE,
    }


def _arrays(check: Comparison) -> Iterator[Array]:
    yield Array(f"index/{check.name}", check.index.astype(np.int32))
    yield Array(f"analytic/{check.name}", check.analytic)
    yield Array(f"numeric/{check.name}", check.numeric)


def _backend_errors(fast: Network, exact: Network, batch: Split) -> dict[str, float]:
    """Each parameter's gradient on the training backend against float64 backpropagation."""
    gradients = [_gradient(network, batch) for network in (fast, exact)]
    errors = {}
    for name, place in slices(exact.model.parameters()).items():
        found, wanted = (gradient[place] for gradient in gradients)
        largest = float(np.abs(wanted).max())
        difference = float(np.abs(found - wanted).max())
        errors[name] = difference / largest if largest > 0 else difference
    return errors


def _gradient(network: Network, batch: Split) -> Vector:
    """The gradient with dropout's numbers drawn anew, so that every network draws the same."""
    program = network.training_program(batch.size)
    program.rng.bit_generator.state = np.random.default_rng([0]).bit_generator.state
    program.run(batch.x, batch.y)
    return network.gradient().astype(np.float64)


EXPERIMENT = Experiment.of(
    __name__,
    title="Is the gradient right?",
    summary="Check the backpropagation against differences of the loss, parameter by parameter.",
    figure=Figure(
        Axis("parameter", "Parameter"),
        Axis("max_relative_error", "Largest relative error"),
        ("model",),
        final=False,
        log=True,
    ),
)
