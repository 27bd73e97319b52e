"""The faults: which there are in a few lines, and that one is put where it is said to be."""

from __future__ import annotations

import ast
import importlib
import sys
from pathlib import Path

import pytest

from tests.mutation.__main__ import statement
from tests.mutation.hook import install
from tests.mutation.operators import faults, with_fault

SOURCE = '''"""A docstring is no fault's place."""
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    LIMIT: int = 3

def half(x: "int" = 2) -> float:
    """Nor is this one."""
    if x <= 0 and not x:
        raise ValueError
    for i in range(x):
        print(-i)
    return x / 2
'''

FAULTS = {
    "def half(x: 'int'=3) -> float:",
    "if not (x <= 0 and (not x)):",
    "if x <= 0 or not x:",
    "if x < 0 and (not x):",
    "if x <= 1 and (not x):",
    "for i in ():",
    "print(+i)",
    "None",
    "return None",
    "return x * 2",
    "return x / 3",
}


def test_every_fault_of_a_few_lines_is_one_changed_line() -> None:
    before = ast.unparse(ast.parse(SOURCE)).splitlines()
    found = []
    for number in range(len(list(faults(ast.parse(SOURCE))))):
        after = ast.unparse(with_fault(SOURCE, number)).splitlines()
        changed = [new.strip() for old, new in zip(before, after, strict=True) if old != new]
        assert len(changed) == 1
        found += changed
    assert sorted(found) == sorted(FAULTS)


def test_a_module_is_imported_with_its_fault_and_its_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "halving_for_a_test.py"
    path.write_text(SOURCE)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path])
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    told = [fault.what for fault in faults(ast.parse(SOURCE))]
    install(path.stem, told.index("Mult in `x / 2`"))
    module = importlib.import_module(path.stem)
    del sys.modules[path.stem]
    assert module.half(4) == 8
    assert path.read_text() == SOURCE


def test_the_lines_of_a_statement_and_when_it_is_run() -> None:
    tree = ast.parse(
        "LEVELS = (\n    1,\n    2,\n)\n\ndef f(\n    x=3,\n):\n    if (\n        x\n    ):\n"
        "        return [\n            x,\n        ]\n"
    )
    found = {line: statement(tree, line) for line in (2, 7, 10, 13)}
    assert found == {
        2: (range(1, 5), False),
        7: (range(6, 9), False),  # a default is made when the function is
        10: (range(9, 12), True),
        13: (range(12, 15), True),
    }
