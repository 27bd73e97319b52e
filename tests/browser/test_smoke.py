"""A start, a preview and a quick run: on Pyodide made faster, and on Pyodide as it is published.

On the second nothing is rewritten, so a new Pyodide is first made to pass there (-m smoke).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import mnist1d_lab
import pytest
from mnist1d_lab.params import BACKEND_NAMES
from playwright.sync_api import Browser, expect

from tests.browser.conftest import address, assert_none_unexpected, served
from tests.browser.lab import SMALL, Lab, without_times
from tests.browser.standing import Standing

if TYPE_CHECKING:
    from tests.conftest import Site

pytestmark = pytest.mark.smoke


@pytest.fixture(scope="module", params=["site", "stock_site"])
def built(request: pytest.FixtureRequest) -> Site:
    site: Site = request.getfixturevalue(request.param)
    return site


@pytest.fixture(scope="module")
def stock(browser: Browser, stock_site: Site) -> Iterator[Standing]:
    """Its page, not in the session's profile, which has visited the other build."""
    with served(stock_site.folder) as server:
        standing = Standing(browser, None, address(server))
        yield standing
        standing.close()


@pytest.fixture
def lab(lab: Lab, built: Site, request: pytest.FixtureRequest) -> Iterator[Lab]:
    """The page of either build."""
    if not built.manifest["runtime"]["stock"]:
        yield lab.open()
        return
    standing: Standing = request.getfixturevalue("stock")
    yield standing.as_left()
    assert_none_unexpected(standing.problems, request)


def test_python_starts_on_the_runtime_that_the_build_says(lab: Lab, built: Site) -> None:
    facts = lab.page.evaluate("() => ({ version: lab.version, backend: lab.backend })")
    assert facts["version"] == mnist1d_lab.__version__
    assert facts["backend"] in BACKEND_NAMES[:-1], "the kernels do not run"
    runtime = lab.page.locator("#lab-runtime").evaluate("(it) => JSON.parse(it.textContent)")
    assert runtime["runtime"] == built.manifest["runtime"]


def test_the_preview_follows_a_slider(lab: Lab) -> None:
    expect(lab.page.locator("#data-chart path.curve")).to_have_count(10)
    for length in ("64", "40"):
        lab.set("data-final_seq_length", length)
        expect(lab.page.locator("#data-summary")).to_contain_text(f"signals of {length} numbers")


def test_a_quick_search_gives_the_same_bits_as_outside_the_browser(lab: Lab) -> None:
    record = lab.run("lottery", SMALL)
    here = mnist1d_lab.run("lottery", backend=record["backend"], **record["params"])
    assert len(record["rows"]) >= 12
    assert without_times(record["rows"]) == without_times(here.rows)


def test_a_stock_build_ships_what_was_published(stock_site: Site) -> None:
    """Not one byte of what others have published is changed, and nothing is left out of it."""
    from buildtools.vendor import Vendor, read_lock

    vendor = Vendor(read_lock())
    at_start = {**vendor.files("pyodide"), **vendor.files("numpy")}
    published = {**at_start, **vendor.files("micropip")}
    shipped = {path.name: path for path in stock_site.runtime.iterdir()}
    assert [name for name, data in published.items() if shipped[name].read_bytes() != data] == []
    runtime = stock_site.manifest["runtime"]
    assert runtime["stock"]
    names = {
        part: {file["url"].rpartition("/")[2] for file in runtime[part]}
        for part in ("files", "onDemand")
    }
    assert names["files"] == {*at_start, "pyodide-lock.json"}
    assert names["onDemand"] == set(vendor.files("micropip"))
