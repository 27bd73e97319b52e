"""A reload of the page that stays (standing.py), which stays for the next test all the same.

Without it a test of a reload opens two pages: its own, and the one that the next test asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import JSHandle, Page

from tests.browser.lab import Lab
from tests.browser.standing import REMEMBER, Standing

# What no link says, as standing.js has it, with the offers of runs; the list of kept ones is left
# as it was while nobody sees it.
LOOKS = """() => {
    const wanted = "details, [aria-pressed], input:not([type=file]), select, textarea";
    const states = [...document.querySelectorAll(wanted)]
        .filter((it) => !it.closest(".control, #code, #runs-list"))
        .map((it) => [it.tagName, it.id || it.name || it.className, it.value, it.checked, it.open,
            it.getAttribute("aria-pressed")]);
    const offers = [...document.querySelectorAll("[data-offer]")].filter((it) => !it.hidden);
    return JSON.stringify([states, offers.length]);
}"""

# The views that are shown from now on.
SEEN = """() => {
    const { documentElement: root } = document;
    const seen = new Set([root.dataset.view]);
    const look = () => seen.add(root.dataset.view);
    new MutationObserver(look).observe(root, { attributeFilter: ["data-view"] });
    return seen;
}"""

DISCARD_OFFERS = """() => {
    const offered = document.querySelectorAll("[data-offer]:not([hidden])");
    for (const { dataset } of new Set([...offered].map((it) => it.closest("[data-run]")))) {
        document.querySelector(`[data-run="${dataset.run}"] [data-do="discard"]`).click();
    }
}"""
# As a run's figure has left its slider.
PUT_BACK = """(looks) => {
    for (const [tag, id, value] of JSON.parse(looks)[0]) {
        const it = document.getElementById(id);
        if (tag !== "INPUT" || !it || it.value === value) continue;
        it.value = value;
        it.dispatchEvent(new Event("input", { bubbles: true }));
        it.dispatchEvent(new Event("change", { bubbles: true }));
    }
}"""
NO_OFFERS = "() => !document.querySelector('[data-offer]:not([hidden])')"


@pytest.fixture
def reload(lab: Lab, standing: Standing) -> Iterator[Callable[..., None]]:
    """Reloads the page of `lab` until it is whole; asked for before anything changes that.

    It may be given a script that begins the reload from within the page.
    """
    page, looks = lab.page, lab.page.evaluate(LOOKS)
    seen: list[JSHandle] = []

    def reload(script: str = "") -> None:
        if script:
            with page.expect_navigation():
                page.evaluate(script)
        else:
            page.reload()
        lab.wait_for_state("ready")
        lab.wait_for_sections()
        lab.mount_all()
        seen[:] = [page.evaluate_handle(SEEN)]

    yield reload
    if seen and not page.is_closed():
        left = _brought_back(page, seen[0])
        page.evaluate(PUT_BACK, looks)
        standing.memory = page.evaluate_handle(REMEMBER)
        if left or page.evaluate(LOOKS) != looks:
            standing.close()


def _brought_back(page: Page, seen: JSHandle) -> list[str]:
    """From a plain link, with no run offered, by the page's own means; what is left."""
    page.evaluate(DISCARD_OFFERS)
    page.wait_for_function(NO_OFFERS)
    views = [view for view in seen.evaluate("(seen) => [...seen]") if view != "about"]
    _go(page, "about")
    memory = page.evaluate_handle(REMEMBER)
    for view in views:
        _go(page, view)
    left: list[str] = memory.evaluate("(memory) => memory.back()")
    return left


def _go(page: Page, view: str) -> None:
    page.evaluate("(hash) => { location.hash = hash; }", f"#/{view}")
    page.wait_for_function("(view) => document.documentElement.dataset.view === view", arg=view)
