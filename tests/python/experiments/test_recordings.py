"""The runs kept in static/recorded/: whole, small, and still runs of today's experiments."""

from __future__ import annotations

import json
from pathlib import Path
from statistics import mean
from typing import Any

import pytest
from mnist1d_lab.experiments import get_experiment

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
        "controls_best",
        "transfer_best",
        "untrained",
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
    assert path.stat().st_size < (250_000 if record["experiment"] == "survival" else 150_000)


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
