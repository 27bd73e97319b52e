"""Links for a class: what they fix, hide and begin, the sheet that makes them, and frames."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lab import PATIENCE_MS, Lab
from tests.browser.pythonless import without_python


def test_a_link_fixes_some_knobs_and_hides_others(page: Page, base_url: str) -> None:
    search = "?fix=iid_noise_scale&hide=bench.seed,max_translation"
    link = f"{search}#/bench?iid_noise_scale=0.3&max_translation=10"
    lab = Lab(page, base_url).open(link)
    expect(page.locator("#bench-data-iid_noise_scale")).to_be_disabled()
    expect(page.locator("#bench-data-iid_noise_scale")).to_have_value("0.3")
    expect(page.locator("#bench-data-corr_noise_scale")).to_be_enabled()
    expect(page.locator("#bench-bench-seed")).to_be_hidden()
    expect(page.locator("#bench-data-max_translation")).to_be_hidden()
    expect(page.locator('#bench [data-preset="clean"]')).to_be_hidden()
    # Nor by another way: Reset, the data's own view, or the face for programs.
    page.locator("#bench-reset").click()
    page.evaluate("lab.bench.set({ max_translation: 48, corr_noise_scale: 0.5 })")
    params = page.evaluate("lab.bench.params")
    assert (params["iid_noise_scale"], params["max_translation"]) == (0.3, 10)
    assert params["corr_noise_scale"] == 0.5
    lab.go("data")
    expect(page.locator("#data-iid_noise_scale")).to_be_disabled()
    assert search in page.url


@pytest.mark.parametrize(
    ("motion", "begin", "phase"),
    [
        ("no-preference", "", "done"),
        ("no-preference", "paused", "waiting"),
        ("reduce", "", "waiting"),
        ("reduce", "running", "done"),
    ],
)
def test_the_bench_begins_as_the_link_or_the_visitor_asks(
    page: Page,
    base_url: str,
    motion: Literal["no-preference", "reduce"],
    begin: str,
    phase: str,
) -> None:
    small = "bench.trials=1&bench.steps=60&bench.hidden=24&num_samples=500"
    page.emulate_media(reduced_motion=motion)
    Lab(page, base_url).open(f"?begin={begin}#/bench?{small}", ready=False).wait_for_sections()
    grid = page.locator("#bench-grid")
    if phase == "done":
        expect(grid).to_have_attribute("data-phase", "done")
    else:
        expect(page.locator("#bench-play")).to_have_class("button primary waits")
        expect(grid).not_to_have_attribute("data-phase", "running")
        page.keyboard.press("Space")
        expect(grid).to_have_attribute("data-phase", "done")


def test_the_sheet_makes_a_link_and_shows_what_it_opens(lab: Lab, base_url: str) -> None:
    page = lab.page
    lab.open("#/bench?max_translation=10")
    page.get_by_role("button", name="Teach").click()
    names = [row.split("\n")[0] for row in page.locator("#teach-settings label").all_inner_texts()]
    assert len(set(names)) == len(names) > 8
    page.locator('[data-setting="data max_translation"]').select_option("fix")
    page.locator('[data-setting="bench seed"]').select_option("hide")
    page.locator("#teach-begin").select_option("paused")
    link = page.locator("#teach-link").input_value()
    assert (
        link
        == f"{base_url}?fix=max_translation&hide=bench.seed&begin=paused#/bench?max_translation=10"
    )
    page.get_by_role("button", name="Show what they will see").click()
    inside = page.frame_locator("#teach-frame iframe")
    expect(inside.locator("#bench-data-max_translation")).to_be_disabled(timeout=PATIENCE_MS)
    expect(inside.locator("#bench-bench-seed")).to_be_hidden()
    page.locator("#teach-embed").check()
    assert "embed=1" in page.locator("#teach-link").input_value()
    assert page.locator("#teach-link").input_value().startswith("<iframe ")
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#teach")).to_be_hidden()
    expect(page.locator("#teach-frame iframe")).to_have_count(0)


@pytest.mark.parametrize(
    ("link", "shown", "hidden"),
    [
        ("?embed=1#/bench", "#bench-curve", ".top"),
        ("?embed=1&only=curve#/bench", "#bench-curve", "#bench-weights"),
        ("?embed=1#/tickets/controls", "#controls-title", "#search"),
    ],
)
def test_an_iframe_shows_the_bench_or_one_figure_alone(
    page: Page, base_url: str, link: str, shown: str, hidden: str
) -> None:
    without_python(page, base_url, link)
    expect(page.locator(shown)).to_be_in_viewport()
    expect(page.locator(hidden)).to_be_hidden()


THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def test_the_presenters_view_fits_a_projector_also_with_a_lesson(page: Page, base_url: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    lab = Lab(page, base_url).open("?present=1#/bench")
    page.evaluate("lab.bench.settled(1)")
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        expect(lab.root).to_have_attribute("data-theme", theme)
        size = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
        assert size > 18
        _fits(page)
    lab.follow("#/lessons/a-winning-ticket?step=2")
    heading = page.locator("#lesson-heading")
    expect(heading).to_have_text("Train, cut, go back, train again", timeout=PATIENCE_MS)
    _fits(page)


def _fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollHeight") <= 720
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
