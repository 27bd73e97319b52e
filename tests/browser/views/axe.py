"""axe in a page that stays: loaded once, taken away again, and told what looks alike.

What it says of contrast takes it most of its time. In a drawing it finds nothing (what lies behind
a text there it leaves open), and a table of a thousand cells has a dozen kinds: where all that
contrast depends on is computed alike, up to the view's root, three of a kind are looked at (what is
disabled, which axe passes over, is of none). What lies over a text by its place alone is not seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_SKIPPED = "data-contrast-as-others"
_LOAD = f"""
axe.configure({{ rules: [{{ id: "color-contrast", selector: "*:not([{_SKIPPED}])" }}] }});
"""
# As the page was: what stays open for other tests has no global of theirs (standing.js).
_UNLOAD = "['axe', '__core-js_shared__'].forEach((name) => delete window[name])"

_MARK_ALIKE = """([within, mark]) => {
    const behind = ["backgroundColor", "backgroundImage", "opacity", "filter", "mixBlendMode",
        "position"];
    const ink = ["color", "webkitTextFillColor", "webkitTextStroke", "textShadow", "fontSize",
        "fontWeight"];
    const told = (element, names) => {
        const style = getComputedStyle(element);
        return names.map((name) => style[name]).join();
    };
    const grounds = new Map([[null, ""]]);
    const ground = (element) => {
        if (!grounds.has(element)) {
            const own = told(element, behind);
            grounds.set(element, `${ground(element.parentElement)}|${own}`);
        }
        return grounds.get(element);
    };
    const speaks = (element) => [...element.childNodes].some(
        (it) => it.nodeType === Node.TEXT_NODE && it.data.trim());
    const counts = new Map();
    for (const element of document.querySelectorAll(`${within} *`)) {
        const drawn = element instanceof SVGElement;
        if (!drawn && (!speaks(element) || !element.checkVisibility())) continue;
        if (element.closest(":disabled, [aria-disabled=true], [inert]")) continue;
        const kind = drawn ? "" : `${ground(element)}|${told(element, ink)}`;
        counts.set(kind, (counts.get(kind) ?? 0) + 1);
        if (drawn || counts.get(kind) > 3) element.setAttribute(mark, "");
    }
}"""
# The other views are none of the page's main part to it, which walks down by `childNodes`: it finds
# nothing in what is hidden, but asks for the style of each element there, which no browser keeps.
_LOOK = """async ([view, within, mark]) => {
    const main = document.querySelector("main");
    const shown = [...main.childNodes].filter((it) => it.id === view || !it.dataset?.view);
    Object.defineProperty(main, "childNodes", { configurable: true, value: shown });
    const options = { resultTypes: ["violations"] };
    try {
        const { violations } = await axe.run(within ?? document, options);
        return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 120))]);
    } finally {
        delete main.childNodes;
        for (const element of document.querySelectorAll(`[${mark}]`)) element.removeAttribute(mark);
    }
}"""


@contextmanager
def axe_in(page: Page) -> Iterator[None]:
    """With axe loaded, for `violations`."""
    page.evaluate(Axe().axe_script)
    page.evaluate(_LOAD)
    try:
        yield
    finally:
        page.evaluate(_UNLOAD)


def violations(page: Page, within: str | None = None) -> list[list[Any]]:
    """What axe finds within an element, or in the view that is shown and what surrounds it."""
    view = page.locator("html").get_attribute("data-view")
    page.evaluate(_MARK_ALIKE, [f"#{view}", _SKIPPED])
    found: list[list[Any]] = page.evaluate(_LOOK, [view, within, _SKIPPED])
    return found


def violations_once(page: Page, within: str) -> list[list[Any]]:
    """The same for a page that axe is not loaded in."""
    with axe_in(page):
        return violations(page, within)
