"""Training and the ticket search on the page: start, pause, step, stop, reset, and going on."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lab import SMALL, Lab, small_link, without_times


def test_training_draws_growing_curves_and_enters_the_first_figure(
    page: Page, base_url: str
) -> None:
    link = "#v1&num_samples=1000&benchmark.steps=300&benchmark.eval_every=20&benchmark.seed=5"
    lab = Lab(page, base_url).open(link)
    lab.press("benchmark", "toggle")
    expect(lab.root).to_have_attribute("data-state", "running")
    lab.wait_for_phase("benchmark", "finished")
    expect(lab.root).to_have_attribute("data-state", "ready")
    rows = lab.shown_rows("benchmark")
    assert [row["step"] for row in rows] == list(range(20, 301, 20))
    assert rows[-1]["train_loss"] < rows[0]["train_loss"]
    assert {row["seed"] for row in rows} == {5}
    expect(page.locator("#models-origin")).to_contain_text("Your run, seed 5")
    expect(page.locator("#models-summary")).to_contain_text(f"{rows[-1]['test_acc']:.1f} %")
    expect(page.locator("#why-chart .series-yours")).to_have_count(1)
    expect(page.locator("#why-summary")).to_contain_text("seed 5")


def test_the_ticket_search_shows_all_arms_and_live_masks(page: Page, base_url: str) -> None:
    lab = Lab(page, base_url).open(small_link(trials=2))
    lab.press("lottery", "toggle")
    lab.wait_for_phase("lottery", "finished")
    finals = [row for row in lab.shown_rows("lottery") if row["final"]]
    arms = {(row["arm"], row["trial"], row["sparsity"]) for row in finals}
    pruned = {(a, t, s) for a in ("lottery", "random") for t in (0, 1) for s in (0.5, 0.9)}
    assert arms == pruned | {("dense", 0, 0), ("dense", 1, 0)}
    for row in finals:
        assert row["nonzero"] <= row["survivors"], "a pruned weight has come back"
    expect(page.locator("#tickets-facts .wrong")).to_have_count(0)
    level = page.locator("#tickets-level")
    expect(level).to_have_value("2")
    before = page.locator("#mask-lottery-text").inner_text()
    level.focus()
    level.press("ArrowLeft")
    expect(page.locator("#mask-lottery-text")).not_to_have_text(before)
    expect(page.locator("#tickets-level-text")).to_have_text("1: 50 % removed")


def test_pause_holds_and_resume_ends_as_if_nothing_had_been(page: Page, base_url: str) -> None:
    lab = Lab(page, base_url).open(small_link(steps=6000))
    expected = without_times(lab.run("lottery", {**SMALL, "steps": 6000})["rows"])
    lab.press("lottery", "toggle")
    expect(lab.bar("lottery").locator("[data-note]")).to_contain_text("done")
    lab.press("lottery", "toggle")
    lab.wait_for_phase("lottery", "paused")
    expect(lab.root).to_have_attribute("data-state", "ready")
    page.wait_for_timeout(200)  # what was on its way has arrived
    held = len(lab.shown_rows("lottery"))
    page.wait_for_timeout(400)
    assert len(lab.shown_rows("lottery")) == held < len(expected)
    lab.press("lottery", "toggle")
    lab.wait_for_phase("lottery", "finished")
    assert without_times(lab.shown_rows("lottery")) == expected


def test_a_step_is_one_measurement(page: Page, base_url: str) -> None:
    lab = Lab(page, base_url).open(small_link())
    for count in (1, 2, 3):
        lab.press("lottery", "step")
        lab.wait_for_phase("lottery", "paused")
        lab.wait_for_rows("lottery", count)
        page.wait_for_timeout(300)  # time for a second one that must not come
        assert len(lab.shown_rows("lottery")) == count
    lab.press("lottery", "stop")
    lab.wait_for_phase("lottery", "stopped")


def test_stop_is_quick_and_keeps_what_was_measured_and_reset_forgets_it(
    page: Page, base_url: str
) -> None:
    lab = Lab(page, base_url).open(small_link(steps=20000))
    lab.press("lottery", "toggle")
    expect(lab.bar("lottery").locator("[data-note]")).to_contain_text("done")
    took = page.evaluate(
        """() => new Promise((resolve) => {
            const bar = document.querySelector('[data-run="lottery"]');
            const began = performance.now();
            new MutationObserver(() => {
                if (bar.dataset.phase === "stopped") resolve(performance.now() - began);
            }).observe(bar, { attributes: true });
            bar.querySelector('[data-do="stop"]').click();
        })"""
    )
    assert took < 200
    assert len(lab.shown_rows("lottery")) > 0
    expect(lab.root).to_have_attribute("data-state", "ready")
    lab.press("lottery", "reset")
    expect(page.locator("#tickets-origin")).to_contain_text("Recorded")


def test_after_a_stop_the_workers_are_free_again(page: Page, base_url: str) -> None:
    lab = Lab(page, base_url).open(small_link(steps=20000, trials=3))
    lab.press("lottery", "toggle")
    expect(lab.bar("lottery").locator("[data-note]")).to_contain_text("done")
    lab.press("lottery", "stop")
    record = lab.run("lottery", SMALL)
    assert len(record["rows"]) == 3 * 5


@pytest.mark.expect_problem("killed by the test")
def test_a_worker_that_dies_is_replaced_and_nothing_is_lost(page: Page, base_url: str) -> None:
    slow = {"hidden": 128, "steps": 8000, "eval_every": 2000}
    params = {**SMALL, **slow}
    lab = Lab(page, base_url).open(small_link(**slow))
    expected = without_times(lab.run("lottery", params)["rows"])
    lab.press("lottery", "toggle")
    # A checkpoint follows each level, so let at least one pass.
    expect(page.locator("#tickets-facts")).to_contain_text("50 %", timeout=60_000)
    for worker in page.workers:
        worker.evaluate("() => { setTimeout(() => { throw new Error('killed by the test'); }); }")
    notice = lab.bar("lottery").locator("[data-notice]")
    expect(notice).to_contain_text("its task goes on from its last checkpoint", timeout=30_000)
    lab.wait_for_phase("lottery", "finished")
    assert without_times(lab.shown_rows("lottery")) == expected


def test_a_reload_offers_to_continue_and_ends_as_if_nothing_had_been(
    page: Page, base_url: str
) -> None:
    params = {**SMALL, "steps": 4000, "eval_every": 1000, "seed": 3}
    lab = Lab(page, base_url).open(small_link(steps=4000, eval_every=1000, seed=3))
    expected = without_times(lab.run("lottery", params)["rows"])
    lab.press("lottery", "toggle")
    expect(page.locator("#tickets-facts")).to_contain_text("50 %", timeout=60_000)
    page.wait_for_timeout(300)  # the write to storage that follows the checkpoint
    page.reload()
    offer = lab.bar("lottery").locator("[data-offer]")
    expect(offer).to_contain_text("You left a run here, seed 3")
    lab.wait_for_state("ready")
    lab.press("lottery", "continue")
    lab.wait_for_phase("lottery", "finished")
    assert without_times(lab.shown_rows("lottery")) == expected


def test_a_run_that_was_left_can_be_discarded(page: Page, base_url: str) -> None:
    lab = Lab(page, base_url).open(small_link())
    lab.press("lottery", "toggle")
    lab.wait_for_phase("lottery", "finished")
    page.wait_for_timeout(300)  # the write to storage that follows the end
    page.reload()
    offer = lab.bar("lottery").locator("[data-offer]")
    expect(offer).to_contain_text("finished")
    lab.press("lottery", "discard")
    expect(offer).to_be_hidden()
    page.wait_for_timeout(300)
    page.reload()
    expect(page.locator("#tickets-origin")).to_contain_text("Recorded")
    expect(offer).to_be_hidden()


def test_space_starts_and_pauses_the_part_that_is_read(page: Page, base_url: str) -> None:
    lab = Lab(page, base_url).open(small_link(steps=20000))
    page.locator("#tickets-chart").scroll_into_view_if_needed()
    page.mouse.click(5, 300)
    page.keyboard.press("Space")
    lab.wait_for_phase("lottery", "running")
    page.keyboard.press("Space")
    lab.wait_for_phase("lottery", "paused")
    page.locator("#lottery-sparsities").focus()
    page.keyboard.press("Space")  # a field keeps its own use for the key
    page.wait_for_timeout(200)
    lab.wait_for_phase("lottery", "paused")


def test_levels_that_do_not_rise_are_refused_by_the_run(page: Page, base_url: str) -> None:
    lab = Lab(page, base_url).open(small_link(sparsities=[0.9, 0.5]))
    lab.press("lottery", "toggle")
    lab.wait_for_phase("lottery", "failed")
    expect(lab.bar("lottery").locator("[data-failure]")).to_have_text(
        re.compile("sparsities must rise")
    )


COUNT_EMPTY = """
window.signs = 0;
window.Worker = class extends Worker {
  constructor(...given) {
    super(...given);
    this.addEventListener("message", ({ data }) => {
      if (data.type === "events" && data.messages.length === 0) window.signs += 1;
    });
  }
};
"""


def test_a_worker_with_nothing_to_tell_gives_signs_of_life(page: Page, base_url: str) -> None:
    """On a slow machine a level may last longer than silence is borne."""
    page.add_init_script(COUNT_EMPTY)
    steps = {"steps": 20000, "eval_every": 20000, "hidden": 256, "num_samples": 5000}
    lab = Lab(page, base_url).open(small_link(**steps))
    lab.press("lottery", "toggle")
    deadline = time.monotonic() + 60
    while page.evaluate("window.signs") < 3:
        assert time.monotonic() < deadline, "the worker is silent"
        page.wait_for_timeout(100)
    lab.press("lottery", "stop")
    lab.wait_for_phase("lottery", "stopped")
