"""The page as the tests use it: opening it, waiting for Python, a run's buttons, window.lab."""

from __future__ import annotations

import json
import re
import time
from typing import Any

from playwright.sync_api import Locator, Page, Route, expect

READY_MS = 90_000  # a loaded test machine starts Python slowly; an idle one in 3 seconds
RUN_MS = 90_000

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
    """The hash of a link with SMALL's settings and the given changes."""
    parts = ["#v1"]
    for name, value in {**SMALL, **changes}.items():
        text = ",".join(map(str, value)) if isinstance(value, list) else str(value)
        parts.append(f"{name if name in DATA_NAMES else f'lottery.{name}'}={text}")
    return "&".join(parts)


class Lab:
    """One open page."""

    def __init__(self, page: Page, base_url: str) -> None:
        self.page = page
        self.base_url = base_url
        self.root = page.locator("html")

    def open(self, link: str = "", *, ready: bool = True) -> Lab:
        self.page.goto(self.base_url + link)
        if ready:
            self.wait_for_state("ready")
            self.wait_for_sections()
        return self

    def wait_for_sections(self) -> None:
        """The sections below the first preview are mounted once Python has answered."""
        expect(self.root).to_have_attribute("data-mounted", "", timeout=READY_MS)

    def wait_for_state(self, state: str) -> None:
        expect(self.root).to_have_attribute("data-state", state, timeout=READY_MS)

    def bar(self, run: str) -> Locator:
        return self.page.locator(f'[data-run="{run}"]')

    def press(self, run: str, button: str) -> None:
        self.bar(run).locator(f'[data-do="{button}"]').click()

    def wait_for_phase(self, run: str, phase: str) -> None:
        expect(self.bar(run)).to_have_attribute("data-phase", phase, timeout=RUN_MS)

    def set(self, control: str, value: str) -> None:
        """Type into a control's field and leave it, as a person would."""
        field = self.page.locator(f"#{control}")
        field.fill(value)
        field.dispatch_event("change")

    def run(self, name: str, params: dict[str, Any]) -> dict[str, Any]:
        """The record of `lab.run`."""
        record: dict[str, Any] = self.page.evaluate(
            "([name, params]) => window.lab.run(name, params)", [name, params]
        )
        return record

    def wait_for_rows(self, run: str, count: int) -> None:
        """Wait until a figure has at least so many measurements."""
        deadline = time.monotonic() + RUN_MS / 1000
        while len(self.shown_rows(run)) < count:
            assert time.monotonic() < deadline, f"{run} never measured {count} times"
            self.page.wait_for_timeout(100)

    def shown_rows(self, run: str) -> list[dict[str, Any]]:
        """The rows of a figure, from its JSON download."""
        with self.page.expect_download() as download:
            self.page.locator(f'[data-downloads="{run}"] [data-kind="json"]').click()
        rows: list[dict[str, Any]] = json.loads(download.value.path().read_text())["rows"]
        return rows


def without_times(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows without what a clock measured: these must repeat to the last bit."""
    return [{k: v for k, v in row.items() if k != "ms_per_step"} for row in rows]


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
        while not self.held:
            self.page.wait_for_timeout(20)
        for route in self.held:
            route.fulfill(status=404, body="Not found")
