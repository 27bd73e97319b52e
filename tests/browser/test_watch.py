"""The watch that the other browser tests rely on notices what it says it notices."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route

from tests.browser.lab import wait_until
from tests.browser.watch import watch

WORKER = "console.error('in the worker'); fetch('https://example.invalid/of-a-worker')"
EMPTY = "<!doctype html><title>empty</title><link rel=icon href='data:,'>"


def _serve(page: Page, url: str, body: str, kind: str = "text/html") -> None:
    def answer(route: Route) -> None:
        route.fulfill(body=body, content_type=kind)

    page.route(url, answer)


@pytest.mark.parametrize(
    ("script", "kind"),
    [
        ("console.error('wrong')", "console: wrong"),
        ("throw new Error('thrown')", "page error: thrown"),
        ("fetch('missing.bin')", "404"),
        ("fetch('https://example.invalid/x').catch(() => 0)", "request to another origin"),
        ("new Worker('worker.js')", "console: in the worker"),
        (
            "new Worker('worker.js')",
            "request to another origin: https://example.invalid/of-a-worker",
        ),
    ],
)
def test_a_page_with_a_problem_is_noticed(
    page: Page, base_url: str, script: str, kind: str, request: pytest.FixtureRequest
) -> None:
    request.node.add_marker(pytest.mark.expect_problem("."))
    problems = watch(page, base_url)
    _serve(page, f"{base_url}bad.html", f"{EMPTY}<script>{script}</script>")
    _serve(page, f"{base_url}worker.js", WORKER, "text/javascript")
    page.goto(f"{base_url}bad.html")
    wait_until(page, lambda: any(kind in problem for problem in problems), kind)


def test_a_page_without_a_problem_is_not(page: Page, base_url: str) -> None:
    _serve(page, f"{base_url}good.html", EMPTY)
    page.goto(f"{base_url}good.html")
