"""Controls, transfer and connectivity: small real runs, and what must hold of them."""

import mnist1d_lab
import numpy as np
import pytest
from mnist1d_lab import events
from mnist1d_lab.experiments import get_experiment
from mnist1d_lab.experiments.shared.data_controls import control_data, position_order
from mnist1d_lab.params import DATA_CONTROL_NAMES, ParamError
from scipy.stats import ttest_1samp, ttest_rel

TINY = {
    "num_samples": 200,
    "hidden": 12,
    "steps": 30,
    "eval_every": 15,
    "trials": 2,
    "sparsities": [0, 0.5, 0.8],
}


def final(record, **columns):
    return [
        row
        for row in record.rows
        if row["final"] and all(row[name] == value for name, value in columns.items())
    ]


@pytest.mark.parametrize("control", DATA_CONTROL_NAMES[2:])
@pytest.mark.parametrize("length", [40, 23, 8])
def test_reordering_controls_are_permutations(control, length):
    order = position_order(control, length, seed=3)
    assert sorted(order.tolist()) == list(range(length))
    assert order.tolist() != list(range(length))


def test_what_each_reordering_does():
    assert position_order("reversed", 4, 0).tolist() == [3, 2, 1, 0]
    assert position_order("rolled", 6, 0).tolist() == [3, 4, 5, 0, 1, 2]
    chunked = position_order("chunked", 40, 0).reshape(8, 5)
    assert (np.diff(chunked, axis=1) == 1).all()


def test_control_data_are_the_fresh_signals_in_another_order():
    values = get_experiment("controls").check(TINY)
    fresh, turned = (control_data(values, name, 0) for name in ("fresh", "reversed"))
    assert np.array_equal(fresh.train.x[::-1], turned.train.x)
    assert np.array_equal(fresh.train.y, turned.train.y)
    same = control_data(values, "same", 0)
    assert not np.array_equal(same.train.x, fresh.train.x)


@pytest.fixture(scope="module")
def controls():
    weights = ["own", "reinitialised", "same_signs"]
    masks = ["dense", "lottery", "random", "reshuffled"]
    return mnist1d_lab.run(
        "controls", **TINY, control_steps=20, mask_controls=masks, weight_controls=weights
    )


def test_controls_are_the_full_factorial(controls):
    cells = {(r["control"], r["arm"], r["weights"], r["trial"]) for r in final(controls)}
    noise = {cell for cell in cells if cell[2] == "jittered"}
    assert {(arm, weights) for _, arm, weights, _ in noise} == {("lottery", "jittered")}
    assert len(noise) == 4 * 2
    assert len(cells) == len(final(controls)) == 4 * 4 * 3 * 2 + len(noise)


def test_control_masks_have_the_tickets_size(controls):
    sizes = {row["nonzero"] for row in controls.rows if row["arm"] != "dense"}
    search = mnist1d_lab.run("lottery", **TINY)
    ticket = final(search, arm="lottery", level=2, trial=0)[0]
    assert sizes == {ticket["nonzero"]}
    own = final(controls, arm="lottery", weights="own", control="fresh", trial=0)[0]
    assert own["initial_hash"] == ticket["initial_hash"]


def test_paired_differences_are_of_the_same_trial(controls):
    ticket, dense = (
        [r["test_acc"] for r in final(controls, control="fresh", arm=arm, weights="own")]
        for arm in ("lottery", "dense")
    )
    row = next(
        r
        for r in controls.summary
        if (r["what"], r["control"], r["arm"], r["weights"])
        == ("ticket_minus_this", "fresh", "dense", "own")
    )
    assert row["n"] == 2
    assert row["mean"] == pytest.approx(np.mean(ticket) - np.mean(dense))


def test_the_noise_of_a_seed_is_that_of_jittered_pairs(controls):
    pairs = []
    for row in final(controls, weights="jittered"):
        where = {name: row[name] for name in ("arm", "control", "trial")}
        pairs.append((row, final(controls, weights="own", **where)[0]))
    assert all(a["initial_hash"] != b["initial_hash"] for a, b in pairs)
    spread = np.std([[a["test_acc"], b["test_acc"]] for a, b in pairs], axis=1, ddof=1)
    found = next(row for row in controls.summary if row["what"] == "seed_noise")
    assert found["mean"] == pytest.approx(np.sqrt(np.mean(spread**2)))
    assert found["n"] == len(pairs) == 8


def accuracies(record, **columns):
    return np.array([row["test_acc"] for row in final(record, **columns)])


def test_leads_are_pooled_over_the_data_and_compared_between_them(controls):
    ticket, dense = (
        np.array([
            accuracies(controls, control=control, arm=arm, weights="own")
            for control in ("fresh", "reversed", "shuffled", "rolled")
        ])
        for arm in ("lottery", "dense")
    )  # fmt: skip
    leads = ticket - dense
    pooled = next(
        row for row in controls.summary
        if (row["what"], row.get("arm"), row.get("weights"))
        == ("pooled_minus_this", "dense", "own")
    )  # fmt: skip
    assert pooled["mean"] == pytest.approx(leads.mean())
    assert (pooled["low"], pooled["high"]) == pytest.approx(
        ttest_1samp(leads.mean(0), 0).confidence_interval(0.95), rel=1e-4, abs=1e-6
    )
    lost = {
        row["control"]: row["mean"]
        for row in controls.summary
        if row["what"] == "fresh_lead_minus_this"
    }
    assert lost == pytest.approx(
        {
            control: (leads[0] - leads[i]).mean()
            for i, control in enumerate(("fresh", "reversed", "shuffled", "rolled"))
            if i
        }
    )


def test_differences_of_one_figure_are_adjusted_for_their_number(controls):
    rows = [row for row in controls.summary if row["what"] == "ticket_minus_this"]
    assert len(rows) == 4 * (4 * 3 - 1)
    for row in rows:
        own, this = (
            [r["test_acc"] for r in final(controls, control=row["control"], arm=arm, weights=kind)]
            for arm, kind in (("lottery", "own"), (row["arm"], row["weights"]))
        )
        if len(set(np.subtract(own, this))) > 1:
            assert row["p"] == pytest.approx(ttest_rel(own, this).pvalue, abs=1e-9)
        assert row["p_holm"] >= row["p"]
    ranked = sorted(rows, key=lambda row: row["p"])
    assert ranked[0]["p_holm"] == pytest.approx(min(1, ranked[0]["p"] * len(rows)))


REWOUND = {**TINY, "trials": 1, "rewind_step": 12}


def test_with_rewinding_every_control_gets_the_same_steps():
    """Its own weights have had 12 of the 20; they used to get 32."""
    settings = {**REWOUND, "control_steps": 20, "control_batch_size": 100, "eval_every": 4}
    record = mnist1d_lab.run("controls", **settings, controls=["same"])
    steps = {
        kind: [r["step"] for r in record.rows if (r["arm"], r["weights"]) == ("lottery", kind)]
        for kind in ("own", "jittered", "reinitialised")
    }
    assert steps["own"] == steps["jittered"] == [16, 20]
    assert steps["reinitialised"] == [4, 8, 12, 16, 20]
    with pytest.raises(ParamError, match="rewind_step must be less than control_steps, 12"):
        mnist1d_lab.run("controls", **REWOUND, control_steps=12)


@pytest.mark.parametrize("ticket_from", ["each", "source"])
def test_transfer_rewinds_as_late_as_the_search(ticket_from):
    """At the source's own value every arm is the search's, to the bit; it ignored the rewinding."""
    params = {**REWOUND, "knob": "iid_noise_scale", "values": [0.02, 0.3]}
    record = mnist1d_lab.run("transfer", **params, ticket_from=ticket_from)
    search = mnist1d_lab.run("lottery", **REWOUND, arms=["lottery", "random", "reinitialised"])
    for arm, level in (("dense", 0), ("lottery", 2), ("random", 2), ("reinitialised", 2)):
        ours = final(record, arm=arm, value=0.02)[0]
        theirs = final(search, arm=arm, level=level)[0]
        assert (ours["test_acc"], ours["initial_hash"]) == (
            theirs["test_acc"],
            theirs["initial_hash"],
        )


def test_paper_exact_control_loses_the_tickets_own_weights():
    record = mnist1d_lab.run("controls", **TINY, control_steps=5, protocol="paper-exact")
    own, new = (
        final(record, arm="lottery", weights=weights, control="fresh", trial=0)[0]
        for weights in ("own", "reinitialised")
    )
    assert own["initial_hash"] == new["initial_hash"]
    assert own["test_acc"] == new["test_acc"]


def test_transfer_at_the_source_value_is_the_search_itself():
    params = {**TINY, "trials": 1, "knob": "iid_noise_scale", "values": [0.02, 0.3]}
    handed = mnist1d_lab.run("transfer", **params, ticket_from="source")
    each = mnist1d_lab.run("transfer", **params, ticket_from="each")
    search = mnist1d_lab.run("lottery", **{**TINY, "trials": 1})
    expected = final(search, arm="lottery", level=2)[0]["test_acc"]
    for record in (handed, each):
        assert final(record, arm="lottery", value=0.02)[0]["test_acc"] == expected
    hashes = [final(r, arm="lottery", value=0.3)[0]["initial_hash"] for r in (handed, each)]
    assert hashes[0] == final(handed, arm="lottery", value=0.02)[0]["initial_hash"]
    assert hashes[0] != hashes[1]


def test_transfer_refuses_what_cannot_be():
    with pytest.raises(ParamError, match="fits only one length"):
        mnist1d_lab.run("transfer", knob="final_seq_length", values=[40], ticket_from="source")
    with pytest.raises(ParamError, match="max_translation must be a whole number from 0 to"):
        mnist1d_lab.run("transfer", knob="max_translation", values=[0.5])


def test_connectivity_lines_end_in_the_two_solutions():
    record = mnist1d_lab.run("connectivity", **TINY, rewind_steps=[0, 29], alphas=5)
    assert len(record.rows) == 2 * 3 * 2 * 5
    for row in record.summary:
        assert row["n"] == 2
    # Parted for a single step only, the two copies are nearly the same network.
    near = [r["mean"] for r in record.summary if r["rewind_step"] == 29]
    assert max(near) < 8


def test_connectivity_refuses_to_rewind_past_the_end():
    with pytest.raises(ParamError, match="rewind_steps must be less than steps"):
        mnist1d_lab.run("connectivity", **TINY, rewind_steps=[30])


@pytest.mark.parametrize("experiment", ["controls", "transfer", "connectivity", "ticket"])
def test_progress_rises_to_the_tasks_cost(experiment):
    tiny = {name: value for name, value in TINY.items() if name != "trials"}
    extra = {"controls": {"control_steps": 10}, "connectivity": {"rewind_steps": [3]}}
    extra["ticket"] = {"beside": ["lottery", "reinitialised", "dense", "random"]}
    chosen = get_experiment(experiment)
    for task in chosen.plan(chosen.check({**tiny, **extra.get(experiment, {})})):
        told = [e for e in chosen.execute(task, None) if isinstance(e, events.Progress)]
        done = [event.done for event in told]
        assert done == sorted(done)
        assert done[-1] == told[-1].total == task.cost


@pytest.mark.parametrize("experiment", ["controls", "transfer", "connectivity"])
def test_resumes_from_any_checkpoint_to_the_same_end(experiment):
    tiny = {**TINY, "trials": 1}
    extra = {"controls": {"control_steps": 10}, "connectivity": {"rewind_steps": [3]}}
    chosen = get_experiment(experiment)
    task = chosen.plan(chosen.check({**tiny, **extra.get(experiment, {})}))[0]
    whole = list(chosen.execute(task, None))

    def rows(said):
        said = [e.values for e in said if isinstance(e, events.Row)]
        return [{k: v for k, v in row.items() if k != "ms_per_step"} for row in said]

    stops = [i for i, e in enumerate(whole) if isinstance(e, events.Checkpoint)]
    assert len(stops) >= 3
    for stop in (stops[0], stops[len(stops) // 2], stops[-1]):
        rest = list(chosen.execute(task, whole[stop].state))
        assert rows(rest) == rows(whole[stop + 1 :])
