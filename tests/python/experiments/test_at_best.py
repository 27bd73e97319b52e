"""Controls and transfer with each network at its best: the choice redone by hand, and its price."""

from __future__ import annotations

from itertools import product
from typing import Any

import mnist1d_lab
import numpy as np
import pytest
from mnist1d_lab import ParamError, events
from mnist1d_lab.data import get_dataset_args, make_dataset
from mnist1d_lab.experiments import EXPERIMENTS
from mnist1d_lab.experiments.shared.data_controls import control_aside, control_data
from mnist1d_lab.experiments.shared.ticket_search import TicketSearch
from mnist1d_lab.experiments.shared.validated_search import Aside
from mnist1d_lab.training.train import Split, TrainingData, evaluate, train
from scipy import stats

TRIALS = 2
SMALL: dict[str, Any] = {
    "num_samples": 300, "hidden": 12, "steps": 30, "eval_every": 10, "batch_size": 50,
    "trials": TRIALS, "seed": 5, "sparsities": [0, 0.5, 0.8],
}  # fmt: skip
TRIED: dict[str, Any] = {
    "at_best": True, "rates": [0.1, 0.005], "decays": ["constant", "linear"],
    "stops": ["last", "best"],
}  # fmt: skip
SETTINGS = list(product([0.1, 0.02, 0.005], ["constant", "linear"]))
CONTROLS: dict[str, Any] = {
    "controls": ["fresh", "shuffled", "reversed"], "control_steps": 40, "control_batch_size": 60,
}  # fmt: skip
TRANSFER: dict[str, Any] = {
    "knob": "iid_noise_scale", "values": [0.0, 0.3], "ticket_from": "source",
}  # fmt: skip


@pytest.fixture(scope="module")
def controls() -> mnist1d_lab.Record:
    return mnist1d_lab.run("controls", **SMALL, **CONTROLS, **TRIED)


@pytest.fixture(scope="module")
def transfer() -> mnist1d_lab.Record:
    return mnist1d_lab.run("transfer", **SMALL, **TRANSFER, **TRIED)


Masks = dict[tuple[float, str], list[Any]]


@pytest.fixture(scope="module")
def masks() -> Masks:
    """The ticket's masks by setting and trial: those of plain searches at each rate."""
    size = TicketSearch(EXPERIMENTS["lottery"].check(SMALL), 0).initial.size
    found = {}
    for rate, decay in SETTINGS:
        search = mnist1d_lab.run("lottery", **SMALL, learning_rate=rate, rate_decay=decay)
        bits = [search.arrays[f"ticket/lottery/trial{trial}/level2"] for trial in range(TRIALS)]
        found[rate, decay] = [np.unpackbits(packed)[:size].astype(np.bool_) for packed in bits]
    return found


def said(record: mnist1d_lab.Record, what: str, **columns: Any) -> list[dict[str, Any]]:
    return [r for r in record.summary if r["what"] == what and columns.items() <= r.items()]


def drawn(seed: int, samples: int = 300, split: float = 0.8, **args: Any) -> TrainingData:
    """A set straight from the generator."""
    given = {"num_samples": samples, "train_split": split, "seed": seed, **args}
    return TrainingData.of(make_dataset({**vars(get_dataset_args()), **given}))


Trained = dict[tuple[float, str, str, bool], tuple[float, float]]


def by_hand(
    masks: Masks | None, trial: int, data: TrainingData, aside: list[Split], **settings: Any
) -> Trained:
    """(validation, test) accuracy by (rate, decay, stop, same mask): plain trainings from the own
    weights, whole or under the mask found at that rate, and under that of the published one.
    """
    values = EXPERIMENTS["lottery"].check(SMALL)
    tickets = TicketSearch(values, trial)
    found: Trained = {}
    published = (0.02, "constant")
    several = [False, True] if masks else [False]
    for (rate, decay), same in product(SETTINGS, several):
        if same and (rate, decay) == published:
            continue
        everything = np.ones(tickets.initial.size, np.bool_)
        mask = masks[published if same else (rate, decay)][trial] if masks else everything
        network = tickets.network(mask, tickets.initial)
        course = []
        there = {**values, **settings, "learning_rate": rate, "rate_decay": decay}
        for event in train(network, data, there):
            if isinstance(event, events.Row):
                stopping, choosing, tested = (
                    evaluate(network, split)[1] for split in (*aside, data.test)
                )
                course.append((stopping, choosing, tested))
        found[rate, decay, "last", same] = course[-1][1:]
        found[rate, decay, "best", same] = max(course, key=lambda row: row[0])[1:]
    return found


def check_choice(row: dict[str, Any], trials: list[Trained]) -> list[float]:
    """That "chosen" says what trainings by hand would choose; their test accuracies there."""
    setting = (row["rate"], row["decay"], row["stop"], row["same_mask"])
    means = {choice: np.mean([t[choice][0] for t in trials]) for choice in trials[0]}
    assert means[setting] == max(means.values())
    tested = [t[setting][1] for t in trials]
    assert row["mean"] == pytest.approx(np.mean(tested))
    return tested


@pytest.mark.parametrize("control", ["fresh", "shuffled", "reversed"])
def test_controls_choose_as_one_would_by_hand(
    controls: mnist1d_lab.Record, masks: Masks, control: str
) -> None:
    """On the very kind of data that is trained on, for dense network and ticket alike."""
    fresh = drawn(43)
    aside = [drawn(seed, 60, 0.0).test for seed in (2042, 1042)]  # to stop by, to choose by
    tested: dict[str, list[float]] = {}
    for arm in ("dense", "lottery"):
        trials = []
        for trial in range(TRIALS):
            order = {
                "fresh": np.arange(40),
                "shuffled": np.random.default_rng([5 + trial, 40]).permutation(40),
                "reversed": np.arange(40)[::-1],
            }[control]
            those = masks if arm == "lottery" else None
            data, kept = fresh.reordered(order), [split.reordered(order) for split in aside]
            trials.append(by_hand(those, trial, data, kept, steps=40, batch_size=60))
        row = said(controls, "chosen", control=control, arm=arm, weights="own")[0]
        tested[arm] = check_choice(row, trials)
    lead = said(controls, "ticket_minus_this", at="best", control=control, arm="dense",
                weights="own")[0]  # fmt: skip
    expected = stats.ttest_rel(tested["lottery"], tested["dense"])
    assert lead["mean"] == pytest.approx(np.mean(tested["lottery"]) - np.mean(tested["dense"]))
    assert lead["low"] == pytest.approx(expected.confidence_interval(0.95).low, rel=1e-4)


@pytest.mark.parametrize("noise", [0.0, 0.3])
def test_transfer_chooses_on_the_data_of_each_value(
    transfer: mnist1d_lab.Record, masks: Masks, noise: float
) -> None:
    data = drawn(42, iid_noise_scale=noise)
    aside = [drawn(seed, 60, 0.0, iid_noise_scale=noise).test for seed in (2042, 1042)]
    for arm in ("dense", "lottery"):
        those = masks if arm == "lottery" else None
        trials = [by_hand(those, trial, data, aside) for trial in range(TRIALS)]
        row = said(transfer, "chosen", value=noise, arm=arm)[0]
        check_choice(row, trials)
        best = said(transfer, "test_acc", at="best", value=noise, arm=arm)[0]
        assert best["mean"] == row["mean"]


@pytest.mark.parametrize(("name", "given"), [("controls", CONTROLS), ("transfer", TRANSFER)])
def test_the_published_setting_is_the_run_without_the_option(
    name: str, given: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    plain = mnist1d_lab.run(name, **SMALL, **given)
    record: mnist1d_lab.Record = request.getfixturevalue(name)
    own = [r for r in record.rows if (r["rate"], r["decay"]) == (0.02, "constant")]
    assert len(own) == len(plain.rows)
    assert not any(row["same_mask"] for row in own)
    untimed = [{k: v for k, v in row.items() if k != "ms_per_step"} for row in plain.rows]
    assert untimed == [{k: row[k] for k in kept} for row, kept in zip(own, untimed, strict=True)]
    assert "rate" not in plain.rows[0]
    for row in plain.summary:
        told = {k: v for k, v in row.items() if k != "p_holm"}  # twice as many stand together
        assert any(told.items() <= other.items() for other in said(record, row["what"]))
    assert not any("at" in row for row in plain.summary)


def test_the_test_set_has_no_part_in_the_choice(controls: mnist1d_lab.Record) -> None:
    rng = np.random.default_rng(0)
    other = [
        {**row, **{name: rng.uniform(0, 100) for name in row if name.endswith("test_acc")}}
        for row in controls.rows
    ]
    experiment = EXPERIMENTS["controls"]
    choices = [
        [
            {k: v for k, v in row.items() if k in ("arm", "weights", "control", "rate", "stop")}
            for row in experiment.summarise(controls.params, rows) if row["what"] == "chosen"
        ]
        for rows in (controls.rows, other)
    ]  # fmt: skip
    assert choices[0] == choices[1]
    assert len(choices[0]) == 3 * 3 * 2


@pytest.mark.parametrize("control", ["same", "fresh", "shuffled", "rolled", "chunked"])
@pytest.mark.parametrize("shuffle_seq", [False, True])
def test_no_sample_serves_twice(control: str, shuffle_seq: bool) -> None:
    values = EXPERIMENTS["controls"].check({**SMALL, **TRIED, "shuffle_seq": shuffle_seq})
    data, aside = control_data(values, control, 1), control_aside(values, control, 1, 60)
    sets = [data.train, data.test, aside.choosing, aside.stopping]
    assert len({tuple(column) for split in sets for column in split.x.T}) == 300 + 60 + 60
    # And their positions lie as those of the data: the same order of the generator's.
    plain = drawn(42 if control == "same" else 43).train.x
    order = [int(np.flatnonzero((plain == row).all(1))[0]) for row in data.train.x]
    assert np.array_equal(aside.choosing.x, drawn(1042, 60, 0.0).test.x[order])
    assert np.array_equal(aside.stopping.x, drawn(2042, 60, 0.0).test.x[order])


def test_samples_aside_have_the_sources_order_of_positions() -> None:
    """Where positions are shuffled, a set of another value would draw an order of its own."""
    source = EXPERIMENTS["transfer"].check({**SMALL, "shuffle_seq": True})
    there = {**source, "iid_noise_scale": 0.3}
    aside = Aside.like(there, 60, source)
    plain = drawn(1042, 60, 0.0, iid_noise_scale=0.3).test.x
    ours = TrainingData.of(make_dataset({
        **vars(get_dataset_args()), "num_samples": 300, "shuffle_seq": True,
    })).train.x  # fmt: skip
    order = [int(np.flatnonzero((drawn(42).train.x == row).all(1))[0]) for row in ours]
    assert np.array_equal(aside.choosing.x, plain[order])


def test_a_jittered_ticket_is_at_the_best_of_its_like(controls: mnist1d_lab.Record) -> None:
    assert not said(controls, "chosen", weights="jittered")
    spread = []
    for control in ("fresh", "shuffled", "reversed"):
        chosen = said(controls, "chosen", control=control, arm="lottery", weights="own")[0]
        name = "test_acc" if chosen["stop"] == "last" else "stopped_test_acc"
        for trial in range(TRIALS):
            where = {"control": control, "arm": "lottery", "trial": trial, "final": True,
                     **{k: chosen[k] for k in ("rate", "decay", "same_mask")}}  # fmt: skip
            own, jittered = (
                next(r[name] for r in controls.rows if {**where, "weights": w}.items() <= r.items())
                for w in ("own", "jittered")
            )
            spread.append(np.std([own, jittered], ddof=1))
    noise = said(controls, "seed_noise", at="best")[0]
    assert noise["mean"] == pytest.approx(np.sqrt(np.mean(np.square(spread))))


def test_the_price_of_a_choice_is_what_was_trained(
    controls: mnist1d_lab.Record, transfer: mnist1d_lab.Record
) -> None:
    settings, trials, levels = 6, TRIALS, 3
    dense = said(controls, "budget", control="fresh", arm="dense", weights="own")[0]
    ticket = said(controls, "budget", control="fresh", arm="lottery", weights="own")[0]
    assert (dense["trainings"], dense["steps"]) == (settings * trials, settings * trials * 40)
    searched = settings * levels * trials
    trained = (settings + settings - 1) * trials  # at each with its own mask, and the published one
    assert ticket["trainings"] == trained + searched
    assert ticket["steps"] == trained * 40 + searched * 30
    spent = {r["arm"]: r["trainings"] for r in said(transfer, "budget", value=0.3)}
    assert spent == {"dense": 12, "lottery": 58, "reinitialised": 58, "random": 12}


@pytest.mark.parametrize(("name", "given"), [("controls", CONTROLS), ("transfer", TRANSFER)])
def test_progress_and_resuming_go_through_all_settings(name: str, given: dict[str, Any]) -> None:
    experiment = EXPERIMENTS[name]
    values = experiment.check({**SMALL, **given, **TRIED, "trials": 1, "rates": [0.005],
                               "decays": ["constant"]})  # fmt: skip
    published, other = experiment.plan(values)
    for task, rates in ((published, [0.02, 0.005]), (other, [0.005])):
        whole = list(experiment.execute(task, None))
        done = [e.done for e in whole if isinstance(e, events.Progress)]
        assert done == sorted(done)
        assert done[-1] == task.cost
        told = [e.values["rate"] for e in whole if isinstance(e, events.Row)]
        assert list(dict.fromkeys(told)) == rates
        stop = [i for i, e in enumerate(whole) if isinstance(e, events.Checkpoint)][-4]
        checkpoint = whole[stop]
        assert isinstance(checkpoint, events.Checkpoint)
        rest = list(experiment.execute(task, checkpoint.state))
        rows = [
            [{**e.values, "ms_per_step": 0} for e in told if isinstance(e, events.Row)]
            for told in (whole[stop + 1 :], rest)
        ]
        assert rows[0] == rows[1]
        assert rows[0]


def test_early_results_are_compared_on_the_trials_that_all_have() -> None:
    """While a run is under way a setting with fewer trials than another is not chosen."""
    values = EXPERIMENTS["transfer"].check({**SMALL, **TRANSFER, **TRIED, "rates": [0.005]})
    row = {"final": True, "knob": "iid_noise_scale", "value": 0.3, "arm": "dense",
           "decay": "constant", "same_mask": False, "stopped_test_acc": 1.0,
           "stopped_validation_acc": 0.0}  # fmt: skip
    rows = [
        {**row, "rate": rate, "trial": trial, "validation_acc": v, "test_acc": v}
        for rate, trial, v in ((0.02, 0, 50.0), (0.02, 1, 60.0), (0.005, 0, 99.0))
    ]
    summary = EXPERIMENTS["transfer"].summarise(values, rows)
    assert [r["rate"] for r in summary if r["what"] == "chosen"] == [0.02]


@pytest.mark.parametrize("name", ["controls", "transfer"])
def test_data_from_a_file_are_refused(name: str, tmp_path: Any) -> None:
    path = tmp_path / "own.npz"
    mnist1d_lab.run("dataset", num_samples=100).to_npz(path)
    with pytest.raises(ParamError, match=r"data_file (holds all|is a finished)"):
        EXPERIMENTS[name].check({"data_file": str(path), "at_best": True})
