"""The runs of pytest that `make test` is made of: each test in one, the main ones in Firefox too.

Two browsers at once keep two cores busy; more would only make each other late. What needs none, or
only a runtime in one, fills what they leave; what needs no site either begins before that is built.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from buildtools import native, node
from buildtools.browser import chromium, firefox, webkit_driver
from buildtools.console import say
from buildtools.paths import ROOT
from buildtools.sidebyside import Run, SideBySide, pytest_command
from buildtools.site import build_site

BROWSERS_AT_ONCE = 2
EVIDENCE = "test-results"
BUILD = "tests/python/buildtools"
# A new file is in one of them.
WITHOUT_A_SITE = {
    "python": ["tests", "--ignore=tests/browser", "--ignore=tests/pyodide", f"--ignore={BUILD}"],
}
# The longest first, so that none is left alone at the end.
WITH_A_SITE = {
    "page": ["tests/browser", "--ignore=tests/browser/views", "--ignore=tests/browser/runs"],
    "views": ["tests/browser/views"],
    "runs": ["tests/browser/runs"],
    "pyodide": ["tests/pyodide", BUILD],
}
IN_BACKGROUND = ("python", "pyodide")
IN_FIREFOX = ["tests/browser", "--engine=firefox", "-m", "main"]


def all_pass() -> bool:
    """Build the site once, test it, and tell whether all is well."""
    webkit_driver()
    native.install_here()
    shutil.rmtree(ROOT / EVIDENCE, ignore_errors=True)
    with TemporaryDirectory() as folder:
        return SideBySide(BROWSERS_AT_ONCE, ROOT).all_pass(_runs(Path(folder) / "dist"))


def _runs(site: Path) -> Iterator[Run]:
    """Each as soon as it can begin; the site is built once the first have."""
    environment = {**os.environ, "CHROMIUM": str(chromium()), "NODE": str(node.node())}
    for name, tests in WITHOUT_A_SITE.items():
        yield _run(name, tests, environment)
    environment["MNIST1D_LAB_SITE"] = str(build_site(site))
    for name, tests in WITH_A_SITE.items():
        yield _run(name, tests, environment)
    if firefox() is None:
        say("Firefox is not installed, and cannot be from here: its tests are skipped")
    else:
        yield _run("firefox", IN_FIREFOX, environment)


def _run(name: str, tests: Sequence[str], environment: Mapping[str, str]) -> Run:
    command = pytest_command(*tests, f"--evidence={EVIDENCE}/{name}")
    return Run(name, command, dict(environment), background=name in IN_BACKGROUND)
