"""Weights out of a record: its run's own answers, and a training that goes on from them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import mnist1d_lab
import numpy as np
import pytest
from mnist1d_lab import ParamError, Record, load_network
from mnist1d_lab.experiments.shared.mask_text import encode_mask
from mnist1d_lab.training.data import training_data
from mnist1d_lab.training.loaded import network_names

SMALL: dict[str, Any] = {"num_samples": 400, "hidden": 16, "steps": 40, "eval_every": 20}
MODELS = ["linear", "mlp", "cnn", "gru"]


@pytest.fixture(scope="module")
def kept() -> Record:
    return mnist1d_lab.run(
        "benchmark", models=MODELS, seeds=2, shuffled="both", keep_weights=True, **SMALL
    )


def test_every_network_answers_as_it_did_in_its_run(kept: Record, tmp_path: Path) -> None:
    file = tmp_path / "run.json"
    kept.save(file)
    names = network_names(kept)
    assert len(names) == len(MODELS) * 2 * 2
    for name in names:
        loaded = load_network(file, name)
        model, order, trial = name.split("/")
        answers = loaded.predict(kept.arrays[f"test_x/{order}"])
        np.testing.assert_array_equal(answers, kept.arrays[f"predictions/{name}"])
        row = next(
            row
            for row in kept.rows
            if row["final"]
            and (row["model"], row["shuffled"], row["trial"])
            == (model, order == "shuffled", int(trial[-1]))
        )
        assert loaded.accuracy() == row["test_acc"]


OPTIMISERS: list[dict[str, Any]] = [
    {"optimizer": "adam", "weight_decay": 1e-4},
    {"optimizer": "sgd", "momentum": 0.9, "learning_rate": 0.1},
]


@pytest.mark.parametrize("optimiser", OPTIMISERS, ids=lambda it: it["optimizer"])
@pytest.mark.parametrize("model", MODELS)
def test_a_training_that_goes_on_is_the_training_that_was_never_stopped(
    model: str, optimiser: dict[str, Any], tmp_path: Path
) -> None:
    """To the bit, through a file: the optimiser's memory is in it."""
    own = {**SMALL, **optimiser, "models": [model], "keep_weights": True}
    file = tmp_path / "run.json"
    mnist1d_lab.run("benchmark", **own).save(file)
    loaded = load_network(file)
    assert loaded.remembers
    rows = loaded.go_on(30)
    whole = mnist1d_lab.run("benchmark", **{**own, "steps": 70, "eval_every": 70})
    assert [row["step"] for row in rows] == [60, 70]
    assert rows[-1]["test_loss"] == whole.rows[-1]["test_loss"]
    assert loaded.steps == 70
    again = load_network(whole)
    np.testing.assert_array_equal(loaded.network.weights(), again.network.weights())
    for mine, theirs in zip(loaded.optimiser.carried(), again.optimiser.carried(), strict=True):
        np.testing.assert_array_equal(mine, theirs)


def test_without_its_memory_an_optimiser_begins_anew(kept: Record) -> None:
    bare = Record.from_json(kept.to_json())
    for name in [name for name in bare.arrays if name.startswith("optimiser/")]:
        del bare.arrays[name]
    name = "mlp/plain/trial0"
    loaded, beside = load_network(bare, name), load_network(kept, name)
    assert (loaded.remembers, beside.remembers) == (False, True)
    loaded.go_on(5)
    beside.go_on(5)
    assert (loaded.network.weights() != beside.network.weights()).any()
    damaged = Record.from_json(kept.to_json())
    damaged.arrays[f"optimiser/{name}/memory"] = np.zeros((2, 3), np.float32)
    with pytest.raises(ParamError, match="does not fit the network"):
        load_network(damaged, name)


def test_a_kept_ticket_stays_pruned_when_it_goes_on() -> None:
    own = {"seed": 3, "sparsities": [0.0, 0.6], **SMALL}
    record = mnist1d_lab.run("ticket", **own)
    loaded = load_network(record)
    last = next(row for row in record.rows if row["final"] and row["arm"] == "lottery")
    assert loaded.accuracy() == last["test_acc"]
    before = loaded.network.weights()
    loaded.go_on(20)
    after = loaded.network.weights()
    assert (before != after).any()
    assert not after[before == 0].any()
    assert (before != 0).sum() == last["survivors"]


@pytest.mark.parametrize("optimiser", OPTIMISERS, ids=lambda it: it["optimizer"])
@pytest.mark.parametrize("removed", [0.2, 0.6], ids=["dense", "sparse"])
def test_a_kept_ticket_goes_on_as_if_it_had_never_been_stopped(
    removed: float, optimiser: dict[str, Any], tmp_path: Path
) -> None:
    """To the bit, through a file, whether its matrices are kept as sparse ones or not."""
    own = {"seed": 3, "sparsities": [0.0, removed], "hidden": 32, **SMALL, **optimiser}
    file = tmp_path / "ticket.json"
    ticket = mnist1d_lab.run("ticket", **own)
    ticket.save(file)
    loaded = load_network(file)
    assert loaded.remembers
    loaded.go_on(30)
    # The same mask, trained from the same initial weights without a stop.
    mask = np.concatenate([a.ravel() for n, a in ticket.arrays.items() if n.startswith("mask/")])
    whole = {**own, "steps": 70, "mask": encode_mask(mask.astype(bool))}
    again = load_network(mnist1d_lab.run("ticket", **whole))
    np.testing.assert_array_equal(loaded.network.weights(), again.network.weights())


def test_other_data_are_taken_to_predict_and_to_learn_from(kept: Record) -> None:
    loaded = load_network(kept, "mlp/plain/trial0")
    easy = training_data({**loaded.settings, "max_translation": 0, "corr_noise_scale": 0.0})
    before = loaded.accuracy(easy)
    assert before != loaded.accuracy()
    loaded.go_on(300, easy)
    assert loaded.accuracy(easy) > before + 10


def test_records_without_the_weights_are_refused(kept: Record) -> None:
    plain = mnist1d_lab.run("benchmark", models=["linear"], **SMALL)
    with pytest.raises(ParamError, match="none: run it with keep_weights"):
        load_network(plain)
    with pytest.raises(ParamError, match="one of the record's networks"):
        load_network(kept)  # several
    with pytest.raises(ParamError, match="one of the record's networks"):
        load_network(kept, "cnn/plain/trial9")
    damaged = Record.from_json(kept.to_json())
    damaged.arrays["weights/mlp/plain/trial0/W1"] = np.zeros((2, 2), np.float32)
    with pytest.raises(ParamError, match="W1 is missing or has another shape"):
        load_network(damaged, "mlp/plain/trial0")
    search = mnist1d_lab.run("lottery", trials=1, sparsities=[0.0, 0.5], **SMALL)
    assert network_names(search) == []
