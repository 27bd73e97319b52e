"""The sliders: they redraw the signals, bind to their boxes and the link, and refuse nonsense."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lab import Lab, small_link
from tests.browser.pythonless import without_python

FAMILY = "data"

PUBLISHED = re.compile(
    "10 signals of 40 numbers.*white noise 0.02, correlated noise 0.25, translation up to 48"
)


@pytest.fixture
def lab(shared_lab: Lab) -> Lab:
    """A page that is ready, its data settings at their defaults and their signals drawn."""
    shared_lab.go("data").page.locator('#data [data-preset="published"]').click()
    shared_lab.wait_for_samples()
    expect(shared_lab.page.locator("#data-origin")).to_have_text(
        "Made just now. Data: published data, seed 42."
    )
    expect(shared_lab.page.locator("#data-summary")).to_have_text(PUBLISHED)
    return shared_lab


def _curves(page: Page) -> list[str]:
    curves: list[str] = page.locator("#data-chart path.curve").evaluate_all(
        "(paths) => paths.map((path) => path.getAttribute('d'))"
    )
    return curves


@pytest.mark.parametrize(
    ("control", "value"),
    [
        ("iid_noise_scale", "0.5"),
        ("corr_noise_scale", "1"),
        ("max_translation", "0"),
        ("final_seq_length", "16"),
        ("data_seed", "7"),
    ],
)
def test_every_slider_of_the_mission_redraws_the_signals(
    lab: Lab, control: str, value: str
) -> None:
    before = _curves(lab.page)
    assert len(before) == 10
    lab.set(f"data-{control}", value)
    expect(lab.page.locator("#data-chart path.curve").first).not_to_have_attribute("d", before[0])
    after = _curves(lab.page)
    assert len(after) == 10
    changed = sum(old != new for old, new in zip(before, after, strict=True))
    assert changed == 10, "some signals stayed as they were"
    lab.page.wait_for_url(f"**#/data?{control}={value}")


@pytest.mark.main
def test_slider_and_box_show_the_same_number(lab: Lab) -> None:
    slider = lab.page.locator("#data-max_translation")
    box = lab.page.locator('#data [data-name="max_translation"] input[type="number"]')
    slider.focus()
    slider.press("ArrowRight")
    expect(box).to_have_value("49")
    box.fill("12")
    box.press("Enter")
    expect(slider).to_have_value("12")


def test_a_bad_value_gets_one_sentence_and_changes_nothing(lab: Lab) -> None:
    box = lab.page.locator('#data [data-name="iid_noise_scale"] input[type="number"]')
    refusal = lab.page.locator('#data [data-name="iid_noise_scale"] .refusal')
    box.fill("3")
    box.press("Tab")
    expect(refusal).to_contain_text("White noise must be a number from 0 to 1; got 3.")
    expect(lab.page.locator("#data-iid_noise_scale")).to_have_value("0.02")
    assert lab.page.evaluate("window.lab.permalink()") == f"{lab.base_url}#/data"
    box.fill("0.3")
    box.press("Tab")
    expect(refusal).to_be_hidden()


COUNT_PREVIEWS = """() => {
    window.previews = 0;
    new PerformanceObserver((list) => {
        window.previews += list.getEntriesByName("preview").length;
    }).observe({ type: "measure" });
}"""


def test_many_moves_end_at_the_last_one(lab: Lab) -> None:
    """Answers come late and out of step with a fast hand; only the newest setting may win."""
    lab.page.evaluate(COUNT_PREVIEWS)
    lab.page.locator("#data-final_seq_length").evaluate(
        """(slider) => {
            for (let length = 30; length <= 80; length++) {
                slider.value = String(length);
                slider.dispatchEvent(new Event("input", { bubbles: true }));
            }
        }"""
    )
    expect(lab.page.locator("#data-summary")).to_contain_text("signals of 80 numbers")
    lab.page.wait_for_function("window.previews > 0")
    answers = lab.page.evaluate("window.previews")
    assert answers < 25, "fifty moves in one task must not become fifty previews"
    assert lab.page.evaluate("performance.getEntriesByName('preview').length") == 1


def test_a_preset_sets_all_it_names_and_says_that_it_is_on(lab: Lab) -> None:
    clean = lab.page.locator('#data [data-preset="clean"]')
    clean.click()
    expect(lab.page.locator("#data-iid_noise_scale")).to_have_value("0")
    expect(lab.page.locator("#data-corr_noise_scale")).to_have_value("0")
    expect(clean).to_have_attribute("aria-pressed", "true")
    lab.page.locator('#data [data-preset="published"]').click()
    expect(clean).to_have_attribute("aria-pressed", "false")
    assert lab.page.evaluate("window.lab.permalink()") == f"{lab.base_url}#/data"


@pytest.mark.all_workers
def test_a_preview_is_answered_while_all_workers_train(page: Page, base_url: str) -> None:
    lab = Lab(page, base_url).open(small_link(steps=20000, trials=20))
    lab.press("lottery", "toggle")
    lab.wait_for_phase("lottery", "running")
    lab.go("data").set("data-final_seq_length", "24")
    expect(page.locator("#data-summary")).to_contain_text("signals of 24 numbers")
    expect(lab.bar("lottery")).to_have_attribute("data-phase", "running")
    lab.press("lottery", "stop")
    lab.wait_for_phase("lottery", "stopped")


def test_settings_travel_by_link(page: Page, base_url: str) -> None:
    link = "#v1&max_translation=3&lottery.trials=4&benchmark.seed=9"
    lab = without_python(page, base_url, link)
    for view in ("data", "models", "tickets"):
        lab.go(view)
    expect(page.locator("#data-max_translation")).to_have_value("3")
    expect(page.locator("#lottery-trials")).to_have_value("4")
    expect(page.locator("#benchmark-seed")).to_have_value("9")
    expect(page.locator("#refused")).to_be_hidden()
    link = page.evaluate("window.lab.permalink()")
    assert link == f"{lab.base_url}#/tickets?max_translation=3&benchmark.seed=9&lottery.trials=4"


def test_what_a_link_may_not_say_is_named_and_dropped(page: Page, base_url: str) -> None:
    lab = without_python(page, base_url, "#v1&max_translation=999&nois=1&lottery.trials=4")
    refused = page.locator("#refused")
    expect(refused).to_contain_text(
        "max_translation must be a whole number from 0 to 120; got 999."
    )
    expect(refused).to_contain_text("nois is not a setting of this page.")
    lab.go("tickets").go("data")
    expect(page.locator("#data-max_translation")).to_have_value("48")
    expect(page.locator("#lottery-trials")).to_have_value("4")
