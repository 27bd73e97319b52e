"""Weights out of a record: its run's own answers, and a training that goes on from them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import mnist1d_lab
import numpy as np
import pytest
from mnist1d_lab import ParamError, Record, load_network
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


@pytest.mark.parametrize("model", MODELS)
def test_a_training_that_goes_on_is_the_training_that_was_never_stopped(model: str) -> None:
    """With an optimiser that remembers nothing, to the bit."""
    own = {**SMALL, "models": [model], "optimizer": "sgd", "momentum": 0.0, "keep_weights": True}
    loaded = load_network(mnist1d_lab.run("benchmark", **own))
    rows = loaded.go_on(30)
    whole = mnist1d_lab.run("benchmark", **{**own, "steps": 70, "eval_every": 70})
    assert [row["step"] for row in rows] == [60, 70]
    assert rows[-1]["test_loss"] == whole.rows[-1]["test_loss"]
    assert loaded.steps == 70
    np.testing.assert_array_equal(loaded.network.weights(), load_network(whole).network.weights())


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
