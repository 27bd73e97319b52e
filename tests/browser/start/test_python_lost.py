"""Python is gone from under an open page: who waits is told, and what to do is said."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from buildtools.hashing import integrity
from tests.browser.conftest import address, served
from tests.browser.lab import SMALL, Gate, Lab, small_link, without_times
from tests.browser.workers import KNOW_WORKERS

if TYPE_CHECKING:
    from tests.conftest import Site

LONG = {"steps": 20_000, "trials": 2}
KILL = """() => Promise.all(window.workers.map((worker) => new Promise((resolve) => {
    worker.dispatchEvent(new ErrorEvent("error", { message: "killed by the test" }));
    resolve();
})))"""


class Host:
    """A copy of the site that can be deployed anew, as another version, and with other files."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(site.folder, folder)

    def deploy_anew(self) -> None:
        """Another folder for the page's code, as any change of it brings."""
        [app] = self.folder.glob("app-*")
        app.rename(self.folder / "app-000000000000")
        page = self.folder / "index.html"
        text = page.read_text()
        renamed = text.replace(app.name, "app-000000000000")
        before, after = _import_map(text), _import_map(renamed)
        policy = integrity(before.encode()), integrity(after.encode())
        page.write_text(renamed.replace(*policy))
        headers = self.folder / "_headers"
        headers.write_text(headers.read_text().replace(*policy))
        for ending in (".br", ".gz"):
            page.with_name(page.name + ending).unlink()


def _import_map(page: str) -> str:
    found = re.search(r'<script type="importmap">(.*?)</script>', page, re.DOTALL)
    assert found
    return found[1]


@pytest.fixture
def host(site: Site, tmp_path: Path) -> Host:
    return Host(site, tmp_path / "site")


@pytest.fixture
def base_url(host: Host) -> Iterator[str]:
    with served(host.folder) as server:
        yield address(server)


@pytest.mark.expect_problem(r"404", r"Failed to (load|fetch)", r"the worker failed|worker")
def test_after_a_new_version_the_page_says_reload_and_the_run_goes_on(
    page: Page, host: Host
) -> None:
    page.add_init_script(KNOW_WORKERS)
    with served(host.folder) as server:
        lab = Lab(page, address(server)).open(small_link(**LONG))
        lab.press("lottery", "toggle")
        lab.wait_until_kept("lottery")
        page.evaluate(
            """(params) => {
                window.waiting = window.lab.run("lottery", params).catch((error) => error.message);
            }""",
            {**SMALL, **LONG},
        )
        host.deploy_anew()
        page.evaluate(KILL)
        lab.wait_for_state("failed")
        expect(page.locator("#status-detail")).to_contain_text("There is a newer version")
        assert "Python has stopped" in page.evaluate("window.waiting")
        lab.wait_for_phase("lottery", "failed")
        expect(lab.bar("lottery").locator("[data-failure]")).to_contain_text("Python has stopped")
        page.get_by_role("button", name="Reload the page").click()
        lab.wait_for_state("ready")
        lab.wait_for_sections()
        expect(lab.bar("lottery").locator("[data-offer]")).to_be_visible()


@pytest.mark.expect_problem(r"404", r"Failed to load", r"the worker failed|worker")
def test_after_the_last_worker_try_again_serves_every_run(page: Page, base_url: str) -> None:
    page.add_init_script(KNOW_WORKERS)
    lab = Lab(page, base_url).open(small_link())
    expected = without_times(lab.run("lottery", SMALL)["rows"])
    gate = page.route(re.compile(r"js/python/worker\.js$"), lambda route: route.abort())
    page.evaluate(KILL)
    lab.wait_for_state("failed")
    expect(page.locator("#status-detail")).to_contain_text("could not be replaced")
    del gate
    page.unroute_all()
    page.get_by_role("button", name="Try again").click()
    lab.wait_for_state("ready")
    assert without_times(lab.run("lottery", SMALL)["rows"]) == expected
    lab.press("lottery", "toggle")
    lab.wait_for_phase("lottery", "finished")
    assert without_times(lab.shown_rows("lottery")) == expected


@pytest.mark.expect_problem(r"fatal error|cause of the fatal|RangeError|call stack|Python")
def test_a_python_that_broke_down_is_replaced(page: Page, base_url: str) -> None:
    page.add_init_script(KNOW_WORKERS)
    lab = Lab(page, base_url).open()
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


@pytest.mark.expect_problem(r"has not arrived within 30 seconds", r"Failed to load", r"abort|ERR_")
@pytest.mark.parametrize(
    ("what", "says"),
    [
        (r"js/views/tickets/levels\.js$", "levels.js"),
        (r"js/state/store\.js$", "Its own code has not arrived"),
    ],
)
def test_a_module_that_stalls_is_told_and_the_page_offers_to_try_again(
    page: Page, base_url: str, what: str, says: str
) -> None:
    gate = Gate(page, re.compile(what))
    page.clock.install()
    page.goto(f"{base_url}#/tickets")
    page.wait_for_function("document.readyState !== 'loading'")
    for _ in range(5):
        page.clock.run_for(10_000)
    expect(page.locator("#status-detail")).to_contain_text(says)
    expect(page.locator("#status-retry")).to_be_visible()
    gate.is_open = True
    for route in gate.held:
        route.abort()
