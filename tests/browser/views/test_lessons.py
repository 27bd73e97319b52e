"""Lessons: begun, answered, gone on with, by button, by link, by keyboard, on a phone."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.lab import PATIENCE_MS, Lab
from tests.browser.pythonless import without_python
from tests.browser.standing import Standing
from tests.browser.views.axe import violations_once

TICKET = "a-winning-ticket"
CNN = "why-the-cnn-wins"


def _heading(page: Page, text: str) -> None:
    expect(page.locator("#lesson-heading")).to_have_text(text, timeout=PATIENCE_MS)


def _button(page: Page, name: str) -> Locator:
    return page.locator("#lesson-card").get_by_role("button", name=name, exact=True)


def _answer(page: Page) -> str:
    answer = page.locator(".lessonanswer")
    expect(answer).to_contain_text("Measured", timeout=PATIENCE_MS)
    return answer.inner_text()


@pytest.mark.main
def test_a_lesson_sets_asks_runs_and_lays_the_answer_beside(lab: Lab) -> None:
    page = lab.page
    lab.open("#/bench?iid_noise_scale=0.3")
    lab.go("lessons")
    page.locator(f"#{TICKET}").get_by_role("button", name="Begin").click()
    _heading(page, "Ten signals to tell apart")
    expect(lab.root).to_have_attribute("data-view", "data")
    expect(page.locator("#lesson-heading")).to_be_focused()
    assert page.evaluate("lab.bench.params.iid_noise_scale") == 0.02  # the published data
    _button(page, "Next").click()
    _heading(page, "Train, cut, go back, train again")
    expect(lab.root).to_have_attribute("data-view", "bench")
    run = _button(page, "Run it")
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
    _button(page, "Leave").click()
    expect(page.locator("#lesson-card")).to_have_count(0)
    assert page.evaluate("lab.bench.params.iid_noise_scale") == 0.3


def test_the_bench_goes_on_after_a_lesson_as_before(lab: Lab) -> None:
    page = lab.page
    grid = page.locator("#bench-grid")
    lab.open("#/bench?bench.hidden=8&bench.steps=10&bench.trials=2")
    expect(page.locator("#bench-finding")).to_have_text("Nothing has been trained yet. Press Play.")
    page.locator("#bench-play").click()
    expect(grid).to_have_attribute("data-phase", "done", timeout=PATIENCE_MS)
    lab.go("lessons")
    page.locator(f"#{TICKET}").get_by_role("button", name="Begin").click()
    _button(page, "Next").click()
    expect(page.locator("#bench-finding")).to_contain_text("Press Play")
    _button(page, "Leave").click()
    lab.go("bench")
    page.evaluate("lab.bench.set({ seed: 5 })")
    expect(page.locator("#bench-note")).to_contain_text("(seeds 5 to 6)", timeout=PATIENCE_MS)


def test_where_one_was_and_what_was_measured_outlive_a_reload(page: Page, base_url: str) -> None:
    lab = Lab(page, base_url).open(f"#/lessons/{TICKET}?step=2")
    _heading(page, "Train, cut, go back, train again")
    expect(page).to_have_url(re.compile(rf"#/bench\?(.*&)?lesson={TICKET}&step=2(&|$)"))
    page.evaluate("lab.bench.set({ num_samples: 300, hidden: 12, steps: 20 })")
    first = page.locator(".drawing [role=slider]").first
    first.press("PageUp")
    _button(page, "Run it").click()
    text = _answer(page)
    page.reload()
    lab.wait_for_sections()
    _heading(page, "Train, cut, go back, train again")
    assert _answer(page) == text
    expect(first).to_have_attribute("aria-valuenow", "60")
    # The figure is empty again, and the knobs stand as the step sets them.
    expect(page.locator("#lesson-card")).to_contain_text("before, with other knobs than this step")
    assert page.evaluate("lab.bench.summary.length") == 0
    assert page.evaluate("lab.bench.params.hidden") == 128
    _button(page, "Leave").click()
    page.get_by_role("button", name="Go on at step 2").click()
    _heading(page, "Train, cut, go back, train again")
    _button(page, "Leave").click()
    page.locator(f"#{TICKET}").get_by_role("button", name="Begin again").click()
    _heading(page, "Ten signals to tell apart")
    _button(page, "Next").click()
    _heading(page, "Train, cut, go back, train again")
    expect(_button(page, "Run it")).to_be_disabled()


def test_nobody_needs_a_pointer(lab: Lab) -> None:
    page = lab.page
    lab.open(f"#/lessons/{TICKET}?step=3")
    _heading(page, "Would any third do?")
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
    expect(_button(page, "Run it")).to_be_focused()
    page.keyboard.press("Enter")
    assert "8 trials" in _answer(page)


def test_a_word_says_what_it_means(lab: Lab) -> None:
    page = lab.page
    lab.open(f"#/lessons/{TICKET}?step=2")
    _heading(page, "Train, cut, go back, train again")
    term = page.locator("#lesson-card .term").first
    expect(page.locator("#term-tip")).to_be_hidden()
    for show in (term.hover, term.focus, term.click):
        show()
        expect(page.locator("#term-tip")).to_be_visible()
        expect(page.locator("#term-tip")).to_contain_text("Cutting weights away")
        expect(term).to_have_attribute("aria-describedby", "term-tip")
        page.keyboard.press("Escape")
        expect(page.locator("#term-tip")).to_be_hidden()
        page.mouse.move(5, 5)
        term.blur()


def test_a_link_to_no_lesson_says_which_there_are(lab: Lab) -> None:
    page = lab.page
    lab.open("#/bench?lesson=no-such-lesson&step=1")
    expect(page.locator("#refused")).to_contain_text(TICKET)
    expect(page.locator("#lesson-card")).to_have_count(0)


@pytest.mark.expect_problem(r"Failed to load resource|404|integrity", r"The lessons did not arrive")
def test_lessons_that_do_not_arrive_are_told_and_can_be_tried_again(
    page: Page, base_url: str
) -> None:
    file = re.compile(r"lessons\.json")
    page.route(file, lambda route: route.fulfill(status=404, body="no"))
    without_python(page, base_url, f"#/lessons/{TICKET}?step=1")
    expect(page.locator("#refused")).to_contain_text("lessons did not arrive")
    page.unroute(file)
    page.locator(f"#{TICKET}").get_by_role("button", name="Begin").click()
    _heading(page, "Ten signals to tell apart")


@pytest.fixture
def steered(standing: Standing, request: pytest.FixtureRequest, hand: str) -> Page:
    """A page under a mouse or a finger, wherever it was left."""
    if hand == "mouse":
        return standing.as_left().page
    page: Page = request.getfixturevalue("touched")
    return page


@pytest.mark.parametrize(
    ("link", "heading"),
    [
        (f"{TICKET}?step=2", "Train, cut, go back, train again"),
        (f"{CNN}?step=2", "Two networks, one task"),
        (f"{TICKET}?step=4", "Was that a fair race?"),
    ],
)
@pytest.mark.parametrize(
    ("hand", "size"),
    [
        ("mouse", (1440, 900)),
        ("mouse", (1280, 720)),
        ("finger", (390, 844)),
        ("finger", (320, 640)),
    ],
    ids=str,
)
def test_the_card_leaves_room_for_what_it_speaks_of(
    steered: Page, base_url: str, size: tuple[int, int], link: str, heading: str
) -> None:
    page, (width, height) = steered, size
    page.set_viewport_size({"width": width, "height": height})
    Lab(page, base_url).open(f"#/lessons/{link}")  # the later ones within the open page
    _heading(page, heading)
    expect(page.locator("#lesson-heading")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations_once(page, "#lesson-card") == []
    small = page.locator("#lesson-card :is(button, label.check)").evaluate_all(
        """(all) => all.filter((it) => it.getBoundingClientRect().height < 43.5)
            .map((it) => it.outerHTML)"""
    )
    assert small == []
    card = page.locator("#lesson-card").bounding_box()
    assert card
    free = width - card["width"] if width >= 1024 else card["y"]
    assert free > (600 if width >= 1024 else 200)
    _button(page, "Fold").click()
    expect(page.locator("#lesson-heading")).to_be_hidden()
    _button(page, "Unfold").click()
    expect(page.locator("#lesson-heading")).to_be_visible()


def test_what_a_hand_has_written_into_the_storage_stops_nothing(page: Page, base_url: str) -> None:
    broken = json.dumps({"x": 3, TICKET: {"step": 2, "guesses": None}})
    page.add_init_script(f"localStorage.setItem('mnist1d-lab-lessons', {json.dumps(broken)})")
    without_python(page, base_url, f"#/lessons/{TICKET}?step=1")
    _heading(page, "Ten signals to tell apart")


def test_the_teachers_sheet_makes_a_link_to_a_step(page: Page, base_url: str) -> None:
    without_python(page, base_url, "#/bench")
    page.get_by_role("button", name="Teach").click()
    expect(page.locator("#teach-step-row")).to_be_hidden()
    page.locator("#teach-place").select_option(f"lessons/{TICKET}")
    page.locator("#teach-step").select_option("4")
    link = page.locator("#teach-link").input_value()
    assert link == f"{base_url}#/lessons/{TICKET}?step=4"
    page.goto("about:blank")
    page.goto(link)
    _heading(page, "Was that a fair race?")
