"""A run done again: the same bits, within another backend's rounding, or different."""

from __future__ import annotations

import copy
from typing import Any

import mnist1d_lab
import pytest
from mnist1d_lab.analysis.replication import compare_again
from mnist1d_lab.records import Record

TINY: dict[str, Any] = {"num_samples": 400, "hidden": 16, "steps": 60, "eval_every": 30}
SEARCH = mnist1d_lab.run("lottery", trials=2, sparsities=[0.0, 0.5, 0.8], **TINY)


def with_changes(record: Record, points: float, **named: Any) -> Record:
    """The record with its final test accuracies moved up and down, the mean where it was."""
    other = copy.deepcopy(record)
    finals = [row for row in other.rows if row["final"]]
    for index, row in enumerate(finals):
        row["test_acc"] += points if index % 2 else -points
    for name, value in named.items():
        setattr(other, name, value)
    return other


def test_the_same_parameters_give_the_same_bits() -> None:
    again = mnist1d_lab.run("lottery", **SEARCH.params)
    found = compare_again(SEARCH, again)
    assert found.verdict == "same"
    assert again.result_hash[:10] in found.sentence


@pytest.mark.parametrize("name", ["lottery", "benchmark", "gradcheck"])
def test_another_backend_is_close_and_named(name: str) -> None:
    own = {"lottery": {"trials": 1, "steps": 400}, "benchmark": {"models": ["mlp"]}}.get(name, {})
    takes = {p.name for p in mnist1d_lab.experiments.get_experiment(name).params}
    small = {k: v for k, v in {**TINY, **own}.items() if k in takes}
    before = mnist1d_lab.run(name, backend="numpy", **small)
    found = compare_again(before, mnist1d_lab.run(name, backend="native", **small))
    assert found.verdict in ("close", "same"), found.sentence
    assert found.verdict == "same" or "backend native, before numpy" in found.sentence


def test_one_altered_number_is_different_on_the_same_backend() -> None:
    found = compare_again(with_changes(SEARCH, 0.5), SEARCH)
    assert found.verdict == "different"
    assert "the same backend (native) gave other numbers" in found.sentence
    assert found.largest == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("points", "verdict"), [(0.5, "close"), (5.0, "close"), (12.0, "different")]
)
def test_on_another_backend_no_accuracy_may_be_far_off(points: float, verdict: str) -> None:
    found = compare_again(with_changes(SEARCH, points, backend="numpy"), SEARCH)
    assert found.verdict == verdict, found.sentence


def test_on_another_backend_the_mean_may_not_be_far_off() -> None:
    shifted = copy.deepcopy(SEARCH)
    shifted.backend = "numpy"
    for row in shifted.rows:
        row["test_acc"] -= 4
    found = compare_again(shifted, SEARCH)
    assert found.verdict == "different"
    assert found.mean == pytest.approx(4)
    assert "differ on the whole" in found.sentence


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda rows: rows.pop(), "rows, before"),
        (lambda rows: rows[0].update(arm="random"), "not of the same measurements"),
        (lambda rows: rows[0].update(seed=99), "not of the same measurements"),
        (lambda rows: rows[0].pop("test_loss"), "not of the same measurements"),
    ],
)
def test_other_measurements_are_different_whatever_the_backend(change: Any, why: str) -> None:
    other = copy.deepcopy(SEARCH)
    other.backend = "numpy"
    change(other.rows)
    found = compare_again(other, SEARCH)
    assert (found.verdict, why in found.sentence) == ("different", True), found.sentence


def test_numbers_without_a_training_have_to_be_near() -> None:
    before = mnist1d_lab.run("dataset", num_samples=200)
    other = copy.deepcopy(before)
    other.backend = "another"
    other.arrays["x"] = other.arrays["x"] + 1e-9
    assert compare_again(other, before).verdict == "close"
    other.rows[0]["fingerprint"] = "0"
    assert compare_again(other, before).verdict == "different"
