"""The runs of pytest that `make test` is made of: each test in one, the main ones in Firefox too.

Two browsers at once keep two cores busy; more would only make each other late. What needs none, or
only a runtime in one, fills what they leave.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
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
# The longest first, so that none is left alone at the end; a new file is in one of them.
SHARES = {
    "page": ["tests/browser", "--ignore=tests/browser/views", "--ignore=tests/browser/runs"],
    "views": ["tests/browser/views"],
    "runs": ["tests/browser/runs"],
    "python": ["tests", "--ignore=tests/browser", "--ignore=tests/pyodide"],
    "pyodide": ["tests/pyodide"],
}
IN_BACKGROUND = ("python", "pyodide")
IN_FIREFOX = ["tests/browser", "--engine=firefox", "-m", "main"]


def all_pass() -> bool:
    """Build the site once, test it, and tell whether all is well."""
    webkit_driver()
    native.install_here()
    shutil.rmtree(ROOT / EVIDENCE, ignore_errors=True)
    with TemporaryDirectory() as folder:
        site = build_site(Path(folder) / "dist")
        return SideBySide(BROWSERS_AT_ONCE, ROOT).all_pass(_runs(site))


def _runs(site: Path) -> list[Run]:
    environment = {
        **os.environ,
        "CHROMIUM": str(chromium()),
        "NODE": str(node.node()),
        "MNIST1D_LAB_SITE": str(site),
    }

    def run(name: str, tests: Sequence[str], *, background: bool = False) -> Run:
        command = pytest_command(*tests, f"--evidence={EVIDENCE}/{name}")
        return Run(name, command, environment, background=background)

    runs = [run(name, tests, background=name in IN_BACKGROUND) for name, tests in SHARES.items()]
    if firefox() is None:
        say("Firefox is not installed, and cannot be from here: its tests are skipped")
        return runs
    return [*runs, run("firefox", IN_FIREFOX)]
