"""The card of a lesson, as the tests find it."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.lab import PATIENCE_MS

TICKET = "a-winning-ticket"


def heading_is(page: Page, text: str) -> None:
    expect(page.locator("#lesson-heading")).to_have_text(text, timeout=PATIENCE_MS)


def card_button(page: Page, name: str) -> Locator:
    return page.locator("#lesson-card").get_by_role("button", name=name, exact=True)
