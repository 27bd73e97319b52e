"""Everything `make test` does: linters and type checks of both languages, then all tests, the main
ones of the page in Firefox too.

All checks run, whatever the earlier ones said; the tests come last, so that their summary is what
one sees. The result is a failure if any check failed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from buildtools import node
from buildtools.console import BuildError, say
from buildtools.paths import APP, ROOT
from buildtools.testruns import all_pass

PYTHON_DIRS = ("py", "buildtools", "tests", "build.py")


def _ruff() -> int:
    return _python_tool("ruff", "check", "--quiet", *PYTHON_DIRS)


def _ruff_format() -> int:
    return _python_tool("ruff", "format", "--check", "--quiet", *PYTHON_DIRS)


def _mypy() -> int:
    return _python_tool("mypy")


def _biome() -> int:
    return _node_tool("biome", "ci", "--colors=off", "--diagnostic-level=warn", ".")


def _tsc() -> int:
    # a service worker has other globals than a page
    projects = (".", "offline")
    return max(_node_tool("tsc", "--project", at, "--pretty", "false") for at in projects)


def _node_tests() -> int:
    if not any((ROOT / "tests" / "js").rglob("*.test.js")):
        say("tests/js has no *.test.js")
        return 0
    return _run([node.node(), "--test", "--test-reporter=dot", "tests/js/"], ROOT)


def _tests() -> int:
    """All of them, in runs that go on side by side (testruns.py)."""
    return 0 if all_pass() else 1


def _coverage() -> int:
    """Run the package's tests, count the lines they run, and fail below the share in pyproject."""
    # What the tests start elsewhere counts here, too, and leaves nothing there.
    environment = {**os.environ, "COVERAGE_FILE": str(ROOT / "build" / "coverage.data")}
    steps = (
        ["erase"],
        ["run", "-m", "pytest", "-q", "tests/python"],
        *(["combine", "--quiet"], ["html", "--quiet"], ["json", "--quiet"], ["report"]),
    )
    tool = [sys.executable, "-m", "coverage"]
    return max([_run([*tool, *step], ROOT, environment) for step in steps])


def _format() -> int:
    return (
        _python_tool("ruff", "check", "--fix", "--quiet", *PYTHON_DIRS)
        | _python_tool("ruff", "format", "--quiet", *PYTHON_DIRS)
        | _node_tool("biome", "check", "--write", "--colors=off", ".")
    )


CHECKS: dict[str, Callable[[], int]] = {
    "ruff": _ruff,
    "ruff-format": _ruff_format,
    "mypy": _mypy,
    "biome": _biome,
    "tsc": _tsc,
    "node-tests": _node_tests,
    "tests": _tests,
}
ACTIONS: dict[str, Callable[[], int]] = {**CHECKS, "coverage": _coverage, "format": _format}


def run_checks(names: list[str]) -> int:
    """Run the named checks (all when none is named); return 0 when every one passes, else 1."""
    unknown = [name for name in names if name not in ACTIONS]
    if unknown:
        raise BuildError(f"no check is called {unknown[0]}; there are {', '.join(ACTIONS)}")
    failed = [name for name in names or CHECKS if not _passes(name)]
    if failed:
        say(f"failed: {', '.join(failed)}")
    return 1 if failed else 0


def _passes(name: str) -> bool:
    say(f"== {name}")
    try:
        return ACTIONS[name]() == 0
    except BuildError as error:
        say(f"error: {error}")
        return False


def _python_tool(tool: str, *arguments: str) -> int:
    return _run([sys.executable, "-m", tool, *arguments], ROOT)


def _node_tool(tool: str, *arguments: str) -> int:
    return _run([node.install_dev_tools() / tool, *arguments], APP, node.npm_environment())


def _run(command: list[str | Path], cwd: Path, environment: dict[str, str] | None = None) -> int:
    sys.stdout.flush()
    return subprocess.run(
        command, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, check=False
    ).returncode
