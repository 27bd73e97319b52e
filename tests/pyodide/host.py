"""Python source run in a worker of a real Chromium, on a built site's own runtime and wheel."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser

from buildtools.server import make_server

HERE = Path(__file__).parent
PARTS = ("host.html", "host.js", "host_worker.js")
TIMEOUT_MS = 900_000

Run = Callable[..., str]


@contextmanager
def python_in_chromium(site: Path, browser: Browser, *beside: Path) -> Iterator[Run]:
    """``run(path, *arguments)``: what the ``main`` of that Python file returns, a string.

    The page that hosts it lies beside a copy of the site, so the site's own headers apply; files
    given as ``beside`` do too.
    """
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "site"
        shutil.copytree(site, copy, copy_function=_link_or_copy(site, folder))
        for part in (*(HERE / part for part in PARTS), *beside):
            shutil.copy(part, copy)
        server = make_server(copy, 0)
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        page = browser.new_page()
        page.set_default_timeout(TIMEOUT_MS)
        page.goto(f"http://127.0.0.1:{server.server_address[1]}/host.html")
        try:
            yield lambda path, *arguments: str(
                page.evaluate(
                    "([source, argument]) => run(source, argument)", [path.read_text(), arguments]
                )
            )
        finally:
            page.close()
            server.shutdown()
            server.server_close()


def _link_or_copy(site: Path, folder: str) -> Callable[[str, str], object]:
    same_disk = site.stat().st_dev == Path(folder).stat().st_dev
    return os.link if same_disk else shutil.copy2
