"""Beside every number of a recorded run stands a button that does the run again, as it was."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from mnist1d_lab.experiments import get_experiment

from buildtools import package
from buildtools.paths import APP

FILES = sorted(package.RECORDINGS.glob("*.json"))
KEPT: dict[str, Any] = {path.stem: package._kept(path) for path in FILES}
NAMES = {*KEPT, *package.RECORDED_RUNS} - {"preview"}
# Those whose numbers a template looks up.
LOOKED_UP = re.compile(r"\brecorded\.(\w+)")
BUTTON = re.compile(r'\bagain\("(\w+)"')
TEMPLATES = sorted((APP / "templates").glob("*/**/*.html.j2"))


@pytest.mark.parametrize("name", KEPT)
def test_the_settings_make_the_very_run(name: str) -> None:
    record = KEPT[name]
    repeat = package.repeats({name: record})[name]
    experiment = get_experiment(record["experiment"])
    asked = experiment.check(repeat["settings"])
    assert {key: asked[key] for key in record["params"]} == record["params"]
    assert len(repeat["settings"]) <= 12


@pytest.mark.parametrize("path", TEMPLATES, ids=[path.stem for path in TEMPLATES])
def test_who_quotes_a_run_offers_to_do_it_again(path: Path) -> None:
    text = path.read_text()
    buttons = set(BUTTON.findall(text))
    assert buttons <= NAMES | {"sweep"}  # whose point is chosen on the page
    assert set(LOOKED_UP.findall(text)) <= buttons


def test_every_button_has_a_part_to_do_it_in() -> None:
    bars = "\n".join(path.read_text() for path in TEMPLATES)
    panels = {repeat["panel"] for repeat in package.repeats(KEPT).values()}
    plain = {"orders", "survival", "untrained"}
    assert {name for name in panels - plain if f'runbar("{name}"' not in bars} == set()
