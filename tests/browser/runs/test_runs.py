"""Training and the ticket search on the page: start, pause, step, stop, reset, and going on."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.lab import PATIENCE_MS, SMALL, Changes, Lab, small_link
from tests.browser.undisturbed import finished, undisturbed
from tests.browser.workers import hear_workers

pytestmark = pytest.mark.all_workers


@pytest.mark.main
def test_training_draws_growing_curves_and_enters_the_first_figure(lab: Lab) -> None:
    page = lab.page
    link = "#/models?num_samples=1000&benchmark.steps=300&benchmark.eval_every=20&benchmark.seed=5"
    lab.open(link)
    states = Changes(lab.root, "data-state")
    lab.press("benchmark", "toggle")
    lab.wait_for_phase("benchmark", "finished")
    expect(lab.root).to_have_attribute("data-state", "ready")
    assert states.so_far() == ["running", "ready"]
    rows = lab.shown_rows("benchmark")
    assert [row["step"] for row in rows] == list(range(20, 301, 20))
    assert rows[-1]["train_loss"] < rows[0]["train_loss"]
    assert {row["seed"] for row in rows} == {5}
    expect(page.locator("#models-origin")).to_contain_text("Your run, seed 5")
    expect(page.locator("#models-summary")).to_contain_text(f"{rows[-1]['test_acc']:.1f} %")
    lab.go("about")
    expect(page.locator("#why-chart .series-yours")).to_have_count(1)
    expect(page.locator("#why-summary")).to_contain_text("seed 5")


@pytest.mark.main
def test_the_ticket_search_shows_all_arms_and_live_masks(lab: Lab) -> None:
    page = lab.page
    lab.open(small_link(trials=2))
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


def test_pause_holds_and_resume_ends_as_if_nothing_had_been(lab: Lab, known_workers: None) -> None:
    page = lab.page
    lab.open(small_link(steps=3000))
    expected = undisturbed(lab, steps=3000)
    lab.start_and_press("lottery", "toggle")
    lab.wait_for_phase("lottery", "paused")
    expect(lab.root).to_have_attribute("data-state", "ready")
    hear_workers(page)
    held = len(lab.shown_rows("lottery"))
    hear_workers(page)
    assert len(lab.shown_rows("lottery")) == held < len(expected)
    lab.press("lottery", "toggle")
    assert finished(lab) == expected


def test_a_step_is_one_measurement(lab: Lab, known_workers: None) -> None:
    page = lab.page
    lab.open(small_link())
    for count in (1, 2, 3):
        lab.press("lottery", "step")
        lab.wait_for_phase("lottery", "paused")
        lab.wait_for_rows("lottery", count)
        hear_workers(page)  # a second one, which must not come, would have come by now
        assert len(lab.shown_rows("lottery")) == count
    lab.press("lottery", "stop")
    lab.wait_for_phase("lottery", "stopped")


@pytest.mark.main
def test_stop_waits_for_no_task_and_keeps_what_was_measured_and_reset_forgets_it(lab: Lab) -> None:
    page = lab.page
    lab.open(small_link(steps=20000))
    lab.reveal(lab.bar("lottery"))
    took = page.evaluate(
        """() => new Promise((resolve) => {
            const bar = document.querySelector('[data-run="lottery"]');
            let pressed = 0;
            new MutationObserver(() => {
                if (bar.dataset.phase === "stopped") resolve(performance.now() - pressed);
                if (pressed || !Number(bar.dataset.rows)) return;
                pressed = performance.now();
                bar.querySelector('[data-do="stop"]').click();
            }).observe(bar, { attributes: true });
            bar.querySelector('[data-do="toggle"]').click();
        })"""
    )
    assert took < 5000  # long before a task ends; how soon, the benchmark measures
    assert len(lab.shown_rows("lottery")) > 0
    expect(lab.root).to_have_attribute("data-state", "ready")
    lab.press("lottery", "reset")
    expect(page.locator("#tickets-origin")).to_contain_text("Recorded")


def test_after_a_stop_the_workers_are_free_again(lab: Lab) -> None:
    lab.open(small_link(steps=20000, trials=3))
    lab.start_and_press("lottery", "stop")
    lab.wait_for_phase("lottery", "stopped")
    record = lab.run("lottery", SMALL)
    assert len(record["rows"]) == 3 * 5


# Left to itself, a run may be over before it is made to fail.
FAIL_WHEN_IT_GOES_ON = """() => addEventListener("message", ({ data }) => {
    if (data.type === "resume") throw new Error("killed by the test");
})"""


@pytest.mark.chromium("its own protocol makes a worker fail from within")
@pytest.mark.expect_problem("killed by the test")
def test_a_worker_that_dies_is_replaced_and_nothing_is_lost(lab: Lab) -> None:
    page = lab.page
    lab.open(small_link())
    lab.wait_for_workers()
    expected = undisturbed(lab)
    lab.step_until_kept("lottery")
    for worker in page.workers:
        worker.evaluate(FAIL_WHEN_IT_GOES_ON)
    lab.press("lottery", "toggle")
    notice = lab.bar("lottery").locator("[data-notice]")
    expect(notice).to_contain_text("its task goes on from its last checkpoint", timeout=PATIENCE_MS)
    assert finished(lab) == expected


@pytest.mark.main
def test_a_reload_offers_to_continue_and_ends_as_if_nothing_had_been(
    lab: Lab, reload: Callable[[], None]
) -> None:
    left = {"steps": 4000, "eval_every": 1000, "seed": 3}
    lab.open(small_link(**left))
    expected = undisturbed(lab, **left)
    lab.press("lottery", "toggle")
    lab.wait_until_kept("lottery")
    reload()
    offer = lab.bar("lottery").locator("[data-offer]")
    expect(offer).to_contain_text("You left a run here, seed 3")
    lab.press("lottery", "continue")
    assert finished(lab) == expected


def test_a_run_that_was_left_can_be_discarded(lab: Lab, reload: Callable[[], None]) -> None:
    page = lab.page
    lab.open(small_link())
    lab.press("lottery", "toggle")
    lab.wait_for_phase("lottery", "finished")
    lab.wait_until_kept("lottery", whole=True)
    page.reload()
    offer = lab.bar("lottery").locator("[data-offer]")
    expect(offer).to_contain_text("finished")
    lab.press("lottery", "discard")
    expect(offer).to_be_hidden()
    expect(lab.bar("lottery")).to_have_attribute("data-kept", "0")
    reload()
    expect(page.locator("#tickets-origin")).to_contain_text("Recorded")
    expect(offer).to_be_hidden()


def test_space_starts_and_pauses_the_part_that_is_read(lab: Lab) -> None:
    page = lab.page
    lab.open(small_link(steps=20000, trials=20))
    page.locator("#tickets-chart").scroll_into_view_if_needed()
    page.mouse.click(5, 300)
    page.keyboard.press("Space")
    lab.wait_for_phase("lottery", "running")
    page.keyboard.press("Space")
    lab.wait_for_phase("lottery", "paused")
    page.locator("#lottery-sparsities").focus()
    page.keyboard.press("Space")  # a field keeps its own use for the key
    expect(lab.bar("lottery")).to_have_attribute("data-phase", "paused")


def test_a_double_click_starts_and_a_pause_while_planning_holds(lab: Lab) -> None:
    lab.open(small_link(steps=20000, trials=20))
    toggle = lab.reveal(lab.bar("lottery")).locator('[data-do="toggle"]')
    toggle.dblclick()
    lab.wait_for_phase("lottery", "running")
    lab.wait_for_rows("lottery", 1)
    lab.press("lottery", "reset")
    lab.wait_for_phase("lottery", "recorded")
    toggle.evaluate("(it) => { it.click(); }")
    expect(toggle).to_contain_text("Pause")
    toggle.evaluate("(it) => { it.click(); }")
    lab.wait_for_phase("lottery", "paused")
    lab.wait_for_rows("lottery", 1)
    expect(lab.bar("lottery")).to_have_attribute("data-phase", "paused")


def test_levels_that_do_not_rise_are_refused_where_they_stand(lab: Lab) -> None:
    page = lab.page
    lab.open(small_link(sparsities=[0.9, 0.5]))
    sentence = re.compile(r"and more than the one before; got \[0\.9,0\.5\]")
    expect(page.locator("#refused")).to_contain_text(sentence)
    lab.set("lottery-sparsities", "0.9, 0.5")
    refusal = page.locator("#lottery-sparsities").locator("xpath=ancestor::*[@data-name]//p[2]")
    expect(refusal).to_have_text(sentence)
    expect(refusal).to_contain_text("Kept: 0, 0.4, 0.65, 0.8, 0.9.")


COUNT_EMPTY = """() => {
    const signs = { count: 0 };
    for (const worker of workers) {
        worker.addEventListener("message", ({ data }) => {
            if (data.type === "events" && data.messages.length === 0) signs.count += 1;
        });
    }
    return signs;
}"""


def test_a_worker_with_nothing_to_tell_gives_signs_of_life(lab: Lab, known_workers: None) -> None:
    """On a slow machine a level may last longer than silence is borne."""
    page = lab.page
    steps = {"steps": 20000, "eval_every": 20000, "hidden": 256, "num_samples": 5000}
    lab.open(small_link(**steps))
    lab.press("lottery", "toggle")
    page.wait_for_function("() => window.workers.length", timeout=PATIENCE_MS)
    signs = page.evaluate_handle(COUNT_EMPTY)
    page.wait_for_function("(signs) => signs.count >= 3", arg=signs, timeout=PATIENCE_MS)
    lab.press("lottery", "stop")
    lab.wait_for_phase("lottery", "stopped")
