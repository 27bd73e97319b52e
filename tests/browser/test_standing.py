"""The page that stays for many tests: as if just opened for each, or opened anew."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.lab import small_link
from tests.browser.runs.shelf import cards
from tests.browser.standing import Standing

BEGUN = re.compile("running|done")


def test_it_is_as_if_just_opened_whatever_was_done(standing: Standing) -> None:
    lab = standing.lab()
    page = lab.page
    lab.open(small_link(seed=3))
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator("#theme").select_option("dark")
    lab.press("lottery", "toggle")
    lab.wait_for_phase("lottery", "finished")
    lab.go("runs")
    expect(cards(lab)).to_have_count(1)
    lab.go("data")
    page.locator("#data details.more > summary").click()
    lab.look_at(page.locator("#looks"))

    lab = standing.lab()
    assert lab.page is page
    lab.open("#/data")
    assert page.evaluate("[innerWidth, scrollY, localStorage.length]") == [1280, 0, 0]
    assert page.evaluate("lab.permalink()") == f"{standing.base_url}#/data"
    expect(page.locator("#data details.more")).not_to_have_attribute("open", "")
    expect(lab.root).to_have_attribute("data-theme", "light")
    lab.go("tickets")
    assert page.evaluate("scrollY") == 0
    expect(lab.bar("lottery")).to_have_attribute("data-phase", "recorded")
    lab.go("runs")
    expect(page.locator("#runs-size")).to_contain_text("0 kept")


BACK = "(memory) => memory.back()"


def test_what_cannot_be_undone_costs_a_new_page(standing: Standing) -> None:
    page = standing.lab().page
    assert standing.memory
    page.evaluate("() => { window.mine = 1; }")
    assert standing.memory.evaluate(BACK) == ["mine"]
    page.evaluate("() => { delete window.mine; }")
    assert standing.memory.evaluate(BACK) == []
    page.locator("#bench-play").dblclick()
    expect(page.locator("#bench-grid")).to_have_attribute("data-phase", BEGUN)
    another = standing.lab().page
    assert another is not page
    expect(another.locator("#bench-play-label")).to_have_text("Play")
