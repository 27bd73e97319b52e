"""What a failing browser test leaves in test-results/ (--evidence): each page's picture and markup,
what its console said, and a trace, which `playwright show-trace` opens (.venv/bin/playwright).

A trace always has the test's actions, the console and the network. With --show-steps it also has
the page at every step; recording that takes the page's own thread, so it is only on request.
"""

from __future__ import annotations

import re
import shutil
import time
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page


class Evidence:
    """Follows every context of a browser, whoever opens it."""

    def __init__(self, browser: Browser, folder: Path, *, show_steps: bool) -> None:
        self.browser = browser
        self.folder = folder
        self.show_steps = show_steps
        self.lines: list[str] = []
        self.contexts: list[BrowserContext] = []
        self.began = time.monotonic()
        self.idle = [page for context in browser.contexts for page in context.pages]
        shutil.rmtree(self.folder, ignore_errors=True)
        for context in browser.contexts:
            self._follow(context)
        browser.on("context", self._follow)

    def _follow(self, context: BrowserContext) -> None:
        context.on("console", lambda message: self._note(f"{message.type}: {message.text}"))
        context.on("weberror", lambda error: self._note(f"page error: {error.error}"))
        context.on("requestfailed", lambda request: self._note(f"no answer: {request.url}"))
        context.on("response", lambda r: r.status >= 400 and self._note(f"{r.status} {r.url}"))
        self._trace(context)

    def _trace(self, context: BrowserContext) -> None:
        steps = self.show_steps
        context.tracing.start(screenshots=steps, snapshots=steps, sources=steps)

    def _note(self, line: str) -> None:
        self.lines.append(f"{time.monotonic() - self.began:7.2f} s  {line}")

    def begin(self) -> None:
        """A test begins: what was said before, and the trace so far, are another's."""
        self.lines.clear()
        self.began = time.monotonic()
        for context in self.browser.contexts:
            with suppress(Error):
                context.tracing.stop()
                self._trace(context)

    def remember_contexts(self) -> None:
        """The test itself begins: what is open now belongs to fixtures, who will close it."""
        self.contexts = self.browser.contexts

    def close_what_was_left_open(self) -> None:
        """A test that fails does not come to close what it opened, and that would go on running."""
        for context in self.browser.contexts:
            if context not in self.contexts:
                context.close()

    def keep(self, test: str) -> Path:
        """Write down what there is of a test that has just failed; return the folder."""
        name = re.sub(r"[^\w.-]+", "-", test.rpartition("tests/browser/")[2]).strip("-")
        folder = self.folder / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "console.txt").write_text("\n".join([*self.lines, ""]))
        for index, context in enumerate(self.browser.contexts):
            # A browser that has died, or is dying, must not hide why the test failed.
            with suppress(Error):
                pages = [page for page in context.pages if page not in self.idle]
                if not pages and context.pages:
                    continue
                for number, page in enumerate(pages):
                    _picture(page, folder / f"page-{index}-{number}")
                context.tracing.stop_chunk(path=folder / f"trace-{index}.zip")
                context.tracing.start_chunk()
        return folder


def _picture(page: Page, path: Path) -> None:
    path.with_suffix(".html").write_text(page.content())
    page.screenshot(path=path.with_suffix(".png"), full_page=True, timeout=10_000)


EVIDENCE = pytest.StashKey[Evidence]()
