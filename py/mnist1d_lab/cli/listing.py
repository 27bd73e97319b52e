"""``mnist1d-lab list``: the experiments, or one with what its presets and parameters are."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import Any

from mnist1d_lab.cli.arguments import Parser
from mnist1d_lab.experiments import EXPERIMENTS, get_experiment
from mnist1d_lab.experiments.base import Experiment


def show_list(arguments: Sequence[str]) -> int:
    """Print all experiments, or the one that is named; raises ParamError where there is none."""
    parser = Parser(prog="mnist1d-lab list", description=__doc__)
    parser.add_argument("experiment", nargs="?", help=f"one of {', '.join(EXPERIMENTS)}")
    name = parser.parse_args(list(arguments)).experiment
    if name is None:
        for known, experiment in EXPERIMENTS.items():
            presets = ", ".join(experiment.presets)
            print(f"{known:12} {experiment.summary}" + (f" Presets: {presets}." if presets else ""))
    else:
        print("\n".join(_about(get_experiment(name))))
    return 0


def _about(experiment: Experiment) -> list[str]:
    lines = [experiment.summary]
    if experiment.presets:
        lines += ["", "Presets, and what each is short for:", *presets_told(experiment)]
    lines += ["", "Parameters, each at its default:"]
    return lines + [f"  {as_flags({p.name: p.default})}" for p in experiment.params]


def presets_told(experiment: Experiment) -> list[str]:
    """A line a preset: the flags that it stands for."""
    return [f"  {name}: {as_flags(values)}" for name, values in experiment.presets.items()]


def as_flags(values: Mapping[str, Any]) -> str:
    """Values as a command line gives them."""
    return " ".join(
        f"--{name.replace('_', '-')} {shlex.quote(as_text(value))}"
        for name, value in values.items()
    )


def as_text(value: Any) -> str:
    """A value as ``Param.parse`` reads it."""
    if isinstance(value, list):
        return ",".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)
