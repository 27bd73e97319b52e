"""Sabotage of the download: the page says what is wrong, offers a retry, and the retry works."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.lab import Gate, Lab, small_link, wait_until
from tests.browser.undisturbed import finished, undisturbed
from tests.conftest import Site

Fault = Callable[[Route], None]

WASM = re.compile(r"pyodide\.asm\.wasm$")


def _missing(route: Route) -> None:
    route.fulfill(status=404, body="Not found")


def _served(path: Path, body: bytes) -> Fault:
    """From a file: by way of this process it may take longer than the page waits for data."""
    path.write_bytes(body)
    return lambda route: route.fulfill(path=path, content_type="application/wasm")


def _a_page_instead(route: Route) -> None:
    route.fulfill(status=200, content_type="text/html", body="<!doctype html><p>Sign in first</p>")


def _no_network(route: Route) -> None:
    route.abort("connectionfailed")


def _faults(site: Site, folder: Path) -> list[tuple[Fault, str]]:
    """What befalls Python's WebAssembly, and what is said of it.

    One that was altered is in test_altered_files.py: whole, it takes the driver too long.
    """
    right = (site.runtime / "pyodide.asm.wasm").read_bytes()
    return [
        (_missing, "could not be loaded (HTTP 404)"),
        (_served(folder / "truncated", right[:200_000]), "is not complete: 200000 of "),
        (_a_page_instead, "is not a WebAssembly file; the server sent something else"),
        (_no_network, ": "),  # and what the browser calls it
    ]


def _is_told(lab: Lab, *says: str) -> None:
    lab.wait_for_state("failed")
    expect(lab.page.locator("#status-text")).to_have_text("Python could not be started.")
    for words in says:
        expect(lab.page.locator("#status-detail")).to_contain_text(words)


def _try_again(page: Page) -> None:
    page.get_by_role("button", name="Try again").click()  # which begins anew at once


def _wait_until_only_the_wasm_is_lacking(page: Page) -> int:
    """The bar says so; return how many bytes there are in all."""
    config = page.locator("#lab-runtime").evaluate("(block) => JSON.parse(block.textContent)")
    files = [*config["runtime"]["files"], config["wheel"]]
    total = sum(file["bytes"] for file in files)
    wasm = next(file["bytes"] for file in files if file["url"].endswith(".wasm"))
    bar, share = page.locator("#status-bar"), pytest.approx((total - wasm) / total)
    wait_until(page, lambda: bar.evaluate("(it) => it.value") == share, "all but the wasm")
    return total


@pytest.mark.expect_problem(r"404", r"Failed to load resource")
def test_whatever_befalls_the_download_is_told_and_the_run_after_it_is_right(
    page: Page, base_url: str, site: Site, tmp_path: Path
) -> None:
    """Each fault twice: in what the document begins, and in what “Try again” begins anew."""
    page.clock.install()
    lab = Lab(page, base_url)
    for fault, says in _faults(site, tmp_path):
        page.route(WASM, fault)
        page.goto("about:blank")
        lab.open(small_link(), ready=False)
        _is_told(lab, "pyodide.asm.wasm", says)
        _try_again(page)
        _is_told(lab, "pyodide.asm.wasm", says)
        page.unroute(WASM)
    gate = Gate(page, WASM)
    _try_again(page)
    _wait_until_only_the_wasm_is_lacking(page)
    page.clock.fast_forward(12_000)
    _is_told(lab, "No data for 12 seconds; the connection may be lost")
    gate.held.clear()  # it was given up
    _try_again(page)
    total = _wait_until_only_the_wasm_is_lacking(page)
    expect(page.locator("#status-detail")).to_contain_text(f"of {total / 1e6:.1f} MB")
    gate.open()
    lab.wait_for_state("ready")
    expect(page.locator("#status-retry")).to_be_hidden()
    lab.wait_for_sections()
    lab.press("lottery", "toggle")
    assert finished(lab) == undisturbed(lab)


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
