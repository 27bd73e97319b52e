"""The bench's search: what "lottery" trains, to the bit, with its first layer shown."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import Any

import mnist1d_lab
import numpy as np
import pytest
from mnist1d_lab import ParamError
from mnist1d_lab.events import Array, Checkpoint, Row
from mnist1d_lab.experiments import EXPERIMENTS
from scipy import stats

BENCH = EXPERIMENTS["bench"]
TINY: dict[str, Any] = {
    "num_samples": 200, "hidden": 16, "steps": 20, "eval_every": 8, "batch_size": 50,
    "sparsities": [0, 0.5, 0.9], "trials": 2, "seed": 3,
}  # fmt: skip
ADDED, LEFT_OUT = {"remaining"}, {"validation_acc"}
EVERY_ARM = ["lottery", "random", "nested_random", "layer_random", "reinitialised", "one_shot"]


@pytest.fixture(scope="module")
def record() -> mnist1d_lab.Record:
    return mnist1d_lab.run("bench", **TINY)


def outcome(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows without the times, which no seed repeats, and what only one of the two says."""
    dropped = {"ms_per_step", *ADDED, *LEFT_OUT}
    return [{k: v for k, v in row.items() if k not in dropped} for row in rows]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"arms": EVERY_ARM},
        {"model": "cnn", "steps": 6},
        {"rewind_step": 4, "criterion": "snip", "scope": "global"},
        {"protocol": "paper-exact", "dropout": 0.2, "prune_output": False},
        {"schedule": "geometric", "levels": 3, "iid_noise_scale": 0.3, "final_seq_length": 24},
    ],
    ids=lambda changes: ",".join(changes) or "plain",
)
def test_it_is_the_lottery_to_the_bit(changes: dict[str, Any]) -> None:
    ours, theirs = (mnist1d_lab.run(name, **{**TINY, **changes}) for name in ("bench", "lottery"))
    assert outcome(ours.rows) == outcome(theirs.rows)
    assert ours.rows[0].keys() - theirs.rows[0].keys() == ADDED
    # a search of the CNN has the masks of its other layers as well
    masks = {name for name in theirs.arrays if name.startswith("mask/") and name.endswith("/W1")}
    assert masks == {name for name in ours.arrays if name.startswith("mask/")}
    for name in masks:
        np.testing.assert_array_equal(ours.arrays[name], theirs.arrays[name])


def test_a_trial_is_the_next_seeds_first(record: mnist1d_lab.Record) -> None:
    alone = mnist1d_lab.run("bench", **{**TINY, "trials": 1, "seed": 4})
    second = [{**row, "trial": 0} for row in record.rows if row["trial"] == 1]
    assert outcome(second) == outcome(alone.rows)
    assert {row["seed"] - row["trial"] for row in record.rows} == {3}


def test_whole_trials_come_first_and_tickets_before_random() -> None:
    plan = BENCH.plan(BENCH.check(TINY))
    assert [task.id for task in plan] == ["lottery-0", "random-0", "lottery-1", "random-1"]
    assert all(task.cost > 0 for task in plan)


def test_remaining_is_the_share_of_survivors(record: mnist1d_lab.Record) -> None:
    size = record.rows[0]["survivors"]
    for row in record.rows:
        assert row["remaining"] == row["survivors"] / size
        assert abs(1 - row["remaining"] - row["sparsity"]) < 0.01


def test_the_first_layer_is_shown_at_the_start_and_before_each_row() -> None:
    said = defaultdict(list)
    for task in BENCH.plan(BENCH.check({**TINY, "trials": 1})):
        for event in BENCH.execute(task, None):
            assert not isinstance(event, Checkpoint)
            if isinstance(event, Array):
                what, arm, _, level, name = event.name.split("/")
                assert name == "W1"
                said[arm, level].append((what, event.value))
            elif isinstance(event, Row):
                row = event.values
                said[row["arm"], f"level{row['level']}"].append(("row", row))
    assert len(said) == 5
    for (arm, level), events in said.items():
        order = [what for what, _ in events]
        assert order == ["mask", "weights", *["weights", "row"] * 3]
        mask, shown = events[0][1], [value for what, value in events if what == "weights"]
        assert mask.dtype == np.uint8
        assert all(w.dtype == np.float32 and w.shape == mask.shape == (16, 40) for w in shown)
        assert all((w[mask == 0] == 0).all() for w in shown)
        assert all((a != b).any() for a, b in pairwise(shown)), (arm, level)
    starts = {cell: events[1][1] for cell, events in said.items()}
    for (arm, level), start in starts.items():
        mask = said[arm, level][0][1]
        np.testing.assert_array_equal(start, starts["dense", "level0"] * mask)  # rewound


def test_arms_alone() -> None:
    random = mnist1d_lab.run("bench", **{**TINY, "trials": 1, "arms": ["random"]})
    assert {row["arm"] for row in random.rows} == {"random"}
    assert {row["what"] for row in random.summary} == {"test_acc"}
    with pytest.raises(ParamError, match="arms must name at least one") as refusal:
        BENCH.check({"arms": []})
    assert refusal.value.param == "arms"


def test_no_visitors_code_comes_in() -> None:
    for given in ({"criterion": "custom"}, {"criterion_code": "def score(*a): pass"}):
        with pytest.raises(ParamError):
            BENCH.check(given)


# What follows from the rows.


def rows_of(accuracies: dict[tuple[str, int], dict[int, float]]) -> list[dict[str, Any]]:
    return [
        {"arm": arm, "level": level, "sparsity": level / 10, "trial": trial, "test_acc": accuracy,
         "final": True}
        for (arm, level), by_trial in accuracies.items()
        for trial, accuracy in by_trial.items()
    ]  # fmt: skip


def drawn(trials: int, seed: int = 0) -> dict[tuple[str, int], dict[int, float]]:
    rng = np.random.default_rng(seed)
    cells = [("dense", 0), *((arm, level) for arm in ("lottery", "random") for level in (1, 2))]
    return {cell: {t: float(rng.normal(60, 3)) for t in range(trials)} for cell in cells}


@pytest.mark.parametrize("trials", [2, 3, 6, 10, 40])
def test_leads_and_intervals_are_scipys(trials: int) -> None:
    cells = drawn(trials)
    summary = BENCH.summarise({}, rows_of(cells))
    found = {(row["what"], row["arm"], row["level"]): row for row in summary}
    expected = {("test_acc", *cell) for cell in cells}
    expected |= {("minus_dense", *cell) for cell in cells if cell[0] != "dense"}
    expected |= {("minus_random", *cell) for cell in cells if cell[0] == "lottery"}
    assert found.keys() == expected
    for (what, arm, level), row in found.items():
        assert row["n"] == trials
        a = list(cells[arm, level].values())
        if what == "test_acc":
            low, high = stats.t.interval(0.95, trials - 1, np.mean(a), stats.sem(a))
        else:
            other = ("dense", 0) if what == "minus_dense" else ("random", level)
            b = list(cells[other].values())
            low, high = stats.ttest_rel(a, b).confidence_interval(0.95)
            assert row["mean"] == pytest.approx(np.mean(a) - np.mean(b))
        assert (row["low"], row["high"]) == pytest.approx((low, high), abs=2e-3 * (high - low))


def test_leads_are_over_the_trials_that_both_have() -> None:
    """In the middle of a run the arms have not come equally far."""
    cells = drawn(5)
    cells["random", 2] = {t: cells["random", 2][t] for t in (1, 3, 4)}
    cells["lottery", 2] = {t: cells["lottery", 2][t] for t in (0, 1, 3)}
    del cells["random", 1]
    found = {
        (row["what"], row["arm"], row["level"]): row for row in BENCH.summarise({}, rows_of(cells))
    }
    lead = found["minus_random", "lottery", 2]
    shared = [cells["lottery", 2][t] - cells["random", 2][t] for t in (1, 3)]
    assert (lead["n"], lead["mean"]) == (2, pytest.approx(np.mean(shared)))
    assert found["minus_dense", "lottery", 2]["n"] == 3
    assert ("minus_random", "lottery", 1) not in found


def test_the_order_of_the_rows_does_not_matter_and_one_trial_has_no_interval() -> None:
    rows = rows_of(drawn(4))
    key = lambda row: (row["what"], row["arm"], row["level"])  # noqa: E731
    forwards, backwards = (
        {key(row): row for row in BENCH.summarise({}, some)} for some in (rows, rows[::-1])
    )
    assert forwards.keys() == backwards.keys()
    for cell, row in forwards.items():
        assert backwards[cell] == pytest.approx(row)
    for row in BENCH.summarise({}, rows_of(drawn(1))):
        assert (row["n"], row["low"], row["high"]) == (1, None, None)
    assert BENCH.summarise({}, []) == []
