"""From the second visit on the page needs no network; a newer one is offered, never forced."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import address, served
from tests.browser.lab import PATIENCE_MS, SMALL, Lab, without_times
from tests.browser.watch import watch

if TYPE_CHECKING:
    from tests.conftest import Site

KEPT = "opens without a network"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(reduced_motion="reduce", service_workers="allow")
    yield context
    context.close()


def _kept(page: Page) -> None:
    expect(page.locator("#offline-state")).to_contain_text(KEPT, timeout=PATIENCE_MS)


def _without_a_cache(page: Page) -> None:
    """The browser's own cache would answer for a network that is gone."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.clearBrowserCache")


def test_a_second_visit_needs_no_network_and_finds_the_same(
    context: BrowserContext, site: Site
) -> None:
    page = context.new_page()
    with served(site.folder) as server:
        url = address(server)
        problems = watch(page, url)
        lab = Lab(page, url).open()
        _kept(page)
        before = lab.run("lottery", SMALL)
    _without_a_cache(page)
    page.goto("about:blank")
    lab = Lab(page, url).open()
    for view in lab.views():
        lab.go(view)
    lab.go("runs")
    expect(page.locator("#runs-find")).to_be_enabled()
    lab.go("code")
    expect(page.locator("#code-failure")).to_be_hidden()
    assert without_times(lab.run("lottery", SMALL)["rows"]) == without_times(before["rows"])
    assert problems == []


def test_a_link_with_a_query_opens_without_a_network(context: BrowserContext, site: Site) -> None:
    page = context.new_page()
    with served(site.folder) as server:
        url = address(server)
        Lab(page, url).open()
        _kept(page)
    _without_a_cache(page)
    page.goto("about:blank")
    Lab(page, url).open("?embed=1#/bench")
    expect(page.locator("#bench-grid")).to_be_visible()


def test_a_newer_version_is_offered_and_comes_with_a_reload(
    context: BrowserContext, site: Site, tmp_path: Path
) -> None:
    """The newer build is this one under another name, as a deployment would put it there."""
    folder = tmp_path / "dist"
    shutil.copytree(site.folder, folder)
    page = context.new_page()
    with served(folder) as server:
        url = address(server)
        Lab(page, url).open()
        _kept(page)
        newer = page.locator("#newer")
        expect(newer).to_be_hidden()
        _deploy(folder, "app-0123456789ab")
        page.evaluate("navigator.serviceWorker.getRegistration().then((it) => it.update())")
        expect(newer).to_be_visible(timeout=PATIENCE_MS)
        newer.get_by_role("button", name="Reload").click()
        lab = Lab(page, url)
        lab.wait_for_state("ready")
        app = page.locator("#lab-config").evaluate("(it) => JSON.parse(it.textContent).app")
        assert app == "app-0123456789ab/"
        expect(newer).to_be_hidden()


def _deploy(folder: Path, name: str) -> None:
    manifest = json.loads((folder / "build.json").read_text())
    old = manifest["app"].rstrip("/")
    (folder / old).rename(folder / name)
    for file in ("index.html", "build.json", "serviceworker.js"):
        for sibling in folder.glob(f"{file}.*"):
            sibling.unlink()
        text = (folder / file).read_text().replace(old, name)
        (folder / file).write_text(text)


def test_a_page_inside_another_is_not_kept(context: BrowserContext, base_url: str) -> None:
    page = context.new_page()
    Lab(page, base_url).open(ready=False)
    page.evaluate(
        """() => document.body.append(Object.assign(document.createElement("iframe"),
            { src: "?embed=1", id: "within" }))"""
    )
    state = page.frame_locator("#within").locator("#offline-state")
    expect(state).to_contain_text("Inside another page", timeout=PATIENCE_MS)


def test_the_manifest_is_complete(page: Page, base_url: str) -> None:
    page.goto(base_url)
    session = page.context.new_cdp_session(page)
    found = session.send("Page.getAppManifest")
    assert found["errors"] == []
    manifest = json.loads(found["data"])
    for icon in manifest["icons"]:
        assert page.request.get(base_url + icon["src"]).ok
    errors = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {error["errorId"] for error in errors} <= {"in-incognito"}  # as the tests' pages are
