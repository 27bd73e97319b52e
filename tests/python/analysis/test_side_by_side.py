"""Runs on the same axes: against means and t-intervals worked out by SciPy, pair by pair."""

from __future__ import annotations

from typing import Any

import mnist1d_lab
import numpy as np
import pytest
from mnist1d_lab import ParamError
from mnist1d_lab.analysis.side_by_side import side_by_side
from mnist1d_lab.records import Record
from scipy import stats

TINY: dict[str, Any] = {"num_samples": 400, "hidden": 16, "steps": 40, "eval_every": 40}
LEVELS = [0.0, 0.6]


def search(**given: Any) -> Record:
    return mnist1d_lab.run("lottery", **{"trials": 4, "sparsities": LEVELS, **TINY, **given})


USUAL, NOISY = search(), search(iid_noise_scale=0.3, seed=1)


def finals(record: Record, arm: str, removed: float) -> dict[int, float]:
    return {
        int(row["seed"]): float(row["test_acc"])
        for row in record.rows
        if row["final"] and row["arm"] == arm and row["removed"] == removed
    }


def test_means_and_paired_differences_are_scipy_s() -> None:
    found = side_by_side([USUAL, NOISY])
    places = {(*row["series"], row["at"]) for row in found["means"]}
    assert len(places) == 3  # dense; ticket and random at one level
    for row in found["means"]:
        values = list(finals((USUAL, NOISY)[row["run"]], row["series"][0], row["at"]).values())
        low, high = stats.t.interval(0.95, 3, np.mean(values), stats.sem(values))
        assert row["mean"] == pytest.approx(np.mean(values))
        assert (row["low"], row["high"]) == pytest.approx((low, high), abs=1e-3)
    assert {row["run"] for row in found["differences"]} == {1}
    for row in found["differences"]:
        before, after = (finals(r, row["series"][0], row["at"]) for r in (USUAL, NOISY))
        shared = [1, 2, 3]  # seeds 0 to 3, and 1 to 4
        test = stats.ttest_rel([after[s] for s in shared], [before[s] for s in shared])
        assert row["n"] == 3
        assert row["mean"] == pytest.approx(np.mean([after[s] - before[s] for s in shared]))
        assert row["p"] == pytest.approx(test.pvalue, abs=1e-6)
        interval = test.confidence_interval()
        assert (row["low"], row["high"]) == pytest.approx((interval.low, interval.high), abs=1e-2)
        assert row["p_holm"] >= row["p"]


def test_runs_without_a_common_seed_have_means_and_no_differences() -> None:
    found = side_by_side([USUAL, search(seed=100, trials=2)])
    assert found["differences"] == []
    assert {row["run"] for row in found["means"]} == {0, 1}


def test_two_experiments_with_the_same_axes_can_be_compared() -> None:
    bench = mnist1d_lab.run("bench", trials=2, sparsities=LEVELS, **TINY)
    assert {row["n"] for row in side_by_side([USUAL, bench])["differences"]} == {2}


@pytest.mark.parametrize("count", [0, 1, 5])
def test_two_to_four_runs_are_compared(count: int) -> None:
    with pytest.raises(ParamError, match="runs must be 2 to 4"):
        side_by_side([USUAL] * count)


def test_runs_without_common_axes_are_refused() -> None:
    check = mnist1d_lab.run("gradcheck", steps=0, entries=2)
    with pytest.raises(ParamError, match="gradcheck and lottery have no axes in common"):
        side_by_side([USUAL, check])
    data = mnist1d_lab.run("dataset", num_samples=200)
    with pytest.raises(ParamError, match="dataset has no figure"):
        side_by_side([data, data])
