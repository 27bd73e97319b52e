"""The documentation beside the page, under the headers that the site asks its host for."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import BrowserContext, expect

from buildtools.docs import build_docs
from buildtools.headers import HEADERS_FILE
from tests.browser.conftest import address, served
from tests.browser.watch import watch
from tests.conftest import Site


def test_its_search_finds_what_it_is_asked_for(
    context: BrowserContext, site: Site, tmp_path: Path
) -> None:
    build_docs(tmp_path / "docs")
    shutil.copy(site.folder / HEADERS_FILE, tmp_path)
    page = context.new_page()
    with served(tmp_path) as server:
        problems = watch(page, address(server))
        # What is typed before the index is there is not searched for; a word of the
        # address waits for it, with the search open.
        page.goto(f"{address(server)}docs/index.html?q=sparsity")
        found = page.locator("#mkdocs-search-results h3 a")
        expect(found.first).to_be_visible()
        asked = page.locator("#mkdocs-search-query")
        asked.fill("xyzz")
        asked.press("y")
        expect(found).to_have_count(0)
        asked.fill("")
        asked.press_sequentially("rewind")
        expect(found.first).to_be_visible()
        found.first.click()
        expect(page.locator("main, [role=main]").first).to_contain_text("rewind")
    assert problems == []
