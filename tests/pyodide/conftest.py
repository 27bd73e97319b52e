"""The built wheel in real Pyodide: the site's own, trimmed runtime, under Node.js.

def test_something(pyodide):
    assert pyodide.run("import numpy; float(numpy.ones(3).sum())") == 3.0
"""

from __future__ import annotations

import json
import subprocess
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.conftest import Site

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
