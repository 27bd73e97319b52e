"""What every experiment promises: checked parameters, presets, plain tasks, a plain description."""

from __future__ import annotations

import json
import sys
from types import ModuleType
from typing import Any

import mnist1d_lab
import numpy as np
import pytest
from mnist1d_lab import ParamError, events, params
from mnist1d_lab.dataset import images
from mnist1d_lab.experiments import EXPERIMENTS, describe, get_experiment
from mnist1d_lab.experiments.base import Experiment, Task, TaskResult

from buildtools.images import images_file
from buildtools.vendor import Vendor, read_lock

every_experiment = pytest.mark.parametrize("name", EXPERIMENTS)
PRESETS = [(name, preset) for name, e in EXPERIMENTS.items() for preset in e.presets]


def test_the_experiments_of_the_design_are_there() -> None:
    assert {"preview", "dataset", "benchmark", "lottery"} <= EXPERIMENTS.keys()
    assert all(name == experiment.name for name, experiment in EXPERIMENTS.items())
    assert {"quick", "standard", "paper"} <= EXPERIMENTS["lottery"].presets.keys()


@pytest.mark.parametrize("wrong", ["lotery", "", None, 3, ["lottery"], {}])
def test_an_unknown_experiment_is_refused_with_the_known_ones(wrong: Any) -> None:
    with pytest.raises(ParamError) as refusal:
        get_experiment(wrong)
    assert refusal.value.param == "experiment"
    assert all(name in str(refusal.value) for name in EXPERIMENTS)


@every_experiment
def test_defaults_are_complete_and_fit(name: str) -> None:
    experiment = EXPERIMENTS[name]
    values = experiment.check({})
    assert list(values) == [param.name for param in experiment.params]


@pytest.mark.parametrize(("name", "preset"), PRESETS)
def test_presets_fit_and_checking_twice_changes_nothing(name: str, preset: str) -> None:
    """A record's parameters, read back from JSON, must ask for the same run again."""
    experiment = EXPERIMENTS[name]
    values = experiment.check({"preset": preset})
    assert experiment.check(json.loads(json.dumps(values))) == values
    for param, value in experiment.presets[preset].items():
        if param != "sparsities":
            assert values[param] == value


@pytest.mark.parametrize(("name", "preset"), PRESETS)
def test_what_is_given_goes_before_the_preset(name: str, preset: str) -> None:
    values = EXPERIMENTS[name].check({"preset": preset, "seed": 77})
    assert values["seed"] == 77
    assert values == {**EXPERIMENTS[name].check({"preset": preset}), "seed": 77}


@every_experiment
@pytest.mark.parametrize("wrong", ["", "quickest", 0, ["quick"], {}, True])
def test_an_unknown_preset_is_refused_with_the_known_ones(name: str, wrong: Any) -> None:
    with pytest.raises(ParamError) as refusal:
        EXPERIMENTS[name].check({"preset": wrong})
    assert refusal.value.param == "preset"
    assert all(preset in str(refusal.value) for preset in EXPERIMENTS[name].presets)


@pytest.mark.parametrize("wrong", [None, [], [1, 2], "seed", 3])
def test_parameters_that_are_no_mapping_are_refused(wrong: Any) -> None:
    with pytest.raises(ParamError, match="params must map names to values"):
        EXPERIMENTS["preview"].check(wrong)


@every_experiment
def test_an_unknown_parameter_is_refused_by_every_experiment(name: str) -> None:
    with pytest.raises(ParamError, match=f"sead is not a parameter of {name}. Did you mean seed"):
        EXPERIMENTS[name].check({"sead": 1})


@every_experiment
def test_tasks_are_plain_json_with_names_of_their_own(name: str) -> None:
    values = EXPERIMENTS[name].check({})
    tasks = EXPERIMENTS[name].plan(values)
    assert tasks
    assert len({task.id for task in tasks}) == len(tasks)
    for task in tasks:
        assert task.experiment == name
        assert task.params == values
        assert task.cost > 0
        assert Task(**json.loads(json.dumps(task.to_dict(), allow_nan=False))) == task


@every_experiment
def test_planning_does_not_change_the_values(name: str) -> None:
    values = EXPERIMENTS[name].check({})
    before = json.dumps(values)
    EXPERIMENTS[name].plan(values)
    assert json.dumps(values) == before


def test_the_description_is_strict_json_and_complete() -> None:
    plain = json.loads(json.dumps(describe(), allow_nan=False))
    assert list(plain) == list(EXPERIMENTS)
    for name, described in plain.items():
        experiment = EXPERIMENTS[name]
        assert described["summary"].endswith(".")
        assert described["title"][0].isupper()
        assert [p["name"] for p in described["params"]] == [p.name for p in experiment.params]
        assert list(described["presets"]) == list(experiment.presets)
        for values in described["presets"].values():
            experiment.check(values)


# The smallest run of each; an experiment's own parameters among them, as far as it takes them.
SMALLEST: dict[str, Any] = {
    "num_samples": 100, "steps": 10, "eval_every": 5, "hidden": 4, "trials": 1, "seeds": 1,
    "sparsities": [0.0, 0.5], "points": 2, "models": ["linear"], "seconds": 0.05, "samples": 2,
    "entries": 2, "rewind_steps": [0], "control_steps": 5, "alphas": 3, "mnist_images": 100,
    "map_points": 10, "rates": [0.01], "decays": ["constant"],
}  # fmt: skip


@pytest.fixture(autouse=True, scope="module")
def mnist_at_hand() -> None:
    images.add("mnist.npz", images_file(Vendor(read_lock())).read_bytes())


@every_experiment
def test_the_rows_have_what_the_figure_plots(name: str) -> None:
    experiment = EXPERIMENTS[name]
    given = {p.name: SMALLEST[p.name] for p in experiment.params if p.name in SMALLEST}
    record = mnist1d_lab.run(name, backend="numpy", **given)
    figure = experiment.figure
    assert bool(figure) == (len(record.rows) > 1)
    if figure is None:
        return
    shown = [row for row in record.rows if row.get("final") or not figure.final]
    assert len({row[figure.x.column] for row in shown}) > 1 or name == "speed"  # of one model
    for row in shown:
        assert set(figure.series) <= row.keys()
        assert isinstance(row[figure.y.column], float)


@every_experiment
def test_the_cost_is_of_a_model_that_can_be_measured(name: str) -> None:
    """Seconds are a task's cost times those of a step of its model, which ``speed`` measures."""
    values = EXPERIMENTS[name].check({})
    offered = EXPERIMENTS["speed"].check({})["models"]
    for task in EXPERIMENTS[name].plan(values):
        assert task.key.get("model", values.get("model", "mlp")) in offered


def test_an_experiment_is_what_its_module_says_and_misses_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    module = ModuleType("somewhere.tiny")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    parts = {"PARAMS": (params.SEED,), "plan": object(), "settle": object(), "other": object()}
    vars(module).update(parts)
    with pytest.raises(TypeError, match="execute"):
        Experiment.of(module.__name__, title="Tiny", summary="")
    vars(module)["execute"] = object()
    elsewhere = object()
    tiny = Experiment.of(module.__name__, title="Tiny", summary="", summarise=elsewhere)
    assert (tiny.name, tiny.params, tiny.presets) == ("tiny", (params.SEED,), {})
    assert (tiny.plan, tiny.settle, tiny.summarise) == (parts["plan"], parts["settle"], elsewhere)
    with pytest.raises(TypeError, match="titel"):
        Experiment.of(module.__name__, titel="Tiny", summary="")


# merge: an experiment of two tasks, made here.


def two_tasks() -> tuple[Experiment, dict[str, Any], list[TaskResult]]:
    experiment = Experiment(
        "two", "Two", "Two tasks.", (params.SEED,),
        lambda v: [Task("a", "two", v), Task("b", "two", v)], lambda task, resume: iter(()),
    )  # fmt: skip
    values = experiment.check({"seed": 4})
    return experiment, values, [TaskResult(task) for task in experiment.plan(values)]


def test_merge_keeps_the_order_of_the_plan_and_all_that_was_said() -> None:
    experiment, values, (a, b) = two_tasks()
    b.take(events.Row({"from": "b"}))
    a.take(events.Row({"from": "a", "loss": float("nan")}))
    a.take(events.Array("x", np.arange(3)))
    b.take(events.Array("y", np.zeros(2)))
    b.take(events.Notice("b diverged."))
    for quiet in (events.TICK, events.Progress(1, 2), events.Checkpoint({"level": 1})):
        a.take(quiet)
    a.elapsed_s, b.elapsed_s, a.backend, b.backend = 1.0, 2.0, "simd", "simd"
    record = experiment.merge(values, [a, b])
    assert record.rows == [{"from": "a", "loss": None}, {"from": "b"}]
    assert list(record.arrays) == ["x", "y"]
    assert record.notices == ["b diverged."]
    assert (record.experiment, record.seed, record.params) == ("two", 4, {"seed": 4})
    assert (record.backend, record.elapsed_s) == ("simd", 3.0)
    record.to_json()


def test_a_record_names_every_backend_that_took_part() -> None:
    experiment, values, (a, b) = two_tasks()
    a.backend, b.backend = "simd", "numpy"
    assert experiment.merge(values, [a, b]).backend == "numpy+simd"


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("rivals", {}),
        ("survival", {"knob": "learning_rate", "values": [0.01, 0.010000001]}),
        ("controls", {"at_best": True}),
        ("transfer", {"at_best": True}),
    ],
)
def test_rates_that_hardly_differ_are_tasks_of_their_own(name: str, given: dict[str, Any]) -> None:
    """What a task found lies in a file of its name, where a namesake's would take its place."""
    experiment = get_experiment(name)
    rates = [0.02, 0.020000001]
    tasks = experiment.plan(experiment.check({**given, "rates": rates, "trials": 1}))
    ids = [task.id for task in tasks]
    assert len(set(ids)) == len(ids) >= len(rates)
