"""Words and knobs say what they mean: under the pointer, at focus, at a tap; and not on paper."""

from __future__ import annotations

import pytest
import tomllib
from playwright.sync_api import Page, expect

from buildtools.lessons import FOLDER, GLOSSARY
from tests.browser.lab import PATIENCE_MS, Lab

MASK = tomllib.loads((FOLDER / GLOSSARY).read_text())["mask"]


def _says(page: Page, text: str) -> None:
    tip = page.locator("#term-tip")
    expect(tip).to_contain_text(text)
    expect(tip).to_be_in_viewport(ratio=1)


def _put_away(page: Page) -> None:
    page.keyboard.press("Escape")
    expect(page.locator("#term-tip")).to_be_hidden()


def test_by_pointer_and_by_keys(lab: Lab) -> None:
    page = lab.page
    lab.open("#/tickets/controls")
    term = page.locator('#controls [data-term="mask"]')
    expect(term).to_have_count(1)
    expect(term).to_have_role("button", timeout=PATIENCE_MS)
    term.hover()
    _says(page, MASK)
    expect(term).to_have_attribute("aria-describedby", "term-tip")
    page.locator("#term-tip").hover()  # it can be read with a magnifier
    _says(page, MASK)
    page.mouse.move(5, 5)
    expect(page.locator("#term-tip")).to_be_hidden()
    page.keyboard.press("Tab")
    term.focus()
    _says(page, MASK)
    _put_away(page)
    page.keyboard.press("Enter")
    _says(page, MASK)
    _put_away(page)
    page.emulate_media(media="print")
    assert term.evaluate("(it) => getComputedStyle(it).textDecorationLine") == "none"
    page.emulate_media(media="screen")
    lab.go("bench")
    page.locator('#bench [data-preset="clean"]').focus()
    page.keyboard.press("Tab")
    _says(page, "white noise 0.1")
    slider = page.locator("#bench-data-max_translation")
    slider.focus()
    _says(page, "shifted inside its padding")
    page.keyboard.press("ArrowRight")  # whoever turns it wants to see what it does
    expect(page.locator("#term-tip")).to_be_hidden()


@pytest.mark.chromium("Playwright taps in no Firefox")
@pytest.mark.parametrize("width", [390, 320])
def test_by_finger(touched: Page, base_url: str, width: int) -> None:
    page = touched
    if not page.url.endswith("#/bench"):
        Lab(page, base_url).open("#/bench", ready=False).wait_for_sections()
    page.set_viewport_size({"width": width, "height": 700})
    page.locator("#bench-title").scroll_into_view_if_needed()
    term = page.locator('#bench [data-term="ticket"]')
    expect(term).to_have_role("button")
    term.tap()
    _says(page, "learn as well as all of them")
    page.locator("#bench-title").tap()
    expect(page.locator("#term-tip")).to_be_hidden()
    page.locator('#bench [data-preset="published"]').tap()
    _says(page, "as MNIST-1D was published")
    page.get_by_text("First seed", exact=True).tap()
    _says(page, "initial weights and the random masks")
    page.locator("#bench-title").tap()
    expect(page.locator("#term-tip")).to_be_hidden()
