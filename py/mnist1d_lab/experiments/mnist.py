"""MNIST beside MNIST-1D: what each tells apart, and what that costs.

Logistic regression, MLP and CNN learn both from the same seeds, by the same recipe. On MNIST, 784
numbers a sample, the CNN's windows have two dimensions (``nn.convolution.Conv2d``); else the models
are the same.

A row every ``eval_every`` steps and at the end (then ``final``): dataset ("mnist" or "mnist1d"),
model, trial, seed, features (numbers a sample), train_samples, test_samples, data_bytes (of all
samples, four bytes a number), parameters, multiply_adds (one sample, forward), step, train_loss,
train_acc, test_loss, test_acc (percent), ms_per_step.

Arrays, of the first ``map_points`` test samples: ``map/{dataset}`` (samples, 2), by t-SNE, and
``labels/{dataset}`` uint8 (samples,).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from mnist1d_lab import params
from mnist1d_lab.dataset import images
from mnist1d_lab.dataset.arrays import arrays
from mnist1d_lab.events import TICK, Array, Event, Progress
from mnist1d_lab.experiments.base import STEP, TEST_ACCURACY, Experiment, Figure, Task
from mnist1d_lab.experiments.shared.maps import TSNE_STEPS, tsne_map
from mnist1d_lab.experiments.shared.model_run import train_on
from mnist1d_lab.experiments.shared.paired import final_accuracies, summary_rows
from mnist1d_lab.experiments.shared.work import training_work
from mnist1d_lab.params import ParamError, Values
from mnist1d_lab.training.train import TrainingData

DATASETS = ("mnist", "mnist1d")
MODELS = ("linear", "mlp", "cnn")
FEWEST_ON_A_MAP = 10
NUMBER_BYTES = 4

# A step on MNIST against one of the same model on MNIST-1D, measured with the page's kernels.
MNIST_STEP = {"linear": 7.0, "mlp": 3.0, "cnn": 20.0}
# A step of t-SNE of 500 samples, which grows with their square, against one of the MLP.
MAP_STEP = 12.0

PARAMS = (
    *params.DATA,
    params.MNIST_IMAGES,
    params.with_default(params.MODELS, list(MODELS), choices=MODELS, length=(1, len(MODELS))),
    *params.MODEL_OPTIONS,
    *params.with_defaults(params.TRAINING, {"steps": 1000, "rate_decay": "linear"}),
    params.MAP_POINTS,
    params.SEEDS,
    params.SEED,
    params.MNIST_FILE,
)

PRESETS: dict[str, Values] = {
    "quick": {"mnist_images": 3000, "steps": 300, "map_points": 250},
    "standard": {"steps": 1000},
    "long": {"steps": 6000, "eval_every": 500},
}


def settle(values: Values) -> Values:
    """A map needs neighbours."""
    if 0 < values["map_points"] < FEWEST_ON_A_MAP:
        raise ParamError(
            "map_points",
            f"map_points must be 0 or at least {FEWEST_ON_A_MAP}; got {values['map_points']}.",
        )
    return values


def plan(values: Values) -> list[Task]:
    """One task for each data set, model and seed, and one a map; the CNN on images, which takes
    longest, comes first.
    """
    tasks = [
        Task(
            f"{dataset}-{model}-{trial}",
            "mnist",
            values,
            {"dataset": dataset, "model": model, "trial": trial},
            _work(values, dataset, model),
        )
        for trial in range(values["seeds"])
        for dataset in DATASETS
        for model in values["models"]
    ]
    if values["map_points"]:
        work = max(1, round(TSNE_STEPS * MAP_STEP * (values["map_points"] / 500) ** 2))
        tasks += [Task(f"map-{d}", "mnist", values, {"dataset": d}, work) for d in DATASETS]
    return sorted(tasks, key=lambda task: -task.cost)


def _work(values: Values, dataset: str, model: str) -> int:
    if dataset == "mnist1d":
        return training_work(values, sparsity=0)
    measured = {"num_samples": values["mnist_images"] * 6 / 5, "train_split": 5 / 6}
    return round(MNIST_STEP[model] * training_work({**values, **measured}, sparsity=0))


def execute(task: Task, resume: Mapping[str, Any] | None = None) -> Iterator[Event]:
    """Train one model on one data set, or map it, which starts over."""
    values, dataset = task.params, str(task.key["dataset"])
    note = {"mnist": "MNIST", "mnist1d": "MNIST-1D"}[dataset]
    done = int(resume["step"]) if resume else 0
    yield Progress(task.cost * done // values["steps"], task.cost, note)
    made = arrays(values) if dataset == "mnist1d" else _images(values)
    yield TICK
    if "model" in task.key:
        yield from _training(task, made, note, resume)
        return
    count = values["map_points"]
    yield Array(f"labels/{dataset}", made["y_test"][:count].astype(np.uint8))
    signals = np.asarray(made["x_test"][:count], np.float64)
    yield from tsne_map(signals, f"map/{dataset}", values["seed"], task.cost)


def _images(values: Values) -> Mapping[str, Any]:
    count = values["mnist_images"]
    return images.scaled(images.load(values["mnist_file"]), count, count // 5)


def _training(
    task: Task, made: Mapping[str, Any], note: str, resume: Mapping[str, Any] | None
) -> Iterator[Event]:
    key, seed = task.key, task.params["seed"] + int(task.key["trial"] or 0)
    over_images = key["dataset"] == "mnist" and key["model"] == "cnn"
    values = {**task.params, "model": "cnn2d" if over_images else key["model"]}
    data = TrainingData.of(made)
    samples, features = data.train.size + data.test.size, len(data.train.x)
    columns = {
        **key,
        "seed": seed,
        "features": features,
        "train_samples": data.train.size,
        "test_samples": data.test.size,
        "data_bytes": NUMBER_BYTES * features * samples,
    }
    note = f"{note}, {key['model']}, seed {seed}"
    yield from train_on(data, values, seed, columns, note, resume, task.cost)


def summarise(values: Values, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """By data set and model: "test_acc", and its lead, paired by seed, over each other model on
    the same data ("minus_linear", ...).
    """
    cells = final_accuracies(rows, "dataset", "model")
    summary: list[dict[str, Any]] = []
    for dataset, model in cells:
        rivals = {rival: (dataset, rival) for rival in values["models"] if rival != model}
        named = {"dataset": dataset, "model": model}
        summary += summary_rows(cells, (dataset, model), rivals, **named)
    return summary


EXPERIMENT = Experiment.of(
    __name__,
    title="MNIST beside MNIST-1D",
    summary="Train three models on MNIST and on MNIST-1D: what each tells apart, at what cost.",
    figure=Figure(STEP, TEST_ACCURACY, ("dataset", "model"), final=False),
)
