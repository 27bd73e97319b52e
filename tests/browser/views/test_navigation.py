"""Views and parts: one document, of which one view is shown at a time."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lab import Gate, Lab, comes_to, shown_views
from tests.browser.pythonless import DEAF_WORKERS, without_python


@pytest.mark.main
def test_one_view_is_shown_and_the_page_says_which(page: Page, base_url: str) -> None:
    lab = without_python(page, base_url)
    titles = page.locator(".views a")
    for view, title in zip(lab.views(), titles.all_inner_texts(), strict=True):
        lab.go(view)
        assert shown_views(page) == [view]
        expect(page).to_have_title(f"{title}: MNIST-1D Lab")
        expect(page.locator(".views [aria-current='page']")).to_have_text(title)
        assert page.evaluate("document.activeElement.id") == f"{view}-title"
    page.reload()
    assert shown_views(page) == ["about"]
    assert page.evaluate("document.activeElement === document.body"), "focus moves on navigation"


def test_nothing_of_another_view_is_painted_before_the_scripts(page: Page, base_url: str) -> None:
    """The view is chosen in the head, so that the first paint has it, with no module loaded."""
    page.add_init_script(DEAF_WORKERS)
    gate = Gate(page, re.compile(r"/js/main\.js"))
    page.goto(base_url + "#/tickets/controls", wait_until="commit")
    expect(page.locator("#tickets-title")).to_be_visible()
    assert shown_views(page) == ["tickets"]
    expect(page.locator(".parts:visible")).to_have_count(1)
    gate.open()


@pytest.mark.main
def test_back_and_forward_go_through_views_and_parts(lab: Lab) -> None:
    page = lab.page
    lab.open("#/data")
    lab.go("models")
    page.locator(".parts:visible").get_by_text("Turn a knob").click()
    expect(page.locator("#knob-title")).to_be_in_viewport()
    lab.go("tickets")
    for address, title in (("#/models/knob", "knob"), ("#/models", "models"), ("#/data", "data")):
        page.go_back()
        comes_to(page, address)
        expect(page.locator(f"#{title}-title")).to_be_in_viewport()
        assert page.evaluate("document.activeElement.id") == f"{title}-title"
    for address in ("#/models", "#/models/knob", "#/tickets"):
        page.go_forward()
        comes_to(page, address)


def test_state_address_and_page_agree_whatever_way_one_goes(lab: Lab, base_url: str) -> None:
    page = lab.page
    lab.open("#/data?max_translation=3")
    lab.go("tickets")
    lab.go("data")
    lab.set("data-max_translation", "5")
    page.go_back()  # to the tickets: a setting is no step of the history
    for view, step in (("tickets", page.go_back), ("data", page.go_forward)):
        comes_to(page, f"#/{view}?max_translation=5")
        expect(page.locator("#data-max_translation")).to_have_value("5")
        lab.wait_for_address()
        step()
    # Another link is a step of the history: back from it come the settings of the link before.
    page.goto(base_url + "#/data?max_translation=9")
    expect(page.locator("#data-max_translation")).to_have_value("9")
    page.go_back()
    expect(page.locator("#data-max_translation")).to_have_value("5")
    lab.wait_for_address()


def test_back_brings_settings_that_no_address_has_said(page: Page, base_url: str) -> None:
    """An address is empty where all is at its default, and comes a little after its setting."""
    without_python(page, base_url)
    field = page.locator("#data-max_translation")
    page.goto(base_url + "#/data?max_translation=9")
    expect(field).to_have_value("9")
    page.go_back()
    assert page.evaluate("location.hash") == "", "not for a moment that of the entry before"
    expect(field).to_have_value("48")
    page.go_forward()
    page.evaluate(
        """() => {
            const box = document.querySelector("#data-max_translation ~ .box");
            box.value = "7";
            box.dispatchEvent(new Event("change"));
            location.hash = "#/data?max_translation=11";
        }"""
    )
    expect(field).to_have_value("11")
    page.go_back()
    expect(field).to_have_value("7")
    with page.expect_navigation():
        page.evaluate(
            """() => {
                const box = document.querySelector("#data-max_translation ~ .box");
                box.value = "5";
                box.dispatchEvent(new Event("change"));
                location.reload();
            }"""
        )
    expect(field).to_have_value("5")


def test_an_address_that_is_left_or_reloaded_at_once_keeps_its_settings(
    page: Page, base_url: str
) -> None:
    """Addresses are written a little later than they are set, and these are left before that."""
    lab = without_python(page, base_url)
    field = page.locator("#data-max_translation")
    for address in ("#/data?max_translation=9", "#data", "#/data?max_translation=3", "#data"):
        lab.follow(address)
    page.reload()
    expect(field).to_have_value("3")
    page.go_back()
    expect(field).to_have_value("3")
    page.go_back()
    expect(field).to_have_value("9")


def test_each_view_is_found_where_it_was_left(page: Page, base_url: str) -> None:
    lab = without_python(page, base_url, "#/tickets")
    page.locator(".parts:visible").get_by_text("Where tickets help").click()
    expect(page.locator("#transfer-title")).to_be_in_viewport()
    comes_to(page, "#/tickets/transfer")
    lab.go("data")
    assert page.evaluate("scrollY") == 0
    lab.go("tickets")
    expect(page.locator("#transfer-title")).to_be_in_viewport()
    page.reload()
    expect(page.locator("#transfer-title")).to_be_in_viewport()


def test_a_reload_without_its_entrys_state_stays_where_it_was(page: Page, base_url: str) -> None:
    """Chromium's, now and then, where the entry was made a moment ago."""
    without_python(page, base_url, "#/tickets")
    page.locator(".parts:visible").get_by_text("Where tickets help").click()
    expect(page.locator("#transfer-title")).to_be_in_viewport()
    comes_to(page, "#/tickets/transfer")
    page.evaluate("history.replaceState(null, '', '#/tickets')")
    page.reload()
    expect(page.locator("#transfer-title")).to_be_in_viewport()
    page.goto(page.url.partition("#")[0] + "?anew#/tickets")  # which is no reload
    expect(page.locator("#tickets-title")).to_be_in_viewport()


def test_the_part_that_is_read_is_marked_and_in_the_address(lab: Lab) -> None:
    page = lab.page
    lab.open("#/models")
    marked = page.locator(".parts:visible [aria-current]")
    expect(marked).to_have_text("Train one network")
    for part in ("gradcheck", "beat"):
        page.locator(f"#{part}").evaluate("(it) => it.scrollIntoView({ behavior: 'instant' })")
        expect(marked).to_have_attribute("href", f"#{part}")
        comes_to(page, f"#/models/{part}")
    length = page.evaluate("history.length")
    page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
    expect(marked).to_have_text("Train one network")
    assert page.evaluate("history.length") == length, "reading is no step of the history"


@pytest.mark.parametrize("width", [1440, 1000, 390, 320])
def test_views_and_parts_stay_in_reach_once_scrolled(lab: Lab, width: int) -> None:
    page = lab.page
    page.set_viewport_size({"width": width, "height": 844})
    lab.open("#/tickets/controls")
    for part in ("geometry", "controls"):
        page.locator(f"#{part}").evaluate("(it) => it.scrollIntoView({ behavior: 'instant' })")
        here = page.locator(f'.parts:visible a[href="#{part}"]')
        expect(here).to_have_attribute("aria-current", "true")
        expect(here).to_be_in_viewport(ratio=0.9 if width > 400 else 0.4)
        expect(page.locator("#databar > summary")).to_be_in_viewport(ratio=1)
    for link in page.locator(".views a").all():
        expect(link).to_be_in_viewport(ratio=0.9)
    lab.go("models")
    expect(page.locator("#models-title")).to_be_in_viewport(ratio=1)


def test_a_knob_of_the_data_is_one_click_from_any_figure(lab: Lab) -> None:
    page = lab.page
    lab.open("#/tickets/controls")
    bar = page.locator("#databar")
    expect(bar).to_contain_text("published data, seed 42")
    bar.locator("summary").click()
    bar.locator("#bar-iid_noise_scale").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#databar-text")).to_have_text("noise 0.03, seed 42")
    expect(page.locator("#data-iid_noise_scale")).to_have_value("0.03")
    expect(page.locator("#data-summary")).to_contain_text("white noise 0.03")
    lab.go("models")
    expect(page.locator("#databar-text")).to_have_text("noise 0.03, seed 42")
    bar.get_by_role("button", name="Published").click()
    expect(page.locator("#databar-text")).to_have_text("published data, seed 42")
    expect(page.locator("#data-iid_noise_scale")).to_have_value("0.02")
    lab.go("about")
    expect(bar).to_be_hidden()
