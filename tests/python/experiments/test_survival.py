"""What a lead survives: at each value of the knob, what "rivals" finds there."""

from __future__ import annotations

from typing import Any

import mnist1d_lab
import pytest
from mnist1d_lab import ParamError, events
from mnist1d_lab.analysis.statistics import holm
from mnist1d_lab.experiments import EXPERIMENTS

SMALL: dict[str, Any] = {
    "num_samples": 300, "hidden": 12, "steps": 20, "batch_size": 50, "eval_every": 10, "trials": 2,
    "seed": 2, "sparsities": [0, 0.5, 0.8], "rates": [0.01], "decays": ["linear"],
}  # fmt: skip
SURVIVAL = EXPERIMENTS["survival"]


@pytest.mark.parametrize(
    ("knob", "values"),
    [("hidden", [8, 20]), ("learning_rate", [0.005, 0.05]), ("iid_noise_scale", [0.0, 0.3])],
)
def test_each_value_is_a_run_of_rivals(knob: str, values: list[float]) -> None:
    record = mnist1d_lab.run("survival", **SMALL, knob=knob, values=values)
    # All rates serve at every published rate.
    turns_the_rate = knob == "learning_rate"
    rates = {"rates": [0.005, 0.01, 0.02, 0.05]} if turns_the_rate else {}
    for value in values:
        rivals = mnist1d_lab.run(
            "rivals", **{**SMALL, **rates, knob: value}, rivals=["dense", "lottery"],
            stops=["last"], choose_level=True,
        )  # fmt: skip
        ours = [row for row in record.rows if turns_the_rate or row["value"] == value]
        keys = ("arm", "trial", "level", "step", "rate", "decay", "test_acc", "validation_acc")
        told = [[tuple(row[key] for key in keys) for row in rows] for rows in (ours, rivals.rows)]
        assert sorted(told[0]) == sorted(told[1])
        for row in rivals.summary:
            if row["what"] == "minus_dense" and row["at"] in ("published", "best", "dense_best"):
                found = next(
                    r for r in record.summary
                    if (r["what"], r.get("at"), r["value"]) == ("minus_dense", row["at"], value)
                )  # fmt: skip
                assert found["mean"] == row["mean"]
                assert found["p"] == row["p"]
    if turns_the_rate:
        assert all(row["value"] == row["rate"] for row in record.rows)


def test_holm_allows_for_all_values() -> None:
    record = mnist1d_lab.run("survival", **SMALL, knob="steps", values=[5, 10, 20])
    leads = [row for row in record.summary if row["what"] == "minus_dense" and row["p"] is not None]
    assert len({row["value"] for row in leads}) == 3
    adjusted = holm([row["p"] for row in leads])
    assert [row["p_holm"] for row in leads] == pytest.approx(list(adjusted))
    for figure in SURVIVAL.sums:
        shown = [row for row in record.summary if row["what"] == figure.what]
        assert {row["value"] for row in shown} == {5, 10, 20}
        assert all({*figure.series, figure.y.column, "low", "high"} <= row.keys() for row in shown)


def test_a_wider_networks_task_costs_more() -> None:
    values = SURVIVAL.check({**SMALL, "knob": "hidden", "values": [12, 120]})
    cost = {float(task.key["value"] or 0): task.cost for task in SURVIVAL.plan(values)}
    # By hand: 40 h + h + h h + h + 10 h + 10 weights and biases.
    weights = {h: 52 * h + h * h + 10 for h in (12, 120)}
    assert cost[120] / cost[12] == pytest.approx(weights[120] / weights[12], rel=0.01)


def test_progress_ends_with_the_search() -> None:
    task = SURVIVAL.plan(SURVIVAL.check({**SMALL, "values": [20], "knob": "steps"}))[0]
    told = [e for e in SURVIVAL.execute(task, None) if isinstance(e, events.Progress)]
    assert [e.done for e in told] == sorted(e.done for e in told)
    assert told[-1].done == told[-1].total


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"knob": "hidden", "values": [0.5]}, "values must suit the knob"),
        ({"knob": "steps", "values": [20, 20]}, "values must differ"),
        ({"knob": "steps", "values": [10, 20], "rewind_step": 12}, "rewind_step"),
    ],
)
def test_what_makes_no_sense_is_refused(given: dict[str, Any], says: str) -> None:
    with pytest.raises(ParamError, match=says):
        SURVIVAL.check({**SMALL, **given})
