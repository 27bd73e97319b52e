"""Python is gone from under an open page: who waits is told, and what to do is said.

Where the page's files are gone, too, is in tests/browser/start/test_python_lost.py.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lab import SMALL, Lab, small_link, without_times
from tests.browser.undisturbed import finished, undisturbed
from tests.browser.workers import KILL, KNOW_WORKERS

pytestmark = pytest.mark.all_workers


@pytest.mark.expect_problem(r"Failed to load", r"the worker failed|worker")
def test_a_network_that_is_gone_with_the_last_worker_ends_no_run(page: Page, base_url: str) -> None:
    """It is said how far a run is kept, and it goes on from there after “Try again”."""
    page.add_init_script(KNOW_WORKERS)
    lab = Lab(page, base_url).open(small_link())
    expected = undisturbed(lab)
    lab.step_until_kept("lottery")
    page.route("**/*", lambda route: route.abort("internetdisconnected"))
    page.evaluate(KILL)
    lab.wait_for_state("failed")
    expect(page.locator("#status-detail")).to_contain_text("could not be replaced")
    expect(lab.bar("lottery").locator("[data-failure]")).to_contain_text("Python has stopped")
    expect(lab.bar("lottery").locator("[data-offer-text]")).to_contain_text(
        re.compile(r"This run is kept as far as it came, seed 0, [1-9]\d?\s% done")
    )
    page.unroute_all()
    page.get_by_role("button", name="Try again").click()
    lab.wait_for_state("ready")
    lab.press("lottery", "continue")
    assert finished(lab) == expected
    assert without_times(lab.run("lottery", SMALL)["rows"]) == expected


# An idle worker that is only now sent something is none in the place of another.
COUNT_MADE = """() => {
    const Real = Worker;
    window.made = 0;
    window.Worker = class extends Real {
        constructor(...given) {
            super(...given);
            window.made += 1;
        }
    };
}"""
STOP_COUNTING = "() => { window.Worker = Object.getPrototypeOf(Worker); delete window.made; }"


# Firefox says of an error in the console nothing but its kind.
@pytest.mark.expect_problem(
    r"fatal error|cause of the fatal|RangeError|call stack|Python|^console: Error$"
)
def test_a_python_that_broke_down_is_replaced(lab: Lab, known_workers: None) -> None:
    page = lab.page
    lab.open()
    lab.wait_for_workers()
    expected = without_times(lab.run("lottery", SMALL)["rows"])
    page.evaluate(COUNT_MADE)
    said = page.evaluate(
        """() => new Promise((resolve) => {
            const [worker] = window.workers;
            worker.addEventListener("message", ({ data }) => {
                if (data.id === -1) resolve(data.error);
            });
            const call = { name: "compare", rows: "[".repeat(100_000) };
            worker.postMessage({ type: "call", id: -1, call });
        })"""
    )
    assert said["fatal"]
    assert said["message"].startswith("Python broke down over this")
    page.wait_for_function("() => window.made > 0")
    page.evaluate(STOP_COUNTING)
    assert without_times(lab.run("lottery", SMALL)["rows"]) == expected
