"""A whole session of use asks nothing of any other host, whichever part of a browser would ask.

What counts is what a proxy between browser and network hears: of pages, workers and the service
worker, of other ports of this machine too. It does not hear names that are only looked up.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from mnist1d_lab.data import make_arrays
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from buildtools.browser import chromium
from tests.browser.lab import PATIENCE_MS, Lab, small_link
from tests.browser.proxy import Proxy, listening
from tests.browser.undisturbed import finished, undisturbed
from tests.browser.watch import watch
from tests.conftest import ARGUMENTS

# Whom Chromium asks by itself, although it is told not to: for its own updates and its account,
# and, where a page has forms, what could be filled in. `watch` hears whether the page asks them.
OF_THE_BROWSER = ("update", "accounts", "content-autofill")
MNIST = "mnist.mnist_images=100&mnist.hidden=16&mnist.steps=10&mnist.map_points=20&mnist.models=mlp"


@pytest.fixture
def proxy(base_url: str) -> Iterator[Proxy]:
    with listening(urlsplit(base_url).netloc) as proxy:
        yield proxy


@pytest.fixture
def visit(browser: Browser, proxy: Proxy) -> Iterator[BrowserContext]:
    """A first visit, service worker and all, in a browser that reaches nothing but the proxy."""
    through: Any = {"server": proxy.address, "bypass": "<-loopback>"}
    path = os.environ.get("CHROMIUM") or chromium()
    kind = browser.browser_type
    with kind.launch(executable_path=path, args=ARGUMENTS, proxy=through) as own:
        yield own.new_context(reduced_motion="reduce", service_workers="allow")


def of_the_browser(asked: str) -> bool:
    _, _, address = asked.partition(" ")
    host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    name, _, domain = host.partition(".")
    return name in OF_THE_BROWSER and domain in ("google.com", "googleapis.com")


def own_file() -> Any:
    """A data set of the page's own kind, as comma-separated values with the label first."""
    made = make_arrays({"num_samples": 300})
    lines = [",".join(["label", *(f"t{i}" for i in range(40))])]
    for label, values in zip(made["y"], made["x"], strict=True):
        lines.append(",".join([str(label), *(f"{value:.4f}" for value in values)]))
    return {"name": "own.csv", "mimeType": "text/csv", "buffer": "\n".join(lines).encode()}


def go_through_every_view(lab: Lab) -> None:
    for view in lab.views():
        lab.go(view)
    lab.go("code")
    expect(lab.page.locator(".cm-content").first).to_be_visible(timeout=PATIENCE_MS)


def compute(lab: Lab) -> None:
    """A trial of the bench, a search, and a file of one's own."""
    page = lab.page
    lab.go("bench")
    page.locator("#bench-step").click()
    page.evaluate("() => lab.bench.settled(1)")
    lab.press("lottery", "toggle")
    assert finished(lab) == undisturbed(lab)
    lab.go("data")
    page.locator("#own-file").set_input_files(own_file())
    page.locator("#own-look-use").click(timeout=PATIENCE_MS)
    expect(page.locator("#own-status")).to_contain_text("In use: own.csv")
    page.locator("#own-back").click()


def fetch_on_demand(lab: Lab) -> None:
    """MNIST's images, and the part of Python that only a console needs."""
    page = lab.page
    lab.press("mnist", "toggle")
    lab.wait_for_phase("mnist", "finished")
    lab.go("code")
    page.locator("#code-console summary").click()
    page.locator("#console-input").fill("import sqlite3, statistics; statistics.mean([1, 3])")
    page.locator("#console-input").press("Enter")
    expect(page.locator("#console-log")).to_contain_text("2", timeout=PATIENCE_MS)


def assert_that_it_hears(proxy: Proxy, page: Page) -> None:
    """All that was asked for by name went through it, and so does what a page asks of others."""
    asked = {path.rpartition("/")[2] for path in proxy.paths}
    assert {"serviceworker.js", "worker.js", "mnist.npz", "python_stdlib_full.zip"} <= asked
    page.goto("http://elsewhere.invalid/")
    with pytest.raises(Error, match="ERR_TUNNEL_CONNECTION_FAILED"):
        page.goto("https://elsewhere.invalid/")
    assert {"GET http://elsewhere.invalid/", "CONNECT elsewhere.invalid:443"} <= {*proxy.elsewhere}


@pytest.mark.chromium("it takes a proxy for loopback, too")
def test_a_whole_session_asks_nothing_of_any_other_host(
    visit: BrowserContext, proxy: Proxy, base_url: str
) -> None:
    page = visit.new_page()
    problems = watch(page, base_url)
    lab = Lab(page, base_url).open(f"{small_link()}&{MNIST}")
    expect(page.locator("#offline-state")).to_contain_text(
        "opens without a network", timeout=PATIENCE_MS
    )
    go_through_every_view(lab)
    compute(lab)
    fetch_on_demand(lab)
    proxy.is_down = True
    page.goto("about:blank")
    lab.open(small_link())
    go_through_every_view(lab)
    lab.press("lottery", "toggle")
    assert finished(lab) == undisturbed(lab)
    proxy.is_down = False
    assert problems == []
    assert [asked for asked in proxy.elsewhere if not of_the_browser(asked)] == []
    assert_that_it_hears(proxy, page)
