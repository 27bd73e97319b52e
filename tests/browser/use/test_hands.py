"""The hands of the random use press once what is to be pressed once, however slow the page is."""

from __future__ import annotations

from playwright.sync_api import BrowserContext

from tests.browser.use.hands import Hands

# It answers a press later than the hands wait for the report of one.
SLOW = """<button onclick="
    const begins = performance.now();
    while (performance.now() < begins + 1500);
    this.textContent = Number(this.textContent) + 1;
">0</button>"""


def test_a_press_whose_report_is_late_is_not_done_again(first_visit: BrowserContext) -> None:
    page = first_visit.new_page()
    page.set_content(SLOW)
    Hands(first_visit, page, "").press("button")
    assert page.locator("button").inner_text() == "1"
