"""The built wheel in real Pyodide: the site's own, trimmed runtime, under Node.js.

def test_something(pyodide):
    assert pyodide.run("import numpy; float(numpy.ones(3).sum())") == 3.0
"""

from __future__ import annotations

import json
import subprocess
import textwrap
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.conftest import Site
    from tests.pyodide.host import Run

DRIVER = Path(__file__).with_name("driver.mjs")


class PyodideError(Exception):
    """The Python code raised; the message is Pyodide's, traceback included."""


class Pyodide:
    """A running Pyodide with NumPy and the built wheel."""

    def __init__(self, node: Path, site: Site) -> None:
        command = [str(part) for part in (node, DRIVER, site.runtime, site.wheel)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, code: str) -> Any:
        """Run code with fresh globals; return its last expression, which must be plain JSON."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"code": textwrap.dedent(code)}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise PyodideError(f"Pyodide ended with exit code {self._process.wait()}")
        answer = json.loads(line)
        if "error" in answer:
            raise PyodideError(answer["error"])
        return answer["value"]

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()


@pytest.fixture(scope="session")
def pyodide(node: Path, site: Site) -> Iterator[Pyodide]:
    """One Pyodide for all tests of this floor; modules stay imported from test to test."""
    running = Pyodide(node, site)
    yield running
    running.close()


@pytest.fixture(scope="session")
def in_chromium(site: Site, browser: Browser, small_package: Path) -> Iterator[Run]:
    """The same in a worker of Chromium: what the `main` of a Python file returns."""
    from tests.pyodide.host import python_in_chromium

    with python_in_chromium(site.folder, browser, small_package) as run:
        yield run


@pytest.fixture(scope="session")
def small_package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel to be installed from the page's own origin."""
    wheel = tmp_path_factory.mktemp("small") / "small_package-1.0-py3-none-any.whl"
    info = "small_package-1.0.dist-info/"
    members = {
        "small_package.py": "import plistlib\n\ndef answer():\n    return 42\n",
        info + "METADATA": "Metadata-Version: 2.1\nName: small-package\nVersion: 1.0\n",
        info + "WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        info + "RECORD": "",
    }
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return wheel


@pytest.fixture(scope="session")
def stock_runtime(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pyodide and NumPy as they are published, in a folder `pyodide`."""
    from buildtools.runtime import as_published
    from buildtools.vendor import Vendor, read_lock

    folder = tmp_path_factory.mktemp("stock") / "pyodide"
    folder.mkdir()
    runtime = as_published(Vendor(read_lock()))
    for name, content in {**runtime.files, **runtime.on_demand}.items():
        (folder / name).write_bytes(content)
    return folder
