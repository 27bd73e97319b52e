"""Which views are mounted when: what is shown, what is pointed at, and all once nobody is at it."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.lab import PATIENCE_MS, Lab

# Views that nobody shows but that do something unseen.
UNSEEN = {"runs"}
QUIET_MS = 10_000


def _mounted(page: Page) -> set[str]:
    names: list[str] = page.locator("main > [data-view][data-mounted]").evaluate_all(
        "(views) => views.map((view) => view.id)"
    )
    return set(names)


@pytest.mark.main
def test_a_view_is_mounted_when_it_is_shown_or_pointed_at(page: Page, base_url: str) -> None:
    lab = Lab(page, base_url).open("#/models")
    assert _mounted(page) == {"models"} | UNSEEN
    page.locator('.views a[data-to="data"]').hover()
    expect(page.locator("#data")).to_have_attribute("data-mounted", "", timeout=PATIENCE_MS)
    expect(lab.root).to_have_attribute("data-view", "models")
    lab.go("about")
    assert _mounted(page) == {"models", "data", "about"} | UNSEEN
    expect(page.locator("#why-chart path").first).to_be_visible()


def test_the_others_wait_until_the_page_is_left_alone(
    first_visit: BrowserContext, base_url: str
) -> None:
    page = first_visit.new_page()
    page.clock.install()
    lab = Lab(page, base_url).open()
    page.clock.fast_forward(QUIET_MS - 2000)
    page.mouse.move(300, 300)
    page.clock.fast_forward(QUIET_MS - 2000)
    assert _mounted(page) == {"bench"} | UNSEEN
    page.clock.fast_forward(2000)
    waiting = page.locator("main > [data-view]:not([data-mounted])")
    expect(waiting).to_have_count(0, timeout=PATIENCE_MS)
    expect(lab.root).to_have_attribute("data-view", "bench")


def test_a_file_that_the_settings_name_brings_the_data_back(page: Page, base_url: str) -> None:
    Lab(page, base_url).open("#/bench?data_file=set-12345678.csv")
    assert _mounted(page) == {"bench", "data"} | UNSEEN


def test_what_browsers_print_of_a_view_that_was_never_shown_says_so(
    page: Page, base_url: str
) -> None:
    lab = Lab(page, base_url).open()
    page.emulate_media(media="print")
    unseen = page.locator("#tickets > .paperonly")
    expect(unseen).to_be_visible()
    expect(page.locator("#tickets-title")).to_be_visible()
    figure = page.locator(".figure:has(#tickets-chart)")
    expect(figure).to_be_hidden()
    expect(page.locator("#bench > .paperonly")).to_be_hidden()
    page.emulate_media(media="screen")
    lab.go("tickets")
    page.emulate_media(media="print")
    expect(unseen).to_be_hidden()
    expect(figure).to_be_visible()
