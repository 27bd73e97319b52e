"""Lessons that run the bench, which remembers what it finds: all go on in one page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lab import PATIENCE_MS, Lab
from tests.browser.views.lessons import TICKET, card_button, heading_is


@pytest.fixture
def lab(shared_lab: Lab) -> Lab:
    """The page at no lesson, with none begun."""
    page = shared_lab.page
    leave = card_button(page, "Leave")
    if leave.is_visible():
        leave.click()
    page.evaluate("localStorage.clear()")
    shared_lab.follow("#/about")
    return shared_lab


def _answer(page: Page) -> str:
    answer = page.locator(".lessonanswer")
    expect(answer).to_contain_text("Measured", timeout=PATIENCE_MS)
    return answer.inner_text()


def test_the_bench_goes_on_after_a_lesson_as_before(lab: Lab) -> None:
    """The first of this page, where nothing has been trained."""
    page = lab.page
    grid = page.locator("#bench-grid")
    lab.open("#/bench?bench.hidden=8&bench.steps=10&bench.trials=2")
    expect(page.locator("#bench-finding")).to_have_text("Nothing has been trained yet. Press Play.")
    page.locator("#bench-play").click()
    expect(grid).to_have_attribute("data-phase", "done", timeout=PATIENCE_MS)
    lab.go("lessons")
    page.locator(f"#{TICKET}").get_by_role("button", name="Begin").click()
    card_button(page, "Next").click()
    expect(page.locator("#bench-finding")).to_contain_text("Press Play")
    card_button(page, "Leave").click()
    lab.go("bench")
    page.evaluate("lab.bench.set({ seed: 5 })")
    expect(page.locator("#bench-note")).to_contain_text("(seeds 5 to 6)", timeout=PATIENCE_MS)


def test_where_one_was_and_what_was_measured_outlive_a_reload(lab: Lab) -> None:
    page = lab.page
    lab.open(f"#/lessons/{TICKET}?step=2")
    heading_is(page, "Train, cut, go back, train again")
    expect(page).to_have_url(re.compile(rf"#/bench\?(.*&)?lesson={TICKET}&step=2(&|$)"))
    page.evaluate("lab.bench.set({ num_samples: 300, hidden: 12, steps: 20 })")
    first = page.locator(".drawing [role=slider]").first
    first.press("PageUp")
    card_button(page, "Run it").click()
    text = _answer(page)
    page.reload()
    lab.wait_for_sections()
    heading_is(page, "Train, cut, go back, train again")
    assert _answer(page) == text
    expect(first).to_have_attribute("aria-valuenow", "60")
    # The figure is empty again, and the knobs stand as the step sets them.
    expect(page.locator("#lesson-card")).to_contain_text("before, with other knobs than this step")
    assert page.evaluate("lab.bench.summary.length") == 0
    assert page.evaluate("lab.bench.params.hidden") == 128
    card_button(page, "Leave").click()
    page.get_by_role("button", name="Go on at step 2").click()
    heading_is(page, "Train, cut, go back, train again")
    card_button(page, "Leave").click()
    page.locator(f"#{TICKET}").get_by_role("button", name="Begin again").click()
    heading_is(page, "Ten signals to tell apart")
    card_button(page, "Next").click()
    heading_is(page, "Train, cut, go back, train again")
    expect(card_button(page, "Run it")).to_be_disabled()


@pytest.mark.main
def test_a_lesson_sets_asks_runs_and_lays_the_answer_beside(lab: Lab) -> None:
    page = lab.page
    lab.open("#/bench?iid_noise_scale=0.3")
    lab.go("lessons")
    page.locator(f"#{TICKET}").get_by_role("button", name="Begin").click()
    heading_is(page, "Ten signals to tell apart")
    expect(lab.root).to_have_attribute("data-view", "data")
    expect(page.locator("#lesson-heading")).to_be_focused()
    assert page.evaluate("lab.bench.params.iid_noise_scale") == 0.02  # the published data
    card_button(page, "Next").click()
    heading_is(page, "Train, cut, go back, train again")
    expect(lab.root).to_have_attribute("data-view", "bench")
    run = card_button(page, "Run it")
    expect(run).to_be_disabled()
    expect(page.locator("#bench-grid")).not_to_have_attribute("data-phase", "running")
    sliders = page.locator(".drawing [role=slider]")
    sliders.first.focus()
    page.keyboard.press("PageUp")
    expect(sliders.first).to_have_attribute("aria-valuenow", "60")
    run.click()
    text = _answer(page)
    lead = page.evaluate(
        """lab.bench.summary.find((row) => row.what === "minus_dense"
            && row.arm === "lottery" && row.sparsity === 0.65)"""
    )
    # What is said is what was measured, and no more than its interval bears.
    assert lead["n"] == 8
    said = f"{lead['low']:.1f} to {lead['high']:.1f}".replace("-", "\N{MINUS SIGN}")
    assert said in text
    sure = "better than whole" if lead["low"] > 0 else "cannot tell"
    assert (sure in text) == (lead["high"] > 0)
    expect(page.locator(".drawing .measured .mean")).to_have_count(5)
    # Its own settings come back at its end.
    card_button(page, "Leave").click()
    expect(page.locator("#lesson-card")).to_have_count(0)
    assert page.evaluate("lab.bench.params.iid_noise_scale") == 0.3


def test_nobody_needs_a_pointer(lab: Lab) -> None:
    page = lab.page
    lab.open(f"#/lessons/{TICKET}?step=3")
    heading_is(page, "Would any third do?")
    page.evaluate("lab.bench.set({ num_samples: 300, hidden: 12, steps: 20 })")
    expect(page.locator("#lesson-heading")).to_be_focused()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "radio":
            break
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".prediction input").nth(1)).to_be_checked()
    page.keyboard.press("Tab")
    expect(card_button(page, "Run it")).to_be_focused()
    page.keyboard.press("Enter")
    assert "8 trials" in _answer(page)
