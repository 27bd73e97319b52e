"""What a visitor sees before Python is there, and where it cannot come."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.lab import PROMISES, Gate, Lab, shown_views

if TYPE_CHECKING:
    from tests.conftest import Site

RUNTIME = re.compile(r"/runtime-[0-9a-f]+/")


@pytest.mark.chromium("under automation Firefox lets files read one another")
def test_opened_as_a_file_it_says_what_is_missing(browser: Browser, site: Site) -> None:
    page = browser.new_page()
    page.goto((site.folder / "index.html").resolve().as_uri())
    expect(page.locator(".unserved")).to_be_visible()
    page.close()


def test_everything_is_readable_before_python_is_there(page: Page, base_url: str) -> None:
    gate = Gate(page, RUNTIME)
    lab = Lab(page, base_url).open(ready=False)
    lab.wait_until_it_listens()
    expect(page.locator(".unserved")).to_be_hidden()
    heads = {"data": "Make the data", "models": "Train models", "tickets": "Find lottery tickets"}
    for view, head in heads.items():
        lab.go(view)
        expect(page.get_by_role("heading", name=head)).to_be_visible()
    expect(page.locator("#data-chart path.curve")).to_have_count(10)
    expect(page.locator("#tickets-chart .series.mean")).to_have_count(3)
    expect(page.locator("#tickets-summary")).to_contain_text("lottery")
    expect(page.locator("#models-origin")).to_contain_text("Recorded")
    expect(page.locator("#mask-lottery")).to_be_visible()
    expect(page.locator("#status-text")).to_contain_text("Fetching Python")
    expect(lab.root).to_have_attribute("data-state", "booting")
    expect(lab.bar("lottery").locator('[data-do="toggle"]')).to_be_disabled()
    assert gate.held, "the runtime was never asked for"
    # A slider that is moved now counts once Python is there.
    lab.set("data-final_seq_length", "64")
    expect(page.locator("#data-summary")).to_contain_text("signals of 40 numbers")
    gate.open()
    lab.wait_for_state("ready")
    expect(page.locator("#data-summary")).to_contain_text("signals of 64 numbers")


@pytest.mark.parametrize(
    ("script", "lacks"),
    [
        ("delete window.WebAssembly", "WebAssembly"),
        ("delete window.trustedTypes; window.Worker = class { terminate() {} }", "module workers"),
    ],
)
def test_a_browser_that_lacks_something_is_told_what(
    page: Page, base_url: str, script: str, lacks: str
) -> None:
    page.add_init_script(script)
    lab = Lab(page, base_url).open(ready=False)
    lab.wait_for_state("failed")
    expect(page.locator("#status-detail")).to_contain_text(lacks)
    expect(page.locator("#status-retry")).to_be_hidden()
    lab.go("tickets")
    expect(page.locator("#tickets-chart .series.mean")).to_have_count(3)
    for view in lab.views():
        lab.go(view)
        lab.wait_for_sections()
        text = page.locator("body").inner_text().lower()
        assert [promise for promise in PROMISES if promise in text] == [], view


@pytest.mark.expect_problem(r"404", r"Failed to (load resource|fetch .* module)", r"integrity")
def test_without_its_modules_it_is_an_article_that_promises_nothing(
    page: Page, base_url: str
) -> None:
    status = page.locator("#status-text")
    page.route("**/js/begin.js", _missing)
    page.goto(f"{base_url}#/tickets")
    for module, then in (("begin.js", "main.js"), ("main.js", None)):
        expect(page.locator("#status-detail")).to_contain_text(f"{module} did not arrive")
        expect(status).to_have_text(
            "This page could not be started. You can read it, but nothing in it moves."
        )
        assert len(shown_views(page)) == page.locator("main > [data-view]").count()
        text = page.locator("body").inner_text().lower()
        assert [promise for promise in (*PROMISES, "its recorded runs") if promise in text] == []
        page.locator('.views a[data-to="models"]').click()
        expect(page.locator("#models-title")).to_be_in_viewport()
        page.unroute(f"**/js/{module}")
        if then:
            page.route(f"**/js/{then}", _missing)
        page.get_by_role("button", name="Try again").click()
    Lab(page, base_url).wait_for_state("ready")
    assert len(shown_views(page)) == 1


def _missing(route: Route) -> None:
    route.fulfill(status=404, body="Not found")


@pytest.mark.expect_problem(r"data/mount\.js", r"Failed to load resource")
def test_a_view_that_cannot_be_loaded_is_named_as_such(page: Page, base_url: str) -> None:
    """Python comes all the same, and buttons that nobody hears cannot be pressed."""
    page.route("**/js/views/data/mount.js", lambda route: route.abort())
    lab = Lab(page, base_url).open("#/data", ready=False)
    lab.wait_for_state("ready")
    expect(page.locator("#status-text")).to_contain_text("a part of this page could not be loaded")
    expect(page.locator("#data-surprise")).to_have_js_property("inert", True)
    assert lab.run("preview", {})["params"]["seed"] == 42
