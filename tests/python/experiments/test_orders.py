"""What the mask knows: the cells are those of the controls, and the summary is of the rows."""

from __future__ import annotations

from typing import Any

import mnist1d_lab
import numpy as np
import pytest
from mnist1d_lab import ParamError, events
from mnist1d_lab.experiments import EXPERIMENTS
from scipy import stats

SMALL: dict[str, Any] = {
    "num_samples": 300, "hidden": 12, "steps": 30, "eval_every": 30, "trials": 3, "seed": 2,
    "sparsities": [0, 0.5, 0.8], "control_steps": 20, "control_batch_size": 100,
}  # fmt: skip
TRIED: dict[str, Any] = {**SMALL, "rolls": [1, 20], "chunks": [2, 5], "translations": [48, 0]}
ORDERS = [
    ("fresh", 0), ("rolled", 1), ("rolled", 20), ("reversed", 0), ("chunked", 2), ("chunked", 5),
    ("shuffled", 0),
]  # fmt: skip


@pytest.fixture(scope="module")
def record() -> mnist1d_lab.Record:
    return mnist1d_lab.run("orders", **TRIED)


def final(record: mnist1d_lab.Record, **columns: Any) -> list[dict[str, Any]]:
    return [r for r in record.rows if r["final"] and columns.items() <= r.items()]


def test_every_order_is_tried_on_both_arms_and_translations(record: mnist1d_lab.Record) -> None:
    cells = [
        (r["max_translation"], r["order"], r["amount"], r["arm"], r["trial"]) for r in final(record)
    ]
    expected = [
        (translation, *order, arm, trial)
        for translation in (48, 0)
        for order in ORDERS
        for arm in ("lottery", "dense")
        for trial in range(3)
    ]
    assert sorted(cells) == sorted(expected)


@pytest.mark.parametrize("translation", [48, 0])
def test_the_cells_are_those_of_the_controls(record: mnist1d_lab.Record, translation: int) -> None:
    """Whose roll is half the length, and whose chunks are of five."""
    controls = mnist1d_lab.run(
        "controls", **SMALL, max_translation=translation,
        controls=["fresh", "rolled", "reversed", "chunked", "shuffled"],
    )  # fmt: skip
    amounts = {"rolled": 20, "chunked": 5}
    for arm in ("lottery", "dense"):
        for row in final(controls, arm=arm, weights="own"):
            ours = final(
                record, arm=arm, order=row["control"], amount=amounts.get(row["control"], 0),
                trial=row["trial"], max_translation=translation,
            )[0]  # fmt: skip
            assert (ours["test_acc"], ours["nonzero"]) == (row["test_acc"], row["nonzero"])


def test_the_leads_are_paired(record: mnist1d_lab.Record) -> None:
    def lead(order: str, amount: int) -> np.ndarray:
        where = {"order": order, "amount": amount, "max_translation": 48}
        ticket, dense = (
            [r["test_acc"] for r in final(record, arm=arm, **where)] for arm in ("lottery", "dense")
        )
        return np.subtract(ticket, dense)

    named = {"order": "chunked", "amount": 2, "max_translation": 48}
    found = {r["what"]: r for r in record.summary if named.items() <= r.items() and "arm" not in r}
    for what, values in (
        ("minus_dense", lead("chunked", 2)),
        ("minus_fresh", lead("chunked", 2) - lead("fresh", 0)),
    ):
        low, high = stats.ttest_1samp(values, 0).confidence_interval(0.95)
        row = found[what]
        assert (row["mean"], row["low"], row["high"]) == pytest.approx(
            (values.mean(), low, high), rel=1e-4
        )
        assert row["p_holm"] >= row["p"]


def test_every_lead_says_what_its_order_leaves(record: mnist1d_lab.Record) -> None:
    """By hand: a roll by 1 parts one pair of 39, moves 39 values by 1 and one by 39."""
    leads = {(r["order"], r["amount"], r["max_translation"]): r
             for r in record.summary if r["what"] == "minus_dense"}  # fmt: skip
    rolled, chunked = leads["rolled", 1, 48], leads["chunked", 5, 48]
    assert (rolled["roll"], chunked["chunk"]) == (1, 5)
    assert "chunk" not in rolled
    assert "roll" not in leads["reversed", 0, 48]
    assert rolled["neighbours_kept"] == pytest.approx(38 / 39)
    assert rolled["displacement"] == pytest.approx((39 * 1 + 39) / 40)
    kept = [r["neighbours_kept"] for r in final(record, arm="dense", order="shuffled", amount=0)
            if r["max_translation"] == 48]  # fmt: skip
    assert leads["shuffled", 0, 48]["neighbours_kept"] == pytest.approx(np.mean(kept))
    for figure in EXPERIMENTS["orders"].sums:
        shown = [r for r in record.summary if r["what"] == figure.what and figure.x.column in r]
        assert len(shown) >= 4
        assert all({*figure.series, figure.y.column, "low", "high"} <= r.keys() for r in shown)


def test_a_mask_that_knows_neighbours_alone_shows_it() -> None:
    """Rows made up so that the lead is 4 points for all pairs kept, whatever is moved how far."""
    values = EXPERIMENTS["orders"].check(TRIED)
    real = mnist1d_lab.run("orders", **{**TRIED, "trials": 1, "translations": [48]}).rows
    rows = [
        {**row, "trial": t, "test_acc": 60 + t + (4 * row["neighbours_kept"] if ticket else 0)}
        for row in real
        for ticket in [row["arm"] == "lottery"]
        for t in range(3)
    ]
    summary = EXPERIMENTS["orders"].summarise({**values, "translations": [48]}, rows)
    found = {r["what"]: r["mean"] for r in summary if r["what"].startswith("slope")}
    assert found == pytest.approx({"slope_neighbours": 4, "slope_displacement": 0}, abs=1e-9)


def test_progress_and_resuming() -> None:
    experiment = EXPERIMENTS["orders"]
    task = experiment.plan(experiment.check({**TRIED, "trials": 1}))[0]
    whole = list(experiment.execute(task, None))
    done = [e for e in whole if isinstance(e, events.Progress)]
    assert [e.done for e in done] == sorted(e.done for e in done)
    assert done[-1].done == task.cost
    stops = [i for i, e in enumerate(whole) if isinstance(e, events.Checkpoint)]
    rest = list(experiment.execute(task, whole[stops[5]].state))

    def accuracies(said: list[Any]) -> list[Any]:
        return [e.values["test_acc"] for e in said if isinstance(e, events.Row)]

    assert accuracies(rest) == accuracies(whole[stops[5] :])


def test_what_makes_no_order_is_refused() -> None:
    for name in ("rolls", "chunks"):
        with pytest.raises(ParamError, match=f"{name} must be less than final_seq_length, 40"):
            EXPERIMENTS["orders"].check({name: [40]})
