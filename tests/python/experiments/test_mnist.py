"""MNIST beside MNIST-1D: what is said of each, and that MNIST is the easier one."""

from __future__ import annotations

from statistics import mean
from typing import Any

import mnist1d_lab
import numpy as np
import pytest
from mnist1d_lab import ParamError, events
from mnist1d_lab.dataset import images
from mnist1d_lab.experiments.mnist import EXPERIMENT, MODELS
from mnist1d_lab.experiments.shared import model_run
from mnist1d_lab.records import Record

from buildtools.images import images_file
from buildtools.vendor import Vendor, read_lock

SETTINGS: dict[str, Any] = {
    "mnist_images": 1000,
    "steps": 100,
    "eval_every": 50,
    "hidden": 32,
    "seeds": 2,
    "map_points": 40,
}


@pytest.fixture(scope="module")
def record() -> Record:
    path = str(images_file(Vendor(read_lock())))
    return mnist1d_lab.run("mnist", mnist_file=path, **SETTINGS)


def final(record: Record, dataset: str, model: str) -> list[dict[str, Any]]:
    rows = [row for row in record.rows if (row["dataset"], row["model"]) == (dataset, model)]
    assert [row["step"] for row in rows] == [50, 100] * SETTINGS["seeds"]
    return [row for row in rows if row["final"]]


def test_rows_say_what_each_set_and_model_costs(record: Record) -> None:
    for dataset, numbers, train, test in (("mnist", 784, 1000, 200), ("mnist1d", 40, 4000, 1000)):
        # Weights and biases; the hidden layers of the MLP have 32 units.
        parameters = {
            "linear": numbers * 10 + 10,
            "mlp": 32 * (numbers + 1) + 32 * 33 + 330,
            "cnn": 15960 if dataset == "mnist" else 5210,
        }
        for model in MODELS:
            rows = final(record, dataset, model)
            assert [row["seed"] for row in rows] == [0, 1]
            for row in rows:
                assert (row["features"], row["train_samples"]) == (numbers, train)
                assert row["test_samples"] == test
                assert row["data_bytes"] == 4 * numbers * (train + test)
                assert row["parameters"] == parameters[model]


def test_mnist_is_the_easier_one_and_tells_models_apart_less(record: Record) -> None:
    found = {
        (dataset, model): mean(row["test_acc"] for row in final(record, dataset, model))
        for dataset in ("mnist", "mnist1d")
        for model in MODELS
    }
    assert min(found["mnist", model] for model in MODELS) > 80
    assert max(found["mnist1d", model] for model in MODELS) < 65
    assert found["mnist", "cnn"] > found["mnist", "linear"]
    for row in record.summary:
        if row["what"] == "minus_linear":
            of = found[row["dataset"], row["model"]]
            assert row["mean"] == pytest.approx(of - found[row["dataset"], "linear"])
            assert row["n"] == 2


def test_maps_have_the_first_test_samples(record: Record) -> None:
    labels = images.load(str(images_file(Vendor(read_lock()))))["y_test"][:40]
    np.testing.assert_array_equal(record.arrays["labels/mnist"], labels)
    published = mnist1d_lab.data.make_dataset(mnist1d_lab.data.get_dataset_args())
    np.testing.assert_array_equal(record.arrays["labels/mnist1d"], published["y_test"][:40])
    for dataset in ("mnist", "mnist1d"):
        points = record.arrays[f"map/{dataset}"]
        assert points.shape == (40, 2)
        assert np.isfinite(points).all()


def test_tasks_are_each_training_and_map_once_the_longest_first() -> None:
    tasks = EXPERIMENT.plan(EXPERIMENT.check({"seeds": 2}))
    costs = [task.cost for task in tasks]
    assert costs == sorted(costs, reverse=True)
    assert len(tasks) == 2 * 2 * 3 + 2
    assert len(EXPERIMENT.plan(EXPERIMENT.check({"map_points": 0}))) == 6


def test_what_cannot_be_run_is_refused() -> None:
    with pytest.raises(ParamError, match="map_points must be 0 or at least 10; got 3"):
        EXPERIMENT.check({"map_points": 3})
    with pytest.raises(ParamError, match="models must be some of linear, mlp, cnn"):
        EXPERIMENT.check({"models": ["gru"]})
    with pytest.raises(ParamError, match=r"mnist_file .nowhere\.npz. is not here"):
        mnist1d_lab.run("mnist", mnist_file="nowhere.npz", models=["linear"], steps=1)


def test_a_training_that_is_gone_on_with_finds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_run, "CHECKPOINT_EVERY_S", 0)
    path = str(images_file(Vendor(read_lock())))
    values = EXPERIMENT.check({**SETTINGS, "mnist_file": path, "models": ["mlp"], "seeds": 1})
    task = EXPERIMENT.plan(values)[0]
    whole = list(EXPERIMENT.execute(task, None))
    kept = [event.state for event in whole if isinstance(event, events.Checkpoint)]
    rest = list(EXPERIMENT.execute(task, kept[70]))
    last = [[e.values for e in run if isinstance(e, events.Row)][-1] for run in (whole, rest)]
    assert last[0]["step"] == 100
    assert last[0].keys() == last[1].keys()
    for name in last[0].keys() - {"ms_per_step"}:
        assert last[0][name] == last[1][name], name
    progress = [event.done for event in rest if isinstance(event, events.Progress)]
    assert progress == sorted(progress)
    assert progress[0] == task.cost * kept[70]["step"] // 100
