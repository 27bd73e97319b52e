"""The page's own lessons: what they quote is there when what they run has been run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from mnist1d_lab.events import Row
from mnist1d_lab.experiments import get_experiment

from buildtools import package
from buildtools.lessons import FOLDER
from buildtools.paths import ROOT
from buildtools.site import _lessons

# The same experiment, over in a moment; of a step's settings only how long it takes is changed.
SMALL = {"num_samples": 300, "hidden": 12, "steps": 20, "eval_every": 20, "control_steps": 20}


@pytest.fixture(scope="module")
def lessons() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = _lessons(_kept())["lessons"]
    return found


def _kept() -> dict[str, Any]:
    return {path.stem: package._kept(path) for path in sorted(package.RECORDINGS.glob("*.json"))}


def _steps(lessons: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Each step that runs something, with the settings that it and those before it make."""
    for lesson in lessons:
        settings: dict[str, Any] = {}
        for number, step in enumerate(lesson["steps"], 1):
            settings |= step["set"]
            if "run" in step:
                yield f"{lesson['name']} {number}", step, dict(settings)


def _params(panel: str, settings: dict[str, Any], experiment: str, trials: int) -> dict[str, Any]:
    """As the page puts them together: the data's, and the panel's own."""
    own = {key.removeprefix(f"{panel}."): value for key, value in settings.items()}
    takes = {param.name for param in get_experiment(experiment).params}
    given = {key: value for key, value in own.items() if key in takes}
    many = "seeds" if "seeds" in takes else "trials"
    return given | {k: v for k, v in SMALL.items() if k in takes} | {many: trials}


def test_there_are_six_of_them_and_each_asks_something(lessons: list[dict[str, Any]]) -> None:
    assert len(lessons) == 6
    for lesson in lessons:
        assert 3 <= lesson["minutes"] <= 5
        assert any("predict" in step for step in lesson["steps"]), lesson["name"]


def test_every_number_they_quote_is_measured_by_what_they_run(
    lessons: list[dict[str, Any]],
) -> None:
    steps = list(_steps(lessons))
    assert len(steps) >= 10
    for where, step, settings in steps:
        _measured_by_what_it_runs(where, step, settings)


def _measured_by_what_it_runs(where: str, step: dict[str, Any], settings: dict[str, Any]) -> None:
    panel = step["run"]["panel"]
    experiment = get_experiment({"compare": "benchmark"}.get(panel, panel))
    values = experiment.check(_params(panel, settings, experiment.name, 2))
    rows = [
        event.values
        for task in experiment.plan(values)
        for event in experiment.execute(task)
        if isinstance(event, Row) and event.values["final"]
    ]
    summary = experiment.summary_of(values, rows)
    for name, figure in step["figures"].items():
        columns = figure["columns"].items()
        fit = [row for row in summary if all(row.get(k) == v for k, v in columns)]
        assert len(fit) == 1, f"{where}: {name} fits {len(fit)} rows"
        assert fit[0]["n"] == 2, f"{where}: {name}"


def test_the_guides_own_example_is_a_lesson(tmp_path: Path) -> None:
    """As whoever follows docs/lessons.md would do it: copied out, and built with the others."""
    guide = (ROOT / "docs/lessons.md").read_text()
    [name] = re.findall(r"app/lessons/(\S+)\.toml`\. The name", guide)
    [example] = re.findall(r"```toml\n(.*?)```", guide, re.DOTALL)
    for path in FOLDER.glob("*.toml"):
        (tmp_path / path.name).write_text(path.read_text())
    (tmp_path / f"{name}.toml").write_text(example)
    lesson = _lessons(_kept(), tmp_path)["lessons"][-1]
    assert lesson["name"] == name
    assert [len(step["figures"]) for step in lesson["steps"]] == [0, 2, 1]
    [(_, step, settings)] = _steps([lesson])
    assert settings == {"iid_noise_scale": 0.2, "bench.hidden": 64}
    _measured_by_what_it_runs("the guide", step, settings)
