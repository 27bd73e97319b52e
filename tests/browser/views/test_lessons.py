"""Lessons: begun, answered, gone on with, by button, by link, by keyboard, on a phone."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lab import Lab
from tests.browser.pythonless import without_python
from tests.browser.standing import Standing
from tests.browser.views.axe import violations_once
from tests.browser.views.lessons import TICKET, card_button, heading_is

CNN = "why-the-cnn-wins"


def test_a_word_says_what_it_means(lab: Lab) -> None:
    page = lab.page
    lab.open(f"#/lessons/{TICKET}?step=2")
    heading_is(page, "Train, cut, go back, train again")
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
    heading_is(page, "Ten signals to tell apart")


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
    heading_is(page, heading)
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
    card_button(page, "Fold").click()
    expect(page.locator("#lesson-heading")).to_be_hidden()
    card_button(page, "Unfold").click()
    expect(page.locator("#lesson-heading")).to_be_visible()


def test_what_a_hand_has_written_into_the_storage_stops_nothing(page: Page, base_url: str) -> None:
    broken = json.dumps({"x": 3, TICKET: {"step": 2, "guesses": None}})
    page.add_init_script(f"localStorage.setItem('mnist1d-lab-lessons', {json.dumps(broken)})")
    without_python(page, base_url, f"#/lessons/{TICKET}?step=1")
    heading_is(page, "Ten signals to tell apart")


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
    heading_is(page, "Was that a fair race?")
