"""Sabotage of the download: the page says what is wrong, offers a retry, and the retry works."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.lab import PATIENCE_MS, Gate, Lab

WASM = re.compile(r"pyodide\.asm\.wasm$")


def _missing(route: Route) -> None:
    route.fulfill(status=404, body="Not found")


def _truncated(route: Route) -> None:
    response = route.fetch()
    route.fulfill(response=response, body=response.body()[:200_000])


def _a_page_instead(route: Route) -> None:
    route.fulfill(status=200, content_type="text/html", body="<!doctype html><p>Sign in first</p>")


def _no_network(route: Route) -> None:
    route.abort("connectionfailed")


FAULTS: list[tuple[str, Callable[[Route], None], str]] = [
    ("missing", _missing, "could not be loaded (HTTP 404)"),
    ("truncated", _truncated, "is not complete"),
    ("a page instead", _a_page_instead, "is not a WebAssembly file"),
    ("no network", _no_network, "pyodide.asm.wasm"),
]


@pytest.mark.expect_problem(r"404", r"Failed to load resource")
@pytest.mark.parametrize(("name", "fault", "says"), FAULTS, ids=[fault[0] for fault in FAULTS])
def test_a_broken_download_is_explained_and_can_be_tried_again(
    page: Page, base_url: str, name: str, fault: Callable[[Route], None], says: str
) -> None:
    page.route(WASM, fault)
    lab = Lab(page, base_url).open(ready=False)
    lab.wait_for_state("failed")
    expect(page.locator("#status-detail")).to_contain_text(says)
    expect(page.locator("#status-text")).to_have_text("Python could not be started.")
    page.unroute(WASM)
    page.get_by_role("button", name="Try again").click()
    lab.wait_for_state("ready")
    expect(page.locator("#status-retry")).to_be_hidden()


def _wait_until_only_the_wasm_is_lacking(page: Page) -> int:
    """The bar says so; return how many bytes there are in all."""
    config = page.locator("#lab-runtime").evaluate("(block) => JSON.parse(block.textContent)")
    files = [*config["runtime"]["files"], config["wheel"]]
    total = sum(file["bytes"] for file in files)
    wasm = next(file["bytes"] for file in files if file["url"].endswith(".wasm"))
    bar = page.locator("#status-bar")
    expect(bar).to_have_js_property("value", (total - wasm) / total, timeout=PATIENCE_MS)
    return total


def test_a_slow_download_shows_progress_that_is_true_to_the_byte(page: Page, base_url: str) -> None:
    gate = Gate(page, WASM)
    lab = Lab(page, base_url).open(ready=False)
    total = _wait_until_only_the_wasm_is_lacking(page)
    expect(page.locator("#status-detail")).to_contain_text(f"of {total / 1e6:.1f} MB")
    gate.open()
    lab.wait_for_state("ready")


def test_a_download_that_stalls_is_given_up(page: Page, base_url: str) -> None:
    gate = Gate(page, WASM)
    page.clock.install()
    lab = Lab(page, base_url).open(ready=False)
    _wait_until_only_the_wasm_is_lacking(page)
    page.clock.fast_forward(12_000)
    lab.wait_for_state("failed")
    expect(page.locator("#status-detail")).to_contain_text("No data for 12 seconds")
    gate.is_open = True  # for the next request; the one held back was given up
    page.get_by_role("button", name="Try again").click()
    lab.wait_for_state("ready")


@pytest.mark.expect_problem(r"has not arrived within 30 seconds", r"Failed to load", r"ERR_")
def test_a_part_that_stalls_is_named_and_the_page_offers_to_try_again(
    page: Page, base_url: str
) -> None:
    gate = Gate(page, re.compile(r"js/views/tickets/mount\.js$"))
    page.clock.install()
    lab = Lab(page, base_url).open("#/tickets", ready=False)
    lab.wait_for_state("ready")
    page.clock.run_for(31_000)
    expect(page.locator("#status-detail")).to_contain_text("mount.js")
    gate.open()
    page.get_by_role("button", name="Try again").click()
    lab.wait_for_sections()
    expect(page.locator("#status-text")).to_contain_text("Every control is live")


def test_first_modules_that_stall_are_told_and_may_still_come(page: Page, base_url: str) -> None:
    gate = Gate(page, re.compile(r"js/main\.js$"))
    page.clock.install()
    page.goto(base_url, wait_until="commit")
    page.wait_for_function("() => document.readyState !== 'loading'")
    page.clock.run_for(31_000)
    expect(page.locator("#status-detail")).to_contain_text("Its own code has not arrived")
    expect(page.locator("#status-retry")).to_be_visible()
    gate.open()
    Lab(page, base_url).wait_for_state("ready")
