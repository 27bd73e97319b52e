"""Python is gone from under an open page: who waits is told, and what to do is said."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lab import SMALL, Lab, small_link, without_times
from tests.browser.workers import KNOW_WORKERS

KILL = """() => Promise.all(window.workers.map((worker) => new Promise((resolve) => {
    worker.dispatchEvent(new ErrorEvent("error", { message: "killed by the test" }));
    resolve();
})))"""


@pytest.mark.expect_problem(r"404", r"Failed to load", r"the worker failed|worker")
def test_after_the_last_worker_try_again_serves_every_run(page: Page, base_url: str) -> None:
    page.add_init_script(KNOW_WORKERS)
    lab = Lab(page, base_url).open(small_link())
    expected = without_times(lab.run("lottery", SMALL)["rows"])
    page.route(re.compile(r"js/python/worker\.js$"), lambda route: route.abort())
    page.evaluate(KILL)
    lab.wait_for_state("failed")
    expect(page.locator("#status-detail")).to_contain_text("could not be replaced")
    page.unroute_all()
    page.get_by_role("button", name="Try again").click()
    lab.wait_for_state("ready")
    assert without_times(lab.run("lottery", SMALL)["rows"]) == expected
    lab.press("lottery", "toggle")
    lab.wait_for_phase("lottery", "finished")
    assert without_times(lab.shown_rows("lottery")) == expected


@pytest.mark.expect_problem(r"fatal error|cause of the fatal|RangeError|call stack|Python")
def test_a_python_that_broke_down_is_replaced(page: Page, base_url: str) -> None:
    page.add_init_script(KNOW_WORKERS)
    lab = Lab(page, base_url).open()
    expected = without_times(lab.run("lottery", SMALL)["rows"])
    before = page.evaluate("window.workers.length")
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
    page.wait_for_function("(before) => window.workers.length > before", arg=before)
    assert without_times(lab.run("lottery", SMALL)["rows"]) == expected
