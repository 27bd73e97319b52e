"""The runs kept in static/recorded/: whole, small, and still runs of today's experiments."""

from __future__ import annotations

import json
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np
import pytest
from mnist1d_lab.data import get_dataset_args, make_dataset
from mnist1d_lab.experiments import get_experiment
from mnist1d_lab.records.arrays import decode_array
from scipy import stats
from scipy.spatial import cKDTree

from buildtools import package

FILES = sorted(package.RECORDINGS.glob("*.json"))
each_file = pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])


def test_the_page_has_the_recordings_that_its_text_quotes() -> None:
    names = {
        "controls",
        "transfer",
        "connectivity",
        "orders",
        "orders_still",
        "survival",
        "survival_width",
        "survival_samples",
        "survival_rate",
        "survival_rate_paper",
        "controls_best",
        "transfer_best",
        "untrained",
        "untrained_long",
        "rewinding",
        "snip",
        "movement",
        "cnn",
        "controls_cnn",
        "rivals_cnn",
        "magnitude",
        "rivals",
        "rivals_paper",
        "mnist",
        "paper",
        "paper_exact",
    }
    assert {path.stem for path in FILES} == names


@each_file
def test_a_recording_is_a_whole_run_and_small(path: Path) -> None:
    record: dict[str, Any] = json.loads(path.read_text())
    experiment = get_experiment(record["experiment"])
    checked = experiment.check(record["params"])  # fills in what has come since, at its default
    assert {name: checked[name] for name in record["params"]} == record["params"]
    trials = record["params"].get("trials") or record["params"]["seeds"]
    assert {row["seed"] for row in record["rows"]} == set(range(trials))
    assert all(row["final"] for row in record["rows"])
    # Those of all values and rates are fetched by themselves, or not at all: the text quotes them.
    of_all = record["experiment"] == "survival" or record["params"].get("at_best")
    assert path.stat().st_size < (400_000 if of_all else 150_000)


def test_what_follows_from_the_rows_is_worked_out_by_the_build() -> None:
    path = package.RECORDINGS / "controls.json"
    kept = package._kept(path)
    assert "summary" not in json.loads(path.read_text())
    accuracy = {
        (row["arm"], row["trial"]): row["test_acc"]
        for row in kept["rows"]
        if (row["control"], row["weights"]) == ("fresh", "own")
    }
    leads = [accuracy["lottery", trial] - accuracy["dense", trial] for trial in range(5)]
    found = next(
        row for row in kept["summary"]
        if (row["what"], row["control"], row["arm"], row["weights"])
        == ("ticket_minus_this", "fresh", "dense", "own")
    )  # fmt: skip
    assert found["mean"] == pytest.approx(mean(leads))
    assert found["n"] == 5
    assert found["low"] < found["mean"] < found["high"]


def test_the_recorded_maps_show_what_the_text_says() -> None:
    """Neighbours on MNIST's map are mostly of one digit, those on MNIST-1D's mostly not."""
    arrays = package._kept(package.RECORDINGS / "mnist.json")["arrays"]
    found = {name: decode_array(encoded) for name, encoded in arrays.items()}
    labels = make_dataset(get_dataset_args())["y_test"][:250]
    assert np.array_equal(found["labels/mnist1d"], labels)
    alike = {}
    for dataset in ("mnist", "mnist1d"):
        points, digits = found[f"map/{dataset}"], found[f"labels/{dataset}"]
        assert points.shape == (250, 2)
        _, nearest = cKDTree(points).query(points, k=2)
        alike[dataset] = np.mean(digits[nearest[:, 1]] == digits)
    assert alike["mnist"] > 0.7
    assert alike["mnist1d"] < 0.5


def test_the_rate_at_the_papers_size_is_that_of_the_rivals_there() -> None:
    """The same trainings, seen from another side: every lead follows from the other recording."""
    rate, rivals = (
        package._kept(package.RECORDINGS / f"{name}.json")
        for name in ("survival_rate_paper", "rivals_paper")
    )
    final = {
        (row["arm"], row["rate"], row["trial"]): row["test_acc"]
        for row in rivals["rows"]
        if row["decay"] == "constant" and row["level"] in (0, 6)
    }
    leads = [row for row in rate["summary"] if row.get("at") == "published"]
    assert len(leads) == 8
    for lead in leads:
        pairs = [[final[arm, lead["value"], t] for t in range(5)] for arm in ("lottery", "dense")]
        assert lead["mean"] == pytest.approx(np.mean(np.subtract(*pairs)))
        assert lead["p"] == pytest.approx(stats.ttest_rel(*pairs).pvalue, rel=1e-4)
