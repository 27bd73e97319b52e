"""The document beyond what a view shows: looked through, on paper, without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.lab import PROMISES, Lab, shown_views


def test_find_in_page_finds_what_the_shown_view_says(lab: Lab) -> None:
    page = lab.page
    lab.open("#/tickets")
    assert page.evaluate("window.find('hand it on')"), "far below in this view"
    assert page.evaluate("getSelection().anchorNode.parentElement.closest('[data-view]').id") == (
        "tickets"
    )
    page.evaluate("getSelection().removeAllRanges()")
    assert not page.evaluate("window.find('Four models, one data set')"), "in another view"


@pytest.mark.main
def test_on_paper_every_view_is_there(lab: Lab) -> None:
    page = lab.page
    lab.open("#/models")
    page.emulate_media(media="print")
    assert shown_views(page) == lab.views()
    for heading in page.locator("main h2, main h3:not(.mask h3)").all():
        assert heading.is_visible(), heading.inner_text()


def test_without_scripts_it_is_one_article_that_promises_nothing(
    browser: Browser, base_url: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(base_url)
    assert _shown_without_scripts(page) == page.locator("main > [data-view]").count()
    text = page.locator("body").inner_text().lower()
    for promise in (*PROMISES, "download", "press"):
        assert promise not in text, promise
    page.locator('.views a[data-to="tickets"]').click()
    expect(page.locator("#tickets-title")).to_be_in_viewport()
    context.close()


def _shown_without_scripts(page: Page) -> int:
    return sum(view.is_visible() for view in page.locator("main > [data-view]").all())
