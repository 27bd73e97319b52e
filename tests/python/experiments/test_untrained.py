"""Networks that are never trained: supermasks beat random masks, and edge-popup beats both."""

from __future__ import annotations

from typing import Any

import mnist1d_lab
import numpy as np
import pytest
from mnist1d_lab import events
from mnist1d_lab.experiments import EXPERIMENTS
from mnist1d_lab.experiments.shared.ticket_search import TicketSearch
from mnist1d_lab.experiments.untrained import layer_constants

SMALL: dict[str, Any] = {
    "num_samples": 2000, "hidden": 64, "steps": 300, "trials": 2, "sparsities": [0, 0.5, 0.8],
    "popup_steps": 200,
}  # fmt: skip


@pytest.fixture(scope="module")
def record() -> mnist1d_lab.Record:
    return mnist1d_lab.run("untrained", **SMALL)


def rows(record: mnist1d_lab.Record, **columns: Any) -> list[dict[str, Any]]:
    return [r for r in record.rows if columns.items() <= r.items()]


def test_every_network_is_measured_once_a_level(record: mnist1d_lab.Record) -> None:
    arms = ("lottery", "own", "constant", "random_own", "random_constant", "popup")
    expected = [("dense", 0, t) for t in (0, 1)]
    expected += [(arm, level, t) for arm in arms for level in (1, 2) for t in (0, 1)]
    assert sorted((r["arm"], r["level"], r["trial"]) for r in record.rows) == sorted(expected)
    assert all(row["final"] for row in record.rows)


def test_the_masks_are_the_searchs(record: mnist1d_lab.Record) -> None:
    """Recomputed by hand from the search's own record: W3 (h + relu(W2 h)), h = relu(W1 x)."""
    search = mnist1d_lab.run(
        "lottery", **{k: v for k, v in SMALL.items() if k != "popup_steps"},
        criterion="large_final_same_sign", eval_every=600,
    )  # fmt: skip
    values = EXPERIMENTS["lottery"].check({"num_samples": 2000, "hidden": 64})
    tickets = TicketSearch(values, 1)
    bits = np.unpackbits(search.arrays["ticket/lottery/trial1/level2"])
    mask = bits[: tickets.initial.size].astype(np.bool_)
    for arm, weights in (("own", tickets.initial), ("constant", layer_constants(tickets))):
        flat, parts, start = np.where(mask, weights, 0).astype(np.float64), [], 0
        for p in tickets.parameters:
            parts.append(flat[start : start + p.size].reshape(p.shape))
            start += p.size
        w1, b1, w2, b2, w3, b3 = parts
        h = np.maximum(w1 @ tickets.data.test.x + b1[:, None], 0)
        h = h + np.maximum(w2 @ h + b2[:, None], 0)
        answers = (w3 @ h + b3[:, None]).argmax(0)
        expected = 100 * np.mean(answers == tickets.data.test.y)
        found = rows(record, arm=arm, level=2, trial=1)[0]["test_acc"]
        assert found == pytest.approx(expected, abs=0.3)  # float32 against float64


def test_constants_keep_sign_and_spread() -> None:
    tickets = TicketSearch(EXPERIMENTS["untrained"].check({"hidden": 20}), 0)
    constants, start = layer_constants(tickets), 0
    for p in tickets.parameters:
        own, ours = (v[start : start + p.size] for v in (tickets.initial, constants))
        start += p.size
        if p.is_bias:
            assert np.array_equal(own, ours)
        else:
            assert np.abs(ours) == pytest.approx(own.std(), rel=1e-6)
            assert np.array_equal(np.sign(ours), np.sign(own))


def test_supermasks_are_better_than_chance_and_a_trained_mask_still_more(
    record: mnist1d_lab.Record,
) -> None:
    """Zhou et al. 2019, figure 6, and Ramanujan et al. 2020, figure 3, in kind."""
    mean = {
        arm: np.mean([r["test_acc"] for r in rows(record, arm=arm, level=2)])
        for arm in ("own", "constant", "random_own", "random_constant", "popup", "lottery")
    }
    assert max(mean["random_own"], mean["random_constant"]) < 16
    assert mean["constant"] > mean["random_constant"] + 5
    assert mean["popup"] > mean["constant"] + 5
    leads = {(r["arm"], r["level"]) for r in record.summary if r["what"] == "minus_random"}
    assert leads == {(arm, level) for arm in ("own", "constant", "popup") for level in (1, 2)}


def test_progress_rises_to_the_cost() -> None:
    experiment = EXPERIMENTS["untrained"]
    task = experiment.plan(experiment.check({**SMALL, "num_samples": 100, "steps": 20}))[0]
    told = [e for e in experiment.execute(task, None) if isinstance(e, events.Progress)]
    assert [e.done for e in told] == sorted(e.done for e in told)
    assert told[-1].done == task.cost
