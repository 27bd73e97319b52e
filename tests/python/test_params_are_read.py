"""No parameter stands in the table alone: somebody takes it, and somebody reads it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from mnist1d_lab import params
from mnist1d_lab.experiments import EXPERIMENTS
from mnist1d_lab.params import Param

DEFINED = {value.name for value in vars(params).values() if isinstance(value, Param)}
TAKEN = {param.name for experiment in EXPERIMENTS.values() for param in experiment.params}


def test_every_parameter_is_taken_by_an_experiment_or_by_the_command_line() -> None:
    for_the_command_line = {"backend", "workers", "engine", "scheduler"}
    assert for_the_command_line == DEFINED - TAKEN


def test_every_parameter_is_read_by_somebody() -> None:
    """One that stands in the table alone would be a slider, a flag and a key that do nothing."""
    package = Path(params.__file__).parent.parent
    files = [path for path in package.rglob("*.py") if path.parent.name != "params"]
    read = {name for path in files for name in names_read(ast.parse(path.read_text()))}
    assert not TAKEN - read


def names_read(tree: ast.AST) -> Iterator[str]:
    """What is looked up by a name that is written out: ``a["x"]``, ``a.get("x")``, ``a.x``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            yield node.attr
        elif isinstance(node, ast.Subscript):
            yield from _text(node.slice)
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "get" and node.args:
            yield from _text(node.args[0])


def _text(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
