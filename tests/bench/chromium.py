"""Chromium for the benchmark, and the built site on a server of this project's own."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright

from buildtools.browser import chromium
from buildtools.server import make_server

# The same as for the tests: nothing in the background that would take a core.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def executable() -> str:
    """The Chromium that is measured."""
    return os.environ.get("CHROMIUM") or str(chromium())


@contextmanager
def browser() -> Iterator[Browser]:
    """A Chromium of its own for one section."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        yield running
        running.close()


def profile(playwright: Playwright, folder: str) -> BrowserContext:
    """A Chromium that keeps its caches in ``folder``, as a visitor's does; new, it is cold."""
    return playwright.chromium.launch_persistent_context(
        folder, executable_path=executable(), args=FLAGS
    )


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which the site is served while the block runs."""
    server = make_server(folder, 0)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
