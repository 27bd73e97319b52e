"""The view of the code on the page that stays."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.code.test_sources import filled
from tests.browser.lab import Lab
from tests.browser.standing import Standing


@pytest.fixture(scope="session")
def own_page(standing: Standing) -> Iterator[None]:
    """One for all files of this folder, which have the same way back."""
    standing.close()
    standing.all_workers = False
    yield
    standing.close()


@pytest.fixture
def code(shared_lab: Lab) -> Lab:
    """The view of the code with every file as it runs, and at its first subject."""
    page = shared_lab.go("code").page
    filled(page)
    changed = page.locator("#code-file option", has_text="(changed)")
    while changed.count():
        page.locator("#code-file").select_option(changed.first.get_attribute("value"))
        page.locator("#code-reset").click()
        expect(page.locator("#code-state")).to_contain_text("As it runs")
    if page.locator("#code-diff").get_attribute("aria-pressed") == "true":
        page.locator("#code-diff").click()
    page.locator(".subject").first.click()
    return shared_lab
