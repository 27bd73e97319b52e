"""The tests share a profile, and still begin as if nobody had been there."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, Route

from tests.browser.profile import Profile

pytestmark = pytest.mark.chromium("Playwright's Firefox has none to share")

EMPTY = "<!doctype html><title>empty</title><link rel=icon href='data:,'>"
KEEP = """async () => {
    localStorage.setItem("a", "1");
    sessionStorage.setItem("a", "1");
    document.cookie = "a=1; max-age=1000";
    await (await caches.open("a")).put("a", new Response("1"));
    const folder = await navigator.storage.getDirectory();
    await folder.getFileHandle("a", { create: true });
    await new Promise((resolve, reject) => {
        const opening = indexedDB.open("a");
        Object.assign(opening, { onsuccess: resolve, onerror: reject });
    });
}"""
FOUND = """async () => {
    const files = [];
    for await (const name of (await navigator.storage.getDirectory()).keys()) files.push(name);
    return [
        ...Object.keys(localStorage), ...Object.keys(sessionStorage), ...files,
        ...await caches.keys(), ...(await indexedDB.databases()).map((it) => it.name),
        ...document.cookie.split("; ").filter(Boolean),
        (await navigator.permissions.query({ name: "clipboard-read" })).state,
    ];
}"""


def _visit(context: BrowserContext, url: str) -> Page:
    def answer(route: Route) -> None:
        route.fulfill(body=EMPTY, content_type="text/html")

    page = context.new_page()
    page.route("**/empty.html", answer)
    page.goto(url)
    return page


def test_what_one_test_stored_or_was_allowed_the_next_does_not_find(
    profile: Profile, base_url: str
) -> None:
    url = f"{base_url}empty.html"
    before = _visit(profile.emptied(), url).evaluate(FOUND)
    profile.context.grant_permissions(["clipboard-read"])
    page = _visit(profile.context, url)
    page.evaluate(KEEP)
    found = page.evaluate(FOUND)
    assert sorted(found) == ["a", "a", "a", "a", "a", "a=1", "granted"]
    # A second tab is open, and holds the database open.
    assert _visit(profile.emptied(), url).evaluate(FOUND) == before == ["prompt"]
    profile.close_pages()
    assert profile.context.pages == [profile.idle]


def test_it_is_found_whatever_else_is_open(profile: Profile, first_visit: BrowserContext) -> None:
    assert first_visit.browser
    assert first_visit.browser.contexts[1:]
    assert Profile(first_visit.browser).context is profile.context


def test_it_is_a_first_visit_to_who_asks_for_one(
    profile: Profile, first_visit: BrowserContext, base_url: str
) -> None:
    page = first_visit.new_page()
    page.goto(f"{base_url}build.json")
    assert first_visit is not profile.context
    assert page.evaluate("indexedDB.databases()") == []
