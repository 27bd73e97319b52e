"""Each at its best: the trainings are the search's own, and the choice never sees the test set."""

from __future__ import annotations

from typing import Any

import mnist1d_lab
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mnist1d_lab import ParamError, events
from mnist1d_lab.experiments import EXPERIMENTS
from mnist1d_lab.experiments.shared.ticket_search import TicketSearch
from mnist1d_lab.experiments.shared.validated_search import ValidatedSearch
from mnist1d_lab.training.train import evaluate, train
from scipy import stats

RIVALS = EXPERIMENTS["rivals"]
SMALL: dict[str, Any] = {
    "num_samples": 300, "hidden": 16, "steps": 30, "batch_size": 50, "trials": 3, "seed": 3,
    "sparsities": [0, 0.4, 0.8],
}  # fmt: skip
TRIED: dict[str, Any] = {
    **SMALL, "eval_every": 10, "rates": [0.005], "decays": ["linear"],
    "rivals": ["dense", "lottery", "same_mask", "reinitialised", "random"],
}  # fmt: skip


@pytest.fixture(scope="module")
def record() -> mnist1d_lab.Record:
    return mnist1d_lab.run("rivals", **TRIED)


def final(record: mnist1d_lab.Record, **columns: Any) -> list[dict[str, Any]]:
    return [r for r in record.rows if r["final"] and columns.items() <= r.items()]


def said(record: mnist1d_lab.Record, what: str, **columns: Any) -> list[dict[str, Any]]:
    return [r for r in record.summary if r["what"] == what and columns.items() <= r.items()]


def test_the_published_setting_is_always_tried(record: mnist1d_lab.Record) -> None:
    assert record.params["rates"] == [0.02, 0.005]
    assert record.params["decays"] == ["constant", "linear"]
    cells = {(r["arm"], r["rate"], r["decay"], r["level"]) for r in final(record)}
    settings = [(rate, decay) for rate in (0.02, 0.005) for decay in ("constant", "linear")]
    expected = {
        (arm, *setting, level)
        for arm, levels in (("dense", [0]), ("lottery", [1, 2]), ("random", [2]))
        for level in levels
        for setting in settings
    }
    expected |= {("same_mask", *setting, 2) for setting in settings[1:]}
    expected |= {("reinitialised", *setting, 2) for setting in settings}
    assert cells == expected
    assert len(final(record)) == 3 * len(expected)


@pytest.mark.parametrize("decay", ["constant", "linear"])
@pytest.mark.parametrize("rate", [0.02, 0.005])
def test_tickets_and_random_masks_are_the_searchs_own(
    record: mnist1d_lab.Record, rate: float, decay: str
) -> None:
    search = mnist1d_lab.run(
        "lottery", **SMALL, eval_every=10, learning_rate=rate, rate_decay=decay
    )
    for row in final(search):
        if row["arm"] != "random" or row["level"] == 2:
            where = {name: row[name] for name in ("arm", "trial", "level")}
            ours = final(record, rate=rate, decay=decay, **where)[0]
            for name in ("test_acc", "initial_hash", "survivors", "validation_acc"):
                assert ours[name] == row[name]


def test_the_kept_mask_is_trained_at_the_other_settings(record: mnist1d_lab.Record) -> None:
    search = mnist1d_lab.run("lottery", **SMALL, eval_every=10)
    bits = np.unpackbits(search.arrays["ticket/lottery/trial1/level2"])
    values = EXPERIMENTS["lottery"].check({**SMALL, "learning_rate": 0.005, "eval_every": 10})
    tickets = TicketSearch(values, 1)
    mask = bits[: tickets.initial.size].astype(np.bool_)
    for arm, start in (("same_mask", tickets.initial), ("reinitialised", tickets.reinitialised)):
        network = tickets.network(mask, start)
        list(train(network, tickets.data, values))
        expected = evaluate(network, tickets.data.test)[1]
        found = final(record, arm=arm, rate=0.005, decay="constant", trial=1)[0]
        assert found["test_acc"] == expected


def test_no_sample_serves_twice() -> None:
    tickets = ValidatedSearch(RIVALS.check(TRIED), 0, 0.02, "constant")
    sets = [
        tickets.data.train, tickets.data.test, tickets.aside.choosing, tickets.aside.stopping,
    ]  # fmt: skip
    samples = [tuple(column) for split in sets for column in split.x.T]
    assert len(set(samples)) == len(samples) == 300 + 60 + 60


def test_a_training_is_stopped_where_the_samples_for_stopping_say(
    record: mnist1d_lab.Record,
) -> None:
    for row in final(record):
        same = ("arm", "rate", "decay", "trial", "level")
        course = [r for r in record.rows if all(r[name] == row[name] for name in same)]
        assert [r["step"] for r in course] == [10, 20, 30]
        best = max(course, key=lambda r: r["stop_acc"])
        for name in ("step", "test_acc", "validation_acc"):
            assert row[f"stopped_{name}"] == best[name]


def made_up(validation: list[float], test: list[float]) -> list[dict[str, Any]]:
    """Rows of a dense network and a ticket at two rates, two trials each, all stopping last."""
    rows = []
    numbers = zip(validation, test, strict=True)
    for arm, level in (("dense", 0), ("lottery", 2)):
        for rate in (0.02, 0.005):
            for trial in range(2):
                v, t = next(numbers)
                rows.append(
                    {
                        "final": True, "arm": arm, "level": level, "rate": rate, "trial": trial,
                        "decay": "constant", "validation_acc": v, "test_acc": t,
                        "stopped_validation_acc": v - 1, "stopped_test_acc": t,
                    }
                )  # fmt: skip
    return rows


CHOSEN = RIVALS.check({**SMALL, "trials": 2, "rates": [0.005], "rivals": ["dense", "lottery"]})
eight = st.lists(st.integers(0, 100).map(float), min_size=8, max_size=8)


@given(eight, eight, eight)
def test_the_choice_is_by_validation_alone(
    validation: list[float], test: list[float], other: list[float]
) -> None:
    first, second = (
        {
            row["arm"]: (row["rate"], row["stop"])
            for row in RIVALS.summarise(CHOSEN, made_up(validation, accuracies))
            if row["what"] == "chosen"
        }
        for accuracies in (test, other)
    )
    assert first == second
    means = np.array(validation).reshape(2, 2, 2).mean(2)
    for arm, (at_002, at_0005) in zip(("dense", "lottery"), means, strict=True):
        assert first[arm] == (0.02 if at_002 >= at_0005 else 0.005, "last")


def test_leads_are_of_the_published_and_of_the_chosen_settings() -> None:
    """The ticket is better at .02, the dense network at .005, by validation and by test."""
    validation = [60, 60, 70, 70, 75, 75, 65, 65]
    test = [61, 62, 71, 72, 74, 77, 66, 64]
    summary = RIVALS.summarise(CHOSEN, made_up(validation, test))
    assert all(r["at_edge"] for r in summary if r["what"] == "chosen")  # of two rates
    leads = {r["at"]: (r["mean"], r["low"]) for r in summary if r["what"] == "minus_dense"}
    for at, ticket, dense in (
        ("published", [74, 77], [61, 62]),
        ("best", [74, 77], [71, 72]),
        ("dense_best", [74, 77], [71, 72]),
        ("dense_setting", [66, 64], [71, 72]),
    ):
        expected = stats.ttest_rel(ticket, dense).confidence_interval(0.95)
        assert leads[at] == pytest.approx(
            (np.mean(ticket) - np.mean(dense), expected.low), rel=1e-4
        )


def test_the_summary_is_of_its_rows(record: mnist1d_lab.Record) -> None:
    for row in said(record, "chosen"):
        where = {name: row[name] for name in ("arm", "rate", "decay", "level")}
        if row["arm"] == "same_mask" and row["rate"] == 0.02 and row["decay"] == "constant":
            where["arm"] = "lottery"
        name = "test_acc" if row["stop"] == "last" else "stopped_test_acc"
        assert row["mean"] == pytest.approx(np.mean([r[name] for r in final(record, **where)]))
        assert row["n"] == 3
    assert {row["at"] for row in said(record, "minus_dense", arm="lottery")} == {
        "published", "best", "dense_best", "dense_setting",
    }  # fmt: skip
    assert all(row["p_holm"] >= row["p"] for row in said(record, "minus_dense"))


def test_the_budget_is_what_was_trained(record: mnist1d_lab.Record) -> None:
    spent = {row["arm"]: row["trainings"] for row in said(record, "budget")}
    settings, trials = 4, 3
    assert spent == {
        "dense": settings * trials,
        "lottery": settings * 3 * trials,  # every search with its dense network
        "same_mask": (3 + 3) * trials,  # one search, and the mask at the three other settings
        "reinitialised": (3 + 4) * trials,
        "random": settings * trials,
    }
    assert said(record, "budget", arm="dense")[0]["steps"] == 12 * 30


def test_a_level_can_be_chosen_too() -> None:
    record = mnist1d_lab.run("rivals", **{**TRIED, "rivals": ["lottery"], "trials": 1},
                             choose_level=True, stops=["last"])  # fmt: skip
    best = max(final(record, arm="lottery"), key=lambda row: row["validation_acc"])
    chosen = said(record, "chosen", arm="lottery")[0]
    assert (chosen["level"], chosen["rate"]) == (best["level"], best["rate"])
    assert not said(record, "minus_dense")


@pytest.mark.parametrize(
    "arms", [["dense"], ["lottery"], ["same_mask"], ["dense", "random"], ["reinitialised"]]
)
def test_progress_rises_to_the_cost_whatever_the_arms(arms: list[str]) -> None:
    for task in RIVALS.plan(RIVALS.check({**TRIED, "rivals": arms, "trials": 1})):
        told = [e for e in RIVALS.execute(task, None) if isinstance(e, events.Progress)]
        done = [event.done for event in told]
        assert done == sorted(done)
        assert done[-1] == told[-1].total == task.cost


def test_late_rewinding_goes_into_every_arm() -> None:
    record = mnist1d_lab.run("rivals", **{**TRIED, "trials": 1}, rewind_step=12)
    for arm, first in (("same_mask", 20), ("reinitialised", 10), ("random", 20), ("dense", 10)):
        steps = [r["step"] for r in record.rows if (r["arm"], r["rate"]) == (arm, 0.005)]
        assert min(steps) == first


def test_data_from_a_file_are_refused(tmp_path: Any) -> None:
    path = tmp_path / "own.npz"
    data = mnist1d_lab.run("dataset", num_samples=100)
    data.to_npz(path)
    with pytest.raises(ParamError, match="none to choose a setting by"):
        RIVALS.check({"data_file": str(path)})
