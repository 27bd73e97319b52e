"""From the second visit on the page needs no network; a newer one is offered, never forced."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import address, served
from tests.browser.deployed import NEWER, Host, without_a_cache
from tests.browser.lab import PATIENCE_MS, SMALL, Lab, small_link, without_times
from tests.browser.pythonless import DEAF_WORKERS, without_python
from tests.browser.runs.test_kept_runs import open_blank
from tests.browser.undisturbed import finished, undisturbed
from tests.browser.watch import watch
from tests.browser.workers import KILL, KNOW_WORKERS, ONE_WORKER

if TYPE_CHECKING:
    from tests.conftest import Site

KEPT = "opens without a network"
IS_NEWER = "(app) => document.querySelector('#lab-config')?.textContent.includes(app)"


@pytest.fixture
def context(browser: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    context = browser.new_context(reduced_motion="reduce", service_workers="allow")
    if request.node.get_closest_marker("all_workers") is None:
        context.add_init_script(ONE_WORKER)
    yield context
    context.close()


def _kept(page: Page) -> None:
    expect(page.locator("#offline-state")).to_contain_text(KEPT, timeout=PATIENCE_MS)


@pytest.mark.chromium("its own protocol empties the cache")
def test_a_second_visit_needs_no_network_and_finds_the_same_also_by_a_link_with_a_query(
    context: BrowserContext, site: Site
) -> None:
    page = context.new_page()
    with served(site.folder) as server:
        url = address(server)
        problems = watch(page, url)
        lab = Lab(page, url).open()
        _kept(page)
        before = lab.run("lottery", SMALL)
    without_a_cache(page)
    page.goto("about:blank")
    lab = Lab(page, url).open()
    for view in lab.views():
        lab.go(view)
    lab.go("runs")
    expect(page.locator("#runs-find")).to_be_enabled()
    lab.go("code")
    expect(page.locator("#code-file")).to_be_enabled()
    assert without_times(lab.run("lottery", SMALL)["rows"]) == without_times(before["rows"])
    assert problems == []
    page.goto("about:blank")
    # Which is kept under no such address.
    Lab(page, url).open("?embed=1#/bench", ready=False).wait_until_it_listens()
    expect(page.locator("#bench-grid")).to_be_visible()


@pytest.mark.all_workers
@pytest.mark.chromium("its own protocol empties the cache")
def test_a_page_whose_site_is_redeployed_goes_on_with_what_is_kept_and_is_offered_the_newer(
    context: BrowserContext, site: Site, tmp_path: Path
) -> None:
    """Its workers are lost in mid-level, and its views ask for files that the host has no more.

    The newer build is this one under another name, as a deployment would put it there: it is
    offered, and comes with a reload.
    """
    host = Host(site, tmp_path / "dist")
    page = context.new_page()
    page.add_init_script(KNOW_WORKERS)
    with served(host.folder) as server:
        url = address(server)
        problems = watch(page, url)
        lab = Lab(page, url).open(small_link())
        _kept(page)
        page.wait_for_function("() => navigator.serviceWorker.controller !== null")
        expected = undisturbed(lab)
        lab.step_until_kept("lottery")
        newer = page.locator("#newer")
        expect(newer).to_be_hidden()
        host.deploy()
        without_a_cache(page)
        page.evaluate(KILL)
        notice = lab.bar("lottery").locator("[data-notice]")
        expect(notice).to_contain_text("goes on from its last checkpoint", timeout=PATIENCE_MS)
        lab.press("lottery", "toggle")
        assert finished(lab) == expected
        lab.go("code")
        expect(page.locator(".cm-content").first).to_be_visible()
        page.evaluate("navigator.serviceWorker.getRegistration().then((it) => it.update())")
        expect(newer).to_be_visible(timeout=PATIENCE_MS)
        newer.get_by_role("button", name="Reload").click()
        # The page that is left was ready, too.
        page.wait_for_function(IS_NEWER, arg=f'"{NEWER}/"', timeout=PATIENCE_MS)
        lab.wait_for_state("ready")
        expect(newer).to_be_hidden()
    assert problems == []


def test_a_page_inside_another_is_not_kept(context: BrowserContext, base_url: str) -> None:
    page = context.new_page()
    page.add_init_script(DEAF_WORKERS)
    open_blank(page, base_url)
    page.evaluate(
        """() => document.body.append(Object.assign(document.createElement("iframe"),
            { src: "./?embed=1", id: "within" }))"""
    )
    state = page.frame_locator("#within").locator("#offline-state")
    expect(state).to_contain_text("Inside another page", timeout=PATIENCE_MS)


@pytest.mark.chromium("it alone judges a manifest")
def test_the_manifest_is_complete(page: Page, base_url: str) -> None:
    without_python(page, base_url)
    session = page.context.new_cdp_session(page)
    found = session.send("Page.getAppManifest")
    assert found["errors"] == []
    manifest = json.loads(found["data"])
    for icon in manifest["icons"]:
        assert page.request.get(base_url + icon["src"]).ok
    errors = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {error["errorId"] for error in errors} <= {"in-incognito"}  # as the tests' pages are
