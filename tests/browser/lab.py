"""The page as the tests use it: opening it, waiting for Python, a run's buttons, window.lab."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, Route, expect

# How long a state may take to come. On an idle machine Python is ready after 3 seconds, and no run
# of these tests takes 20; where more wants to compute than there are cores, all takes longer. Who
# begins on an idle machine may make it busy: a whole run of the tests is two browsers and more.
_BUSY = max(2.0, os.getloadavg()[0] / (os.cpu_count() or 1))
PATIENCE_MS = 60_000 * _BUSY

# A search that is over in about a second: the same code, a small network and little data.
SMALL = {
    "num_samples": 500,
    "hidden": 24,
    "steps": 120,
    "eval_every": 40,
    "sparsities": [0, 0.5, 0.9],
    "trials": 1,
}
DATA_NAMES = ("num_samples",)


def small_link(**changes: Any) -> str:
    """The hash of a link to the tickets with SMALL's settings and the given changes."""
    parts = []
    for name, value in {**SMALL, **changes}.items():
        text = ",".join(map(str, value)) if isinstance(value, list) else str(value)
        parts.append(f"{name if name in DATA_NAMES else f'lottery.{name}'}={text}")
    return "#/tickets?" + "&".join(parts)


_FOLLOW = """(hash) => new Promise((resolve) => {
    addEventListener("hashchange", () => setTimeout(resolve), { once: true });
    location.hash = hash;
})"""

_POINT_AT_ALL = """() => {
    for (const link of document.querySelectorAll(".views a[data-to]")) {
        link.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
    }
}"""

# The page marks in the browser's timeline when it asks Python for the sample signals, and when it
# has them.
ANSWERED = """() => {
    const [asked] = performance.getEntriesByName("preview:asked");
    const [answer] = performance.getEntriesByName("preview");
    return asked?.startTime === answer?.startTime || !document.querySelector("#refused").hidden;
}"""

_PRESS_AT_FIRST = """(bar, button) => {
    new MutationObserver((_, observer) => {
        if (bar.dataset.phase !== "running" || !Number(bar.dataset.rows)) return;
        observer.disconnect();
        bar.querySelector(`[data-do="${button}"]`).click();
    }).observe(bar, { attributeFilter: ["data-rows"] });
}"""


class Lab:
    """One open page."""

    def __init__(self, page: Page, base_url: str) -> None:
        self.page = page
        self.base_url = base_url
        self.root = page.locator("html")

    def open(self, link: str = "", *, ready: bool = True) -> Lab:
        """Go to the page; the link says in which view and with which settings."""
        # Firefox waits with "load" for what is fetched meanwhile, which a test may hold back.
        self.page.goto(self.base_url + link, wait_until="domcontentloaded")
        if ready:
            self.wait_for_state("ready")
            self.wait_for_sections()
        return self

    def follow(self, address: str) -> None:
        """Put another hash into the address, and go on as soon as the page has answered."""
        self.page.evaluate(_FOLLOW, address)
        self._wait_for_view()

    def wait_for_sections(self) -> None:
        """The page is whole once Python has answered; views that nobody has shown may wait."""
        expect(self.root).to_have_attribute("data-mounted", "", timeout=PATIENCE_MS)

    def mount_all(self) -> Lab:
        """Have all views mounted, as by pointing at each of their links."""
        self.page.evaluate(_POINT_AT_ALL)
        waiting = self.page.locator("main > [data-view]:not([data-mounted])")
        expect(waiting).to_have_count(0, timeout=PATIENCE_MS)
        return self

    def _wait_for_view(self) -> None:
        """The view that is shown is mounted, if that had to be done first."""
        shown = self.page.locator(f"main > #{self.root.get_attribute('data-view')}")
        expect(shown).to_have_attribute("data-mounted", "", timeout=PATIENCE_MS)

    def wait_until_it_listens(self) -> None:
        """The page's own code has begun, as its entry in the history tells; Python has not.

        Until then a press of the first moment is lost.
        """
        self.page.wait_for_function("() => history.state !== null", timeout=PATIENCE_MS)

    def wait_for_samples(self) -> None:
        """Python's signals are of the settings, and whatever draws them has been told."""
        wait_until(self.page, lambda: self.page.evaluate(ANSWERED), "Python's answer")
        self.page.evaluate("() => new Promise((resolve) => setTimeout(resolve))")

    def wait_for_workers(self) -> None:
        """All that the page has of its own: who counts them, or waits for another, begins here."""
        expected = self.page.evaluate("Math.min(4, navigator.hardwareConcurrency)")
        told = re.compile(rf", {expected} workers?\b")
        expect(self.page.locator("#status-detail")).to_have_text(told, timeout=PATIENCE_MS)

    def wait_for_address(self) -> None:
        """The address follows what is set a little later."""
        agree = "lab.permalink() === location.href"
        wait_until(self.page, lambda: self.page.evaluate(agree), agree)

    def wait_for_state(self, state: str) -> None:
        expect(self.root).to_have_attribute("data-state", state, timeout=PATIENCE_MS)

    def views(self) -> list[str]:
        """The names of all views, in their order."""
        names: list[str] = self.page.locator("#lab-views").evaluate(
            "(block) => JSON.parse(block.textContent).map((view) => view.name)"
        )
        return names

    def go(self, view: str) -> Lab:
        """Show a view, as a person would, by its link."""
        self.page.locator(f'.views a[data-to="{view}"]').click()
        expect(self.root).to_have_attribute("data-view", view)
        self._wait_for_view()
        return self

    def reveal(self, element: Locator) -> Locator:
        """The element, in the view that it belongs to."""
        view = element.evaluate("(it) => it.closest('main > [data-view]')?.dataset.view ?? ''")
        if view and self.root.get_attribute("data-view") != view:
            self.go(view)
        return element

    def look_at(self, element: Locator) -> Locator:
        """Scroll to an element; again, where what is above it took its height only on the way."""
        wait_until(self.page, lambda: self._scrolled_to(element), "the element in the window")
        return element

    def _scrolled_to(self, element: Locator) -> bool:
        return bool(
            element.evaluate(
                """async (it) => {
                    it.scrollIntoView({ block: "center", behavior: "instant" });
                    for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
                    const { top, bottom } = it.getBoundingClientRect();
                    return top < innerHeight && bottom > 0;
                }"""
            )
        )

    def bar(self, run: str) -> Locator:
        return self.page.locator(f'[data-run="{run}"]')

    def press(self, run: str, button: str) -> None:
        self.reveal(self.bar(run)).locator(f'[data-do="{button}"]').click()

    def start_and_press(self, run: str, button: str) -> None:
        """Start a run and press a button at its first measurement.

        The page itself presses it: from here it might come when a short run is over.
        """
        self.reveal(self.bar(run)).evaluate(_PRESS_AT_FIRST, button)
        self.press(run, "toggle")

    def wait_for_phase(self, run: str, phase: str) -> None:
        expect(self.bar(run)).to_have_attribute("data-phase", phase, timeout=PATIENCE_MS)

    def set(self, control: str, value: str) -> None:
        """Type into a control's field and leave it, as a person would."""
        field = self.reveal(self.page.locator(f"#{control}"))
        field.fill(value)
        field.dispatch_event("change")

    def run(self, name: str, params: dict[str, Any]) -> dict[str, Any]:
        """The record of `lab.run`."""
        record: dict[str, Any] = self.page.evaluate(
            "([name, params]) => window.lab.run(name, params)", [name, params]
        )
        return record

    def wait_for_rows(self, run: str, count: int) -> None:
        """Wait until the page shows at least so many measurements of a run."""
        self._wait_for_count(run, "rows", count)

    def wait_until_kept(self, run: str, *, whole: bool = False) -> None:
        """Wait until a checkpoint of a run, or its end, is stored, where a reload finds it."""
        self._wait_for_count(run, "kept", 1 if whole else 1e-9)

    def step_until_kept(self, run: str) -> None:
        """Step by step to the first checkpoint: left alone, a run may end before it is paused."""
        bar = self.bar(run)
        self.press(run, "step")
        while bar.get_attribute("data-kept") in (None, "0"):
            rows = bar.get_attribute("data-rows") or "0"
            expect(bar).to_have_attribute("data-phase", "paused", timeout=PATIENCE_MS)
            self.press(run, "step")
            expect(bar).not_to_have_attribute("data-rows", rows, timeout=PATIENCE_MS)
        self.wait_for_phase(run, "paused")

    def _wait_for_count(self, run: str, what: str, count: float) -> None:
        self.page.wait_for_function(
            """([run, what, count]) =>
                Number(document.querySelector(`[data-run="${run}"]`).dataset[what]) >= count""",
            arg=[run, what, count],
            timeout=PATIENCE_MS,
        )

    def shown_rows(self, run: str) -> list[dict[str, Any]]:
        """The rows of a figure, from its JSON download."""
        button = self.page.locator(f'[data-downloads="{run}"] [data-kind="json"]')
        with self.page.expect_download() as download:
            self.reveal(button).click()
        rows: list[dict[str, Any]] = json.loads(download.value.path().read_text())["rows"]
        return rows


def without_times(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows without what a clock measured: these must repeat to the last bit."""
    return [{k: v for k, v in row.items() if k != "ms_per_step"} for row in rows]


class Changes:
    """Every value that an attribute takes from now on, also one it has for a moment only."""

    def __init__(self, element: Locator, attribute: str) -> None:
        self._values = element.evaluate_handle(
            """(element, name) => {
                const values = [];
                new MutationObserver(() => {
                    const value = element.getAttribute(name);
                    if (values.at(-1) !== value) values.push(value);
                }).observe(element, { attributeFilter: [name] });
                return values;
            }""",
            attribute,
        )

    def so_far(self) -> list[str | None]:
        values: list[str | None] = self._values.json_value()
        return values


# What is not said where it will never come.
PROMISES = (
    "until python", "until it is here", "python is here", "waits for", "not here yet",
    "comes with the first",
)  # fmt: skip


def shown_views(page: Page) -> list[str]:
    """The names of the views that one sees."""
    names: list[str] = page.locator("main > [data-view]").evaluate_all(
        "(all) => all.filter((view) => view.checkVisibility()).map((view) => view.dataset.view)"
    )
    return names


def comes_to(page: Page, address: str) -> None:
    """Wait for the address's hash, which follows a little later."""
    expect(page).to_have_url(re.compile(f"repo/{re.escape(address)}$"))


def wait_until(page: Page, condition: Callable[[], object], what: str) -> None:
    """Wait for something that only the test itself can see, such as a request it has held back."""
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while not condition():
        assert time.monotonic() < deadline, f"it never came: {what}"
        page.wait_for_timeout(20)  # Playwright tells of what has happened while it waits


class Gate:
    """Holds back all requests for some files until it is opened, or fails them."""

    def __init__(self, page: Page, urls: re.Pattern[str]) -> None:
        self.page = page
        self.held: list[Route] = []
        self.is_open = False
        page.route(urls, self._hold)

    def _hold(self, route: Route) -> None:
        if self.is_open:
            route.continue_()
        else:
            self.held.append(route)

    def open(self) -> None:
        self.is_open = True
        for route in self.held:
            route.continue_()

    def fail(self) -> None:
        """Answer what was held back, once it has been asked for: no such file."""
        wait_until(self.page, lambda: self.held, "the request to be failed")
        for route in self.held:
            route.fulfill(status=404, body="Not found")
