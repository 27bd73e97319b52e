"""A profile that has the page's files and what Chromium compiled of them, and nothing else.

To fetch and compile Python anew takes two seconds of a processor, which most tests are not about.
Chromium keeps machine code in a profile on disk only, so they share one.
"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, BrowserContext

from tests.browser.lab import SMALL, Lab, wait_until

# Chromium keeps Python's machine code once there is about a megabyte of its best kind, and only
# some seconds after that.
MACHINE_CODE_BYTES = 1_000_000


class Profile:
    """The profile that a browser was started with, and the one page in it that stays."""

    def __init__(self, browser: Browser) -> None:
        self.context = browser.contexts[0]  # any other was opened since
        [self.idle] = self.context.pages
        self.session = self.context.new_cdp_session(self.idle)

    def warm(self, url: str, folder: Path) -> None:
        """Visit the page until the profile, kept in that folder, has the machine code of Python."""
        page = self.context.new_page()
        # A start alone makes hardly a megabyte, and on a busy machine at times less.
        Lab(page, url).open().run("lottery", SMALL)
        kept = folder / "Default" / "Code Cache" / "wasm"

        def has_it() -> bool:
            return any(f.stat().st_size > MACHINE_CODE_BYTES for f in kept.glob("*"))

        wait_until(page, has_it, "Python's machine code in the profile")
        page.close()

    def emptied(self) -> BrowserContext:
        """Everything forgotten that any origin had stored and was allowed, in every tab."""
        self.close_pages()
        self.session.send("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": "all"})
        self.context.clear_permissions()
        return self.context

    def close_pages(self) -> None:
        for page in self.context.pages:
            if page is not self.idle:
                page.close()
