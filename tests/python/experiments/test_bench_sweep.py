"""Ticket, random and dense against a knob: each point is the bench's own, and the leads add up."""

from __future__ import annotations

from typing import Any

import mnist1d_lab
import numpy as np
import pytest
from mnist1d_lab import ParamError
from mnist1d_lab.experiments import EXPERIMENTS
from scipy import stats

SWEEP = EXPERIMENTS["bench_sweep"]
SMALL: dict[str, Any] = {
    "num_samples": 200, "hidden": 16, "steps": 20, "batch_size": 50, "trials": 3, "seed": 3,
    "sparsities": [0, 0.4, 0.9], "sparsity": 0.65,
}  # fmt: skip
VALUES = [0.0, 0.1, 0.4]
ARMS = {"dense": 0, "lottery": 2, "random": 2}


@pytest.fixture(scope="module")
def record() -> mnist1d_lab.Record:
    return mnist1d_lab.run("bench_sweep", **SMALL, values=VALUES)


def test_one_row_a_value_arm_and_trial(record: mnist1d_lab.Record) -> None:
    told = [(row["value"], row["arm"], row["trial"]) for row in record.rows]
    assert sorted(told) == sorted((v, a, t) for v in VALUES for a in ARMS for t in range(3))
    assert all(row["final"] and row["knob"] == "iid_noise_scale" for row in record.rows)
    assert record.arrays == {}
    assert record.params["sparsities"] == [0, 0.4, 0.65]


@pytest.mark.parametrize("value", VALUES)
def test_each_point_is_the_benchs_own(record: mnist1d_lab.Record, value: float) -> None:
    bench = mnist1d_lab.run(
        "bench",
        **{k: v for k, v in SMALL.items() if k != "sparsity"} | {"sparsities": [0, 0.4, 0.65]},
        iid_noise_scale=value,
    )
    dropped = ("ms_per_step", "knob", "value", "train_loss", "train_acc")
    ours, theirs = (
        [
            {k: v for k, v in row.items() if k not in dropped}
            for row in rows
            if row["final"] and row["level"] == ARMS[row["arm"]]
        ]
        for rows in ([row for row in record.rows if row["value"] == value], bench.rows)
    )
    assert ours == theirs


def test_whole_curves_come_first() -> None:
    plan = SWEEP.plan(SWEEP.check({**SMALL, "values": VALUES}))
    assert [(t.key["trial"], t.key["value"]) for t in plan] == [
        (trial, value) for trial in range(3) for value in VALUES
    ]


def test_leads_are_scipys(record: mnist1d_lab.Record) -> None:
    accuracy = {(r["value"], r["arm"], r["trial"]): r["test_acc"] for r in record.rows}
    leads = [row for row in record.summary if row["what"] != "test_acc"]
    assert len(leads) == 3 * len(VALUES)
    for row in leads:
        rival = row["what"].removeprefix("minus_")
        a, b = ([accuracy[row["value"], arm, t] for t in range(3)] for arm in (row["arm"], rival))
        low, high = stats.ttest_rel(a, b).confidence_interval(0.95)
        np.testing.assert_allclose((row["low"], row["high"]), (low, high), rtol=1e-3, atol=1e-3)


def test_half_a_run_has_a_summary(record: mnist1d_lab.Record) -> None:
    some = SWEEP.summarise(record.params, record.rows[:5])
    assert some[0] == {**some[0], "what": "test_acc", "arm": "dense", "value": 0.0, "n": 1}
    assert SWEEP.summarise(record.params, []) == []


def test_values_that_do_not_suit_the_knob_are_refused() -> None:
    for given in ({"knob": "max_translation", "values": [0.5]}, {"range": [1, 0]}):
        with pytest.raises(ParamError):
            SWEEP.check(given)


def test_resolutions_have_networks_of_their_own() -> None:
    changes = {**SMALL, "trials": 1, "knob": "final_seq_length", "values": [8, 24]}
    rows = mnist1d_lab.run("bench_sweep", **changes).rows
    survivors = {row["value"]: row["survivors"] for row in rows if row["arm"] == "dense"}
    assert survivors[24] - survivors[8] == 16 * 16
