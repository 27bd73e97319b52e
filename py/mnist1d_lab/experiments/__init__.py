"""The experiments, by name. Each is the file of that name, imported when it is first asked for.

A browser that shows a preview waits for none of the others.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from importlib import import_module
from typing import Any

from mnist1d_lab.experiments.base import Experiment
from mnist1d_lab.params import ParamError
from mnist1d_lab.params.discovered import modules_in
from mnist1d_lab.params.quoting import quoted


class _Experiments(MutableMapping[str, Experiment]):
    """A mapping in a fixed order whose values are imported on first use."""

    def __init__(self, *names: str) -> None:
        self._known: dict[str, Experiment | None] = dict.fromkeys(names)

    def __getitem__(self, name: str) -> Experiment:
        experiment = self._known[name]
        if experiment is None:
            experiment = import_module(f"{__name__}.{name}").EXPERIMENT
            self._known[name] = experiment
        return experiment

    def __setitem__(self, name: str, experiment: Experiment) -> None:
        self._known[name] = experiment

    def __delitem__(self, name: str) -> None:
        del self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


EXPERIMENTS = _Experiments(*(name for name in modules_in("experiments") if name != "base"))


def get_experiment(name: str) -> Experiment:
    """The experiment called ``name``; raises ParamError where there is none."""
    if not isinstance(name, str) or name not in tuple(EXPERIMENTS):
        known = ", ".join(EXPERIMENTS)
        raise ParamError("experiment", f"experiment must be one of {known}; got {quoted(name)}.")
    return EXPERIMENTS[name]


def describe() -> dict[str, Any]:
    """All experiments with their parameters and presets, as plain JSON."""
    return {name: experiment.describe() for name, experiment in EXPERIMENTS.items()}
