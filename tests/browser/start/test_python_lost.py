"""Python is gone from under an open page: who waits is told, and what to do is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from buildtools.server import SiteServer
from tests.browser.conftest import address, served
from tests.browser.deployed import Host, without_a_cache
from tests.browser.lab import SMALL, Lab, small_link, without_times
from tests.browser.undisturbed import finished, undisturbed
from tests.browser.workers import KILL, KNOW_WORKERS

if TYPE_CHECKING:
    from tests.conftest import Site

pytestmark = pytest.mark.all_workers

# Not over before its worker is lost, wherever there is one for it.
LONG = {**SMALL, "steps": 20_000}


@pytest.fixture
def host(site: Site, tmp_path: Path) -> Host:
    return Host(site, tmp_path / "site")


@pytest.fixture
def base_url(request: pytest.FixtureRequest, server: SiteServer) -> Iterator[str]:
    """Of the host of the test's own, where it has one."""
    if "host" not in request.fixturenames:
        yield address(server)
        return
    with served(request.getfixturevalue("host").folder) as own:
        yield address(own)


@pytest.mark.chromium("its own protocol empties the cache")
@pytest.mark.expect_problem(r"404", r"Failed to (load|fetch)")
def test_after_a_redeployment_the_page_says_reload_and_the_run_goes_on(
    page: Page, base_url: str, host: Host
) -> None:
    """Where nothing is kept for a page without a network, as in a private window."""
    page.add_init_script(KNOW_WORKERS)
    lab = Lab(page, base_url).open(small_link())
    expected = undisturbed(lab)
    lab.step_until_kept("lottery")
    page.evaluate(
        "(params) => { window.said = window.lab.run('lottery', params).catch(String); }", LONG
    )
    host.deploy()
    without_a_cache(page)
    page.evaluate(KILL)
    lab.wait_for_state("failed")
    expect(page.locator("#status-detail")).to_contain_text("There is a newer version")
    assert "Python has stopped" in page.evaluate("window.said")
    lab.wait_for_phase("lottery", "failed")
    expect(lab.bar("lottery").locator("[data-failure]")).to_contain_text("Python has stopped")
    page.get_by_role("button", name="Reload the page").click()
    lab.wait_for_state("ready")
    lab.wait_for_sections()
    lab.press("lottery", "continue")
    assert finished(lab) == expected


@pytest.mark.expect_problem(r"Failed to load", r"the worker failed|worker")
def test_a_network_that_is_gone_with_the_last_worker_ends_no_run(page: Page, base_url: str) -> None:
    """It is said how far a run is kept, and it goes on from there after “Try again”."""
    page.add_init_script(KNOW_WORKERS)
    lab = Lab(page, base_url).open(small_link())
    expected = undisturbed(lab)
    lab.step_until_kept("lottery")
    page.route("**/*", lambda route: route.abort("internetdisconnected"))
    page.evaluate(KILL)
    lab.wait_for_state("failed")
    expect(page.locator("#status-detail")).to_contain_text("could not be replaced")
    expect(lab.bar("lottery").locator("[data-failure]")).to_contain_text("Python has stopped")
    expect(lab.bar("lottery").locator("[data-offer-text]")).to_contain_text(
        re.compile(r"This run is kept as far as it came, seed 0, [1-9]\d?\s% done")
    )
    page.unroute_all()
    page.get_by_role("button", name="Try again").click()
    lab.wait_for_state("ready")
    lab.press("lottery", "continue")
    assert finished(lab) == expected
    assert without_times(lab.run("lottery", SMALL)["rows"]) == expected


# Firefox says of an error in the console nothing but its kind.
@pytest.mark.expect_problem(
    r"fatal error|cause of the fatal|RangeError|call stack|Python|^console: Error$"
)
def test_a_python_that_broke_down_is_replaced(page: Page, base_url: str) -> None:
    page.add_init_script(KNOW_WORKERS)
    lab = Lab(page, base_url).open()
    lab.wait_for_workers()
    expected = without_times(lab.run("lottery", SMALL)["rows"])
    before = page.evaluate("window.workers.length")
    said = page.evaluate(
        """() => new Promise((resolve) => {
            const [worker] = window.workers;
            worker.addEventListener("message", ({ data }) => {
                if (data.id === -1) resolve(data.error);
            });
            const call = { name: "compare", rows: "[".repeat(100_000) };
            worker.postMessage({ type: "call", id: -1, call });
        })"""
    )
    assert said["fatal"]
    assert said["message"].startswith("Python broke down over this")
    page.wait_for_function("(before) => window.workers.length > before", arg=before)
    assert without_times(lab.run("lottery", SMALL)["rows"]) == expected
