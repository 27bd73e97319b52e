"""What befalls a machine that computes: the rows are those of a run that nothing disturbed."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.lab import SMALL, Lab, small_link, wait_until, without_times

# To make this many samples takes more memory than a worker has at its start.
LARGE: dict[str, Any] = {"num_samples": 20_000}

# While the page says so, what a worker is to run waits for the test.
HOLD_RUNS = """
window.held = [];
const post = Worker.prototype.postMessage;
Worker.prototype.postMessage = function (...given) {
    const go = () => post.apply(this, given);
    if (window.holding && given[0].type === "run") window.held.push(go);
    else go();
};
"""

# What WebAssembly says where the machine has no more.
REFUSE_MEMORY = """() => {
    self.grow ??= WebAssembly.Memory.prototype.grow;
    WebAssembly.Memory.prototype.grow = () => { throw new RangeError("no memory is left"); };
}"""
GIVE_MEMORY = "() => { if (self.grow) WebAssembly.Memory.prototype.grow = self.grow; }"


def undisturbed(lab: Lab, **changes: Any) -> list[dict[str, Any]]:
    return without_times(lab.run("lottery", {**SMALL, **changes})["rows"])


def finished(lab: Lab) -> list[dict[str, Any]]:
    lab.wait_for_phase("lottery", "finished")
    return without_times(lab.shown_rows("lottery"))


def in_workers(page: Page, script: str) -> None:
    """Run a script in every worker that computes; the page has tried others, and ended them."""
    for worker in page.workers:
        if worker.url.endswith("js/python/worker.js"):
            worker.evaluate(script)


def starve(lab: Lab) -> None:
    """Whoever takes the run, or goes on with it, from now on gets no memory for it, this time."""
    page = lab.page
    wait_until(page, lambda: page.evaluate("() => window.held.length") or failed(lab), "a worker")
    in_workers(page, REFUSE_MEMORY)
    page.evaluate("() => { for (const go of window.held.splice(0)) go(); }")


def failed(lab: Lab) -> bool:
    return lab.bar("lottery").get_attribute("data-phase") == "failed"


def test_memory_that_runs_out(page: Page, base_url: str) -> None:
    """Once: on in fresh workers. For good: told, kept as far as it came, and gone on with."""
    page.add_init_script(HOLD_RUNS)
    lab = Lab(page, base_url).open(small_link(**LARGE))
    page.evaluate("() => { window.holding = true; }")
    lab.press("lottery", "toggle")
    starve(lab)
    page.evaluate("() => { window.holding = false; }")
    rows = finished(lab)
    notice = lab.bar("lottery").locator("[data-notice]")
    expect(notice).to_contain_text("its memory had run out")
    in_workers(page, GIVE_MEMORY)
    expected = undisturbed(lab, **LARGE)
    assert rows == expected

    lab.step_until_kept("lottery")
    # with other settings, for which the page makes less data before one asks for anything
    page.goto(base_url + "#/tickets")
    page.reload()
    lab.wait_for_state("ready")
    lab.wait_for_sections()
    page.evaluate("() => { window.holding = true; }")
    lab.press("lottery", "continue")
    while not failed(lab):
        starve(lab)
    page.evaluate("() => { window.holding = false; }")
    expect(lab.bar("lottery").locator("[data-failure]")).to_have_text(
        "This needs more memory than there is here: two workers ran out of it at the same place."
    )
    expect(lab.bar("lottery").locator("[data-offer-text]")).to_contain_text(
        "This run is kept as far as it came, seed 0, "
    )
    in_workers(page, GIVE_MEMORY)
    lab.press("lottery", "continue")
    assert finished(lab) == expected


@contextmanager
def stopped(browser: Browser) -> Iterator[None]:
    """All pages and their workers stand still, as when a lid is closed, while time goes on.

    Chromium's own freezing takes hidden pages, and to Playwright every page is a visible one.
    """
    found = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
    pids = [process["id"] for process in found["processInfo"] if process["type"] == "renderer"]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    yield
    for pid in pids:
        os.kill(pid, signal.SIGCONT)


@pytest.mark.chromium("its own protocol names its processes")
def test_a_tab_that_stands_still_for_a_while(page: Page, base_url: str, browser: Browser) -> None:
    slow = {"steps": 6000, "eval_every": 500}
    lab = Lab(page, base_url).open(small_link(**slow))
    expected = undisturbed(lab, **slow)
    lab.press("lottery", "toggle")
    lab.wait_for_rows("lottery", 2)
    assert lab.bar("lottery").get_attribute("data-phase") == "running"
    with stopped(browser):
        time.sleep(1.5)
    assert finished(lab) == expected
    expect(lab.bar("lottery").locator("[data-notice]")).to_be_hidden()
