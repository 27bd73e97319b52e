"""How many small faults do the tests find? `make mutation` tells, of nn, pruning and dataset.

A sample of all faults that operators.py knows, drawn by a seed, the folders alike. Each is put into
its module as that is imported (hook.py), in a process of its own, and the tests of its folder that
run its line are run until one fails; which do is measured beforehand, by coverage's contexts. A
fault that no test notices survives: it may be one that changes nothing that is promised. One that
never ends is caught. Less than 85 percent caught of a folder is a failure.

mutmut takes packages at the root or in src/ only. cosmic-ray changes the files of the tree that is
being worked in, and starts Python anew for every fault, with all imports.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import json
import os
import random
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest

from buildtools.paths import ROOT
from tests.mutation.hook import install
from tests.mutation.operators import faults

PACKAGE = ROOT / "py" / "mnist1d_lab"
FOLDERS = ("nn", "pruning", "dataset")
OUT = ROOT / "build"
SEEN = OUT / "mutation.coverage"
PATIENCE_S = 120
LEAST = 85  # percent caught, in each folder
PYTEST = ["-q", "-x", "-p", "no:cacheprovider", "--no-header"]


@dataclass(frozen=True)
class Mutant:
    """A fault, where it is, and what became of it."""

    folder: str
    file: str
    number: int
    line: int
    what: str
    fate: str = ""
    seconds: float = 0.0

    @property
    def module(self) -> str:
        parts = Path(self.file).with_suffix("").parts
        return ".".join(("mnist1d_lab", *(part for part in parts if part != "__init__")))


def mutants(folder: str) -> Iterator[Mutant]:
    """Every fault of a folder's modules."""
    for path in sorted((PACKAGE / folder).rglob("*.py")):
        file = path.relative_to(PACKAGE).as_posix()
        for number, fault in enumerate(faults(ast.parse(path.read_text()))):
            yield Mutant(folder, file, number, fault.line, fault.what)


def sample(count: int, seed: int, folders: list[str]) -> list[Mutant]:
    """So many of each folder, without order but always the same."""
    share = -(-count // len(folders))
    drawn: list[Mutant] = []
    for folder in folders:
        every = list(mutants(folder))
        drawn += random.Random(f"{folder} {seed}").sample(every, min(share, len(every)))
    return drawn


def measure(folders: list[str]) -> int:
    """Run the folders' tests once, and keep which of them run which line."""
    import coverage

    OUT.mkdir(exist_ok=True)
    seen = coverage.Coverage(
        data_file=str(SEEN), config_file=False, source=[str(PACKAGE / f) for f in folders]
    )
    seen.set_option("run:dynamic_context", "test_function")
    seen.start()
    status = pytest.main([*PYTEST, *(str(ROOT / "tests" / "python" / f) for f in folders)])
    seen.stop()
    seen.save()
    return int(status)


class Lines:
    """Which test functions run a line."""

    def __init__(self) -> None:
        from coverage import CoverageData

        self.data = CoverageData(str(SEEN))
        self.data.read()

    def tests(self, mutant: Mutant) -> list[str]:
        """The tests that run a fault's line; at import, those of its file, then all."""
        path = PACKAGE / mutant.file
        by_line = self.data.contexts_by_lineno(str(path))
        lines, called = statement(ast.parse(path.read_text()), mutant.line)
        if called:
            return _nodes(name for line in lines for name in by_line.get(line, []))
        # Whichever test imported it first says nothing about who would notice.
        file = _nodes(name for names in by_line.values() for name in names)
        return [*file, f"tests/python/{mutant.folder}"]


def statement(tree: ast.Module, line: int) -> tuple[range, bool]:
    """The lines of a line's statement without its body, and whether it is run when called.

    Of a statement over several lines, coverage may have seen the first alone.
    """
    around = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or line)
    ]
    inner = max(around, key=lambda node: node.lineno)
    body: list[ast.stmt] = getattr(inner, "body", [])
    last = body[0].lineno - 1 if body else inner.end_lineno or line
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    called = any(isinstance(node, functions) and node.body[0].lineno <= line for node in around)
    return range(inner.lineno, max(line, last) + 1), called


def _nodes(contexts: Iterable[str]) -> list[str]:
    tests = (name for name in contexts if name.startswith("tests."))
    return sorted({node for name in tests if (node := _node(name))})


def _node(context: str) -> str:
    """`tests.python.nn.test_layers.test_x`, or of a class, as pytest names it; else nothing."""
    parts = context.split(".")
    for end in range(len(parts), 0, -1):
        file = Path(*parts[:end]).with_suffix(".py")
        if (ROOT / file).exists():
            return "::".join([file.as_posix(), *parts[end:]])
    return ""


def tried(mutant: Mutant, tests: list[str]) -> Mutant:
    """The mutant with its fate, from a process of its own."""
    began = time.monotonic()
    if not tests:
        return _with(mutant, "survived, no test runs it", began)
    child = os.fork()
    if child == 0:
        os.setsid()
        os._exit(_run(mutant, tests))
    while time.monotonic() - began < PATIENCE_S:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return _with(mutant, _fate(os.waitstatus_to_exitcode(status)), began)
        time.sleep(0.05)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return _with(mutant, "caught, it does not end", began)


def _fate(code: int) -> str:
    return "survived" if code == pytest.ExitCode.OK else "caught"


def _with(mutant: Mutant, fate: str, began: float) -> Mutant:
    return Mutant(**{**asdict(mutant), "fate": fate, "seconds": round(time.monotonic() - began, 2)})


def _run(mutant: Mutant, tests: list[str]) -> int:
    os.chdir(ROOT)
    install(mutant.module, mutant.number)
    with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
        return int(pytest.main([*PYTEST, *tests]))


def report(done: list[Mutant], seed: int) -> dict[str, Any]:
    """What was caught, by folder, and every survivor."""
    shares = {}
    for folder in dict.fromkeys(mutant.folder for mutant in done):
        of_folder = [mutant for mutant in done if mutant.folder == folder]
        caught = sum(mutant.fate.startswith("caught") for mutant in of_folder)
        shares[folder] = {"mutants": len(of_folder), "caught": caught}
    caught = sum(share["caught"] for share in shares.values())
    survivors = [asdict(mutant) for mutant in done if mutant.fate.startswith("survived")]
    total = {"mutants": len(done), "caught": caught, "percent": round(100 * caught / len(done), 1)}
    return {"seed": seed, **total, "folders": shares, "survivors": survivors}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=120, help="faults in all, default 120")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folders", nargs="+", default=list(FOLDERS), choices=FOLDERS)
    parser.add_argument("--again", action="store_true", help="which test runs what is known still")
    options = parser.parse_args()
    if not options.again:
        # in a process of its own, so that nothing of the package is imported in this one
        if (child := os.fork()) == 0:
            os._exit(measure(options.folders))
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):
            print("the tests fail without a fault")
            return 1
    for name in ("hypothesis", "numpy", "scipy.stats"):
        importlib.import_module(name)  # once, not in every process
    lines, done = Lines(), []
    for mutant in sample(options.count, options.seed, options.folders):
        done.append(tried(mutant, lines.tests(mutant)))
        print(f"{done[-1].fate:9} {mutant.file}:{mutant.line}  {mutant.what}", flush=True)
    found = report(done, options.seed)
    (OUT / "mutation.json").write_text(json.dumps(found, indent=1) + "\n")
    for folder, share in found["folders"].items():
        print(f"{folder}: {share['caught']} of {share['mutants']} caught")
    print(f"{found['caught']} of {found['mutants']} caught, {found['percent']} %")
    return int(any(100 * f["caught"] < LEAST * f["mutants"] for f in found["folders"].values()))


if __name__ == "__main__":
    sys.exit(main())
