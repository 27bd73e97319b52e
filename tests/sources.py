"""The page's modules one by one, as they are written; the built site has them joined."""

from __future__ import annotations

from playwright.sync_api import Page

from buildtools.paths import APP

FOLDER = "/sources/"


def serve_sources(page: Page) -> None:
    """Let a page import the modules of `app/` from `sources/`, beside its own files."""
    page.route(
        f"**{FOLDER}**",
        lambda route: route.fulfill(path=APP / route.request.url.partition(FOLDER)[2]),
    )
