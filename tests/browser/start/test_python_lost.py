"""Python is gone from under an open page: who waits is told, and what to do is said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import address, served
from tests.browser.deployed import Host, without_a_cache
from tests.browser.lab import SMALL, Lab, small_link
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
def base_url(host: Host) -> Iterator[str]:
    with served(host.folder) as server:
        yield address(server)


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
