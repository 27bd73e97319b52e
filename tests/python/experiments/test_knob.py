"""The knob experiment: which values it turns to, and what turning does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import mnist1d_lab
import pytest
from mnist1d_lab import params
from mnist1d_lab.experiments import EXPERIMENTS
from mnist1d_lab.experiments.knob import EXPERIMENT
from mnist1d_lab.params import KNOBS, Param, ParamError


def values(**given: Any) -> list[float]:
    found: list[float] = EXPERIMENT.check(given)["values"]
    return found


def test_every_numeric_data_parameter_is_a_knob_with_a_range_it_accepts() -> None:
    for knob in params.DATA:
        if knob.kind not in ("int", "float") or knob is params.DATA_SEED:
            continue
        turned = values(knob=knob.name, points=7)
        assert (turned[0], turned[-1]) == (knob.usual or (knob.low, knob.high))
        assert turned == sorted(turned)


def test_a_knob_without_a_usual_range_turns_from_end_to_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plain = Param("iid_noise_scale", "float", 0.0, "", "", "noise", -3, 3)
    monkeypatch.setitem(KNOBS, "iid_noise_scale", plain)
    assert values(knob="iid_noise_scale", points=3) == [-3, 0, 3]


def test_values_from_a_list_a_range_and_by_default() -> None:
    assert values(knob="corr_noise_scale", values=[0.5, 0.1]) == [0.5, 0.1]
    assert values(knob="max_translation", range=[0, 4], points=3) == [0, 2, 4]
    assert values(knob="max_translation", range=[0, 2], points=40) == [0, 1, 2]
    assert all(isinstance(v, int) for v in values(knob="final_seq_length"))


@pytest.mark.parametrize("name", EXPERIMENT.presets)
def test_presets(name: str) -> None:
    checked = EXPERIMENT.check({"preset": name})
    tasks = EXPERIMENT.plan(checked)
    assert len(tasks) == len(checked["values"]) * len(checked["models"]) * checked["seeds"]
    assert len({task.id for task in tasks}) == len(tasks)


@pytest.mark.parametrize(
    ("given", "param"),
    [
        ({"values": [0.1, 2.0]}, "values"),
        ({"knob": "final_seq_length", "values": [10.5]}, "values"),
        ({"values": [0.1, 0.1]}, "values"),
        ({"range": [0.1]}, "range"),
        ({"range": [0.4, 0.1]}, "range"),
        ({"knob": "train_split", "range": [0, 1]}, "range"),
        ({"knob": "padding"}, "knob"),
    ],
)
def test_refusals_name_the_parameter(given: dict[str, Any], param: str) -> None:
    with pytest.raises(ParamError) as refused:
        EXPERIMENT.check(given)
    assert refused.value.param == param


@pytest.mark.parametrize("name", ["knob", "bench_sweep", "transfer"])
def test_no_knob_turns_a_finished_data_set(name: str, tmp_path: Path) -> None:
    path = tmp_path / "own.npz"
    mnist1d_lab.run("dataset", num_samples=100).to_npz(path)
    with pytest.raises(ParamError, match="a finished data set: no knob can turn it"):
        EXPERIMENTS[name].check({"data_file": str(path)})


def test_checking_twice_changes_nothing() -> None:
    """A record's parameters ask for the same run again."""
    once = EXPERIMENT.check({"knob": "shear_scale"})
    assert EXPERIMENT.check(once) == once


def test_rows_and_seeds() -> None:
    record = mnist1d_lab.run(
        "knob", knob="final_seq_length", values=[12, 30], models=["linear", "mlp"], hidden=8,
        num_samples=100, steps=4, eval_every=2, seeds=2, seed=3,
    )  # fmt: skip
    assert len(record.rows) == 2 * 2 * 2 * 2
    assert {(r["knob"], r["value"], r["model"], r["trial"], r["seed"]) for r in record.rows} == {
        ("final_seq_length", value, model, trial, 3 + trial)
        for value in (12, 30) for model in ("linear", "mlp") for trial in (0, 1)
    }  # fmt: skip
    linear = {r["value"]: r["parameters"] for r in record.rows if r["model"] == "linear"}
    assert linear == {12: 130, 30: 310}


def test_the_knob_overrules_its_own_parameter_and_no_other() -> None:
    def accuracy(**given: Any) -> list[Any]:
        base = {"models": ["mlp"], "hidden": 8, "num_samples": 200, "steps": 10, "values": [0.3]}
        return [row["test_loss"] for row in mnist1d_lab.run("knob", **base, **given).rows]

    plain = accuracy(knob="iid_noise_scale")
    assert accuracy(knob="iid_noise_scale", iid_noise_scale=0.9) == plain
    assert accuracy(knob="iid_noise_scale", corr_noise_scale=0.9) != plain


def test_without_translation_the_mlp_comes_close_to_the_cnn() -> None:
    """Where the CNN's advantage comes from: it shrinks when digits always lie in one place."""
    record = mnist1d_lab.run(
        "knob", knob="max_translation", values=[0, 48], models=["mlp", "cnn"], hidden=100,
        steps=1000, eval_every=1000,
    )  # fmt: skip
    accuracy = {(row["value"], row["model"]): float(row["test_acc"] or 0) for row in record.rows}
    gap = {value: accuracy[value, "cnn"] - accuracy[value, "mlp"] for value in (0, 48)}
    assert gap[48] > 15
    assert gap[0] < gap[48] / 2
