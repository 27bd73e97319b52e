"""``mnist1d-lab list``: every experiment, and what each preset and parameter is."""

from __future__ import annotations

import shlex

import pytest
from mnist1d_lab import cli
from mnist1d_lab.cli.arguments import parsed, run_parser
from mnist1d_lab.experiments import EXPERIMENTS


def told(name: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    assert cli.main(["list", name]) == 0
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_each_preset_is_shown_as_flags_that_give_it(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    experiment, lines = EXPERIMENTS[name], told(name, capsys)
    assert lines[0] == experiment.summary
    for preset in experiment.presets:
        [line] = [line for line in lines if line.startswith(f"  {preset}: ")]
        flags = shlex.split(line.partition(": ")[2])
        options, unknown = parsed(run_parser(experiment, (), False), flags)
        assert not unknown
        given = {p.name: p.parse(options[p.name]) for p in experiment.params if p.name in options}
        assert experiment.check(given) == experiment.check({"preset": preset})


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_each_parameter_is_shown_at_its_default(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    experiment, lines = EXPERIMENTS[name], told(name, capsys)
    flags = shlex.split(" ".join(lines[-len(experiment.params) :]))
    options, unknown = parsed(run_parser(experiment, (), False), flags)
    assert not unknown
    read = {p.name: p.parse(options[p.name]) for p in experiment.params}
    assert read == {p.name: p.default for p in experiment.params}


def test_an_experiment_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["list", "lotery"]) == 2
    assert "experiment must be one of" in capsys.readouterr().err
