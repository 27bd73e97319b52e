"""A slider that is dragged for seconds, where a browser refuses whoever asks too often."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.lab import PATIENCE_MS, Lab

# A slider is moved 400 times within some seconds, and comes to rest.
DRAG = """
    window.problems = [];
    addEventListener("error", ({ message }) => window.problems.push(message));
    addEventListener("unhandledrejection", ({ reason }) => window.problems.push(String(reason)));
    const slider = document.querySelector("#data-iid_noise_scale");
    let moves = 0;
    const move = (value) => {
        slider.value = String(value);
        slider.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const timer = setInterval(() => {
        move((moves % 100) / 100);
        moves += 1;
        if (moves < 400) return;
        clearInterval(timer);
        move(0.57);
        window.dragged = true;
    }, 8);
"""

ASK_TOO_OFTEN = """
    try {
        for (let i = 0; i < 300; i++) history.replaceState(null, "", location.href);
    } catch (error) {
        return error.name;
    }
    return "none";
"""


@pytest.mark.main
def test_it_ends_with_state_address_and_figure_agreeing(
    lab: Lab, pytestconfig: pytest.Config
) -> None:
    page = lab.page
    lab.open("#/data")
    page.evaluate(f"() => {{{DRAG}}}")
    page.wait_for_function("() => window.dragged", timeout=PATIENCE_MS)
    page.wait_for_function("() => location.hash.includes('iid_noise_scale=0.57')")
    expect(page.locator("#data-summary")).to_contain_text("noise 0.57")
    assert page.evaluate("lab.permalink()").endswith("iid_noise_scale=0.57")
    expect(page.locator("#databar-text")).to_contain_text("noise 0.57")
    assert page.evaluate("window.problems") == []
    page.evaluate("delete window.problems && delete window.dragged")
    if pytestconfig.getoption("--engine") == "firefox":  # what this is about is there
        assert page.evaluate(f"() => {{{ASK_TOO_OFTEN}}}") == "SecurityError"
