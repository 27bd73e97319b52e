"""Pyodide and NumPy as they are published, on a page with nothing else: what a start is held to."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from buildtools.runtime import as_published
from buildtools.vendor import Vendor, read_lock
from tests.bench.chromium import served

PAGE = Path(__file__).parent / "bare_start"
# Seconds since navigation until NumPy is imported.
IMPORTED = """async () => {
  while (!window.imported) await new Promise((resolve) => setTimeout(resolve, 3));
  return window.imported / 1000;
}"""


@contextmanager
def bare_pyodide() -> Iterator[str]:
    """The address of such a page while the block runs."""
    runtime = as_published(Vendor(read_lock()))
    with TemporaryDirectory() as name:
        folder = Path(name) / "bare"
        shutil.copytree(PAGE, folder)
        (folder / runtime.folder).mkdir()
        for file, data in runtime.files.items():
            (folder / runtime.folder / file).write_bytes(data)
        with served(folder) as url:
            yield f"{url}#{runtime.folder}"
