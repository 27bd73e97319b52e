"""The order of the package's parts, stated once: no import runs upward, and none in a circle."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import mnist1d_lab
import pytest

NAME = "mnist1d_lab"
PACKAGE = Path(mnist1d_lab.__file__).parent

# From the ground up. A part may import those of the rows before its own, and itself; where a part
# has an order of its own, its rows follow in the same way. "*" is whatever it has besides.
LAYERS = {
    "": (
        "version published events params",
        "records ops",
        "nn dataset",
        "analysis training pruning",
        "data transform utils",
        "experiments",
        "engines",
        "bridge cli __init__",
        "__main__",
    ),
    "experiments": ("base", "__init__ shared", "*"),
}
TOP_AT_MOST = 21


def modules(package: Path) -> dict[str, Path]:
    """The package's modules below its name: "ops.simd"; a package is "ops.__init__"."""
    paths = sorted(package.rglob("*.py"))
    return {".".join(p.relative_to(package).with_suffix("").parts): p for p in paths}


def imports(module: str, known: dict[str, Path]) -> Iterator[str]:
    """What a module imports from its own package, wherever in the file and for whatever."""
    for node in ast.walk(ast.parse(known[module].read_text())):
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module}: a relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        for name in names:
            path = name.split(".")
            if path.pop(0) == NAME:
                yield _found(path, known)


def _found(path: list[str], known: dict[str, Path]) -> str:
    """The module that ``path`` names, or a name inside one names."""
    for taken in (path, path[:-1]):
        for end in ([], ["__init__"]):
            if ".".join(taken + end) in known:
                return ".".join(taken + end)
    raise AssertionError(f"no module {'.'.join(path)}")


def graph(package: Path) -> dict[str, set[str]]:
    known = modules(package)
    return {module: set(imports(module, known)) for module in known}


def faults(edges: dict[str, set[str]]) -> list[str]:
    """Every import that runs upward or sideways, and a circle if there is one."""
    found = [
        f"{module} imports {other}"
        for module, others in edges.items()
        for other in others
        if not _allowed(module, other)
    ]
    try:
        TopologicalSorter(edges).prepare()
    except CycleError as circle:
        found.append(" <- ".join(circle.args[1]))
    return found


def _allowed(module: str, other: str) -> bool:
    """By the rows of the first folder in which the two part ways."""
    shared = ""
    (mine, *rest), (theirs, *others) = module.split("."), other.split(".")
    if mine == theirs:
        shared = mine
        (mine, *_), (theirs, *_) = rest or ["__init__"], others or ["__init__"]
    if mine == theirs or shared not in LAYERS:
        return True
    return _row(shared, theirs) < _row(shared, mine)


def _row(folder: str, part: str) -> int:
    rows = [row.split() for row in LAYERS[folder]]
    for number, row in enumerate(rows):
        if part in row or row == ["*"]:
            return number
    raise AssertionError(f"LAYERS does not say where {part} belongs")


def test_no_import_runs_upward_and_none_in_a_circle() -> None:
    edges = graph(PACKAGE)
    assert sum(map(len, edges.values())) > 200  # they were really read
    assert faults(edges) == []


@pytest.mark.parametrize(
    "edges",
    [
        {"ops.simd": {"nn.layers"}},  # upward
        {"training.train": {"pruning.masks"}},  # sideways
        {"experiments.lottery": {"experiments.ticket"}},  # one experiment another
        {"experiments.shared.work": {"experiments.lottery"}},
        {"experiments.base": {"experiments.__init__"}},
        {"ops.a": {"ops.b"}, "ops.b": {"ops.c"}, "ops.c": {"ops.a"}},
    ],
)
def test_the_check_finds(edges: dict[str, set[str]]) -> None:
    assert len(faults(edges)) == 1


def test_the_check_reads_imports_wherever_they_stand(tmp_path: Path) -> None:
    (tmp_path / "ops").mkdir()
    (tmp_path / "ops" / "__init__.py").write_text("NAME = 1\n")
    (tmp_path / "cli.py").write_text("")
    (tmp_path / "nn.py").write_text(
        "import mnist1d_lab.cli\n"
        "def late():\n"
        "    from mnist1d_lab.ops import NAME\n"
        "    from numpy import cli\n"
    )
    assert graph(tmp_path)["nn"] == {"cli", "ops.__init__"}


def test_the_top_of_the_package_can_be_taken_in_at_a_glance() -> None:
    top = {path.name for path in PACKAGE.iterdir() if path.name != "__pycache__"}
    assert len(top) <= TOP_AT_MOST, sorted(top)


def test_no_file_is_longer_than_one_reads() -> None:
    long = {
        m: n for m, p in modules(PACKAGE).items() if (n := len(p.read_text().split("\n"))) > 301
    }
    assert not long
