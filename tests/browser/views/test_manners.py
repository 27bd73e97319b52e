"""How the page behaves towards whoever uses it: storage that is forbidden, keys, clicks and words,
screen readers, paper, contrast themes, other languages.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.lab import PATIENCE_MS, Lab, small_link, wait_until
from tests.browser.watch import watch
from tests.browser.workers import ONE_WORKER

FORBIDDEN = """
const forbid = () => { throw new DOMException("forbidden", "SecurityError"); };
for (const name of ["localStorage", "sessionStorage", "indexedDB"]) {
  Object.defineProperty(window, name, { get: forbid });
}
navigator.locks.request = async () => forbid();
"""


def test_without_storage_everything_holds_until_the_page_is_left(page: Page, base_url: str) -> None:
    page.add_init_script(FORBIDDEN)
    page.emulate_media(color_scheme="light")
    lab = Lab(page, base_url).open(small_link())
    page.locator("#theme").select_option("dark")
    expect(lab.root).to_have_attribute("data-theme", "dark")
    lab.press("lottery", "toggle")
    lab.wait_for_phase("lottery", "finished")
    expect(lab.bar("lottery").locator("[data-notice]")).to_contain_text("not kept for later")
    lab.press("lottery", "reset")
    lab.wait_for_phase("lottery", "recorded")
    # A rejection that nobody takes is an error of the page, and fails the test.
    lab.go("models").go("tickets").go("runs")
    expect(lab.root).to_have_attribute("data-theme", "dark")


def test_back_after_a_setting_leaves_address_page_and_figure_agreed(lab: Lab) -> None:
    page = lab.page
    lab.open("#/models")
    lab.go("data")
    lab.set("data-max_translation", "5")
    summary = page.locator("#data-summary")
    expect(summary).to_contain_text("translation up to 5.")
    page.go_back()
    expect(lab.root).to_have_attribute("data-view", "models")
    expect(page).to_have_url(re.compile(r"#/models\?max_translation=5$"))
    expect(page.locator("#databar-text")).to_have_text("translation 5, seed 42")
    page.go_forward()
    expect(page.locator("#data-max_translation")).to_have_value("5")
    expect(summary).to_contain_text("translation up to 5.")
    lab.wait_for_address()


def test_a_run_says_that_it_waits_for_another(lab: Lab) -> None:
    lab.open(small_link(steps=20000, trials=20))
    lab.press("lottery", "toggle")
    lab.wait_for_rows("lottery", 1)
    lab.press("benchmark", "toggle")
    note = lab.bar("benchmark").locator("[data-note]")
    expect(note).to_have_text("Waits for a worker: another run has them all.")
    lab.press("lottery", "stop")
    lab.go("models")
    expect(note).to_have_text(re.compile("% done after|^Finished in"), timeout=PATIENCE_MS)
    lab.press("benchmark", "reset")


def test_a_refused_run_is_called_by_no_undefined_seed(lab: Lab) -> None:
    page = lab.page
    lab.open(small_link(criterion="snip_lee", seed=3))
    lab.press("lottery", "toggle")
    lab.wait_for_phase("lottery", "failed")
    text = page.locator("#tickets").evaluate("(it) => it.textContent")
    assert "undefined" not in text
    assert "NaN" not in text
    expect(page.locator("#tickets-origin")).to_contain_text("seed")


def test_a_preset_fills_the_box_of_the_levels(lab: Lab) -> None:
    page = lab.page
    lab.open("#/tickets")
    levels = page.locator("#lottery-sparsities")
    preset = page.locator('[data-preset][data-scope="lottery"]')
    preset.get_by_text("paper", exact=True).click()
    expect(levels).to_have_value("100 levels, linear")
    expect(levels).not_to_be_editable()
    expect(page.locator("#lottery-hidden")).to_have_value("500")
    preset.get_by_text("standard", exact=True).click()
    expect(levels).to_have_value("0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.85, 0.9, 0.92, 0.94, 0.96, 0.98")
    expect(levels).to_be_editable()


def test_space_scrolls_where_no_run_is_in_sight(lab: Lab) -> None:
    page = lab.page
    lab.open("#/tickets")
    lab.look_at(page.locator("#sweeps .prose").first)
    page.mouse.click(5, 300)  # in Firefox keys scroll what was pressed, and the list is near
    begins = page.evaluate("scrollY")
    page.keyboard.press("Space")
    page.wait_for_function("(y) => scrollY > y", arg=begins)
    assert page.locator('.runbar[data-phase="running"]').count() == 0


def test_a_double_click_is_one_press_at_the_bench_too(lab: Lab) -> None:
    page = lab.page
    lab.open()
    page.locator("#bench-play").dblclick()
    begun = re.compile("running|done")  # but not paused
    expect(page.locator("#bench-grid")).to_have_attribute("data-phase", begun)
    page.locator("#bench-play").click()
    expect(page.locator("#bench-play-label")).to_have_text("Play")


def test_a_box_calls_its_setting_as_its_label_does(lab: Lab) -> None:
    page = lab.page
    lab.open("#/tickets")
    trials = page.locator('.control[data-scope="lottery"][data-name="trials"]')
    trials.locator(".box").fill("99")
    trials.locator(".box").press("Tab")
    expect(trials.locator(".refusal")).to_contain_text(
        "Trials must be a whole number from 1 to 50; got 99. Kept: 2."
    )


# Those that answer a key or a press of the visitor's, and nothing else.
ANSWERS = ["figure-value", "teach-said"]

WATCH_LINE = """() => {
window.told = [];
const told = window.told;
const line = document.querySelector("#said");
new MutationObserver(() => told.push([performance.now(), line.textContent])).observe(
  line, { childList: true, characterData: true, subtree: true });
}"""


def test_a_run_is_told_by_one_line_in_whole_sentences(lab: Lab) -> None:
    page = lab.page
    lab.open(small_link(steps=20000, trials=20))
    live = page.locator("[role=status], [role=log], [aria-live], output").evaluate_all(
        "(all) => all.filter((one) => one.checkVisibility()).map((one) => one.id)"
    )
    assert [name for name in live if name not in ANSWERS] == ["said"]
    page.evaluate(WATCH_LINE)
    lab.press("lottery", "toggle")
    page.wait_for_function(
        "() => told.length >= 3 && told.some(([, text]) => text.includes('% done'))",
        timeout=PATIENCE_MS,
    )
    bar = lab.bar("lottery").get_by_role("progressbar", name="Find tickets: progress")
    value, whole = bar.evaluate("(it) => [it.value, it.max]")
    assert whole == 100
    assert value == int(value)
    told = page.evaluate("told")
    page.evaluate("delete window.told")
    lab.press("lottery", "reset")
    times = [time for time, _ in told]
    assert all(after - before > 5000 for before, after in pairwise(times))
    for _, text in told:
        assert re.search(r"[.!?…]$", text), text
    assert any(text.startswith("Find tickets: ") or " Find tickets: " in text for _, text in told)


def test_every_region_and_every_file_has_a_name_of_its_own(lab: Lab) -> None:
    page = lab.page
    lab.open()
    for view in lab.views():
        names = page.evaluate(
            """([view, wanted]) => [...document.querySelectorAll(wanted)]
                .filter((one) => [view, undefined].includes(one.closest(".view")?.id))
                .map((one) => {
                    const by = document.getElementById(one.getAttribute("aria-labelledby"));
                    const name = one.getAttribute("aria-label") ?? by?.textContent;
                    return name || one.outerHTML.slice(0, 99);
                })""",
            [
                view,
                "[role=region], [role=group], nav, aside[aria-label], form, progress, [data-kind]",
            ],
        )
        assert len(names) > 8
        assert sorted(name for name in set(names) if names.count(name) > 1) == [], view


@pytest.mark.parametrize("view", ["bench", "models"])
def test_paper_is_light_and_has_what_was_never_seen(page: Page, base_url: str, view: str) -> None:
    page.emulate_media(color_scheme="dark")
    lab = Lab(page, base_url).open(f"#/{view}")
    expect(lab.root).to_have_attribute("data-theme", "dark")
    dark = page.locator("body").evaluate("(it) => getComputedStyle(it).backgroundColor")
    page.wait_for_function(
        "() => window.Plot", timeout=PATIENCE_MS
    )  # which paper waits for as little
    page.evaluate("() => { window.print = () => { dispatchEvent(new Event('beforeprint')); }; }")
    page.keyboard.press("Control+p")  # which has what was never shown mounted
    expect(lab.root).to_have_attribute("data-theme", "light")
    drawn = page.evaluate(
        """() => Object.fromEntries(
            ["why-chart", "data-chart", "models-accuracy", "compare-plain-chart", "tickets-chart",
             "level-training", "controls-chart", "adjacency-chart", "stage-chart"]
            .map((id) => [id, document.getElementById(id)?.querySelectorAll("path").length ?? -1])
        )"""
    )
    assert {name: paths for name, paths in drawn.items() if paths == 0} == {}
    expect(page.locator(".paperonly").first).to_be_hidden()
    page.emulate_media(media="print")
    background = page.locator("body").evaluate("(it) => getComputedStyle(it).backgroundColor")
    assert background != dark
    assert background == "rgb(251, 250, 246)"
    # What is made only once it is seen has a sentence instead of an empty frame.
    for part, inside in (("looks", "#cloud-chart"), ("sweeps", "#sweeps-maps")):
        if page.locator(f"#{part}").get_attribute("data-unmade") is not None:
            expect(page.locator(f"#{part} > .paperonly")).to_be_visible()
            expect(page.locator(inside)).to_be_hidden()
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(lab.root).to_have_attribute("data-theme", "dark")
    assert page.locator("main > [data-view]:visible").count() == 1


CONTRAST = """([selector, property]) => {
  const light = (css) => {
    const [r, g, b] = css.match(/[\\d.]+/g).slice(0, 3).map((c) => {
      const share = Number(c) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = light(getComputedStyle(document.body).backgroundColor);
  return [...document.querySelectorAll(selector)].map((one) => {
    const ink = light(getComputedStyle(one)[property]);
    return (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
  });
}"""


@pytest.mark.parametrize("system", ["light", "dark"])
def test_a_contrast_theme_shows_ink_lines_and_masks(
    lab: Lab, system: Literal["light", "dark"]
) -> None:
    """Whatever theme was chosen on the page, and whether the system's is light or dark."""
    page = lab.page
    page.emulate_media(forced_colors="active", color_scheme=system)
    lab.open()
    for theme in ("light", "dark"):
        page.locator("#theme").select_option(theme)
        _has_ink(lab)


def _has_ink(lab: Lab) -> None:
    page = lab.page
    seen = {
        "data": [(".signals .curve", "stroke"), ("#data-chart .digit", "fill")],
        "models": [("#models-accuracy .mean", "stroke")],
        "tickets": [("#tickets-chart .mean", "stroke"), (".legend .mark .mean", "stroke")],
    }
    for view, marks in seen.items():
        lab.go(view)
        for selector, what in marks:
            expect(page.locator(f"#{view} {selector}").first).to_be_attached()
            contrasts = page.evaluate(CONTRAST, [f"#{view} {selector}", what])
            assert min(contrasts) > 3, (view, selector)
    lab.look_at(page.locator("#mask-lottery"))
    mask = page.locator("#mask-lottery")
    wait_until(page, lambda: mask.evaluate(COLOURS) == ["0,0,0", "255,255,255"], "a mask in ink")


COLOURS = """(canvas) => {
    const { width, height } = canvas;
    const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
    const seen = new Set();
    for (let i = 0; i < data.length; i += 4) {
        if (data[i + 3] > 0) seen.add(`${data[i]},${data[i + 1]},${data[i + 2]}`);
    }
    return [...seen].sort();
}"""


def test_digits_are_those_of_the_sentences_around_them(browser: Browser, base_url: str) -> None:
    context = browser.new_context(locale="ar-EG", reduced_motion="reduce")
    page = context.new_page()
    problems = watch(page, base_url)
    page.add_init_script(ONE_WORKER)
    page.add_init_script(
        """localStorage.setItem("mnist1d-lab-games", JSON.stringify([{
            at: "2026-03-05T10:20:00", right: 12, of: 20, seed: 0, data_seed: 42, data: "default",
        }]))"""
    )
    lab = Lab(page, base_url).open("#/models/beat", ready=False)
    lab.wait_for_sections()
    expect(page.locator("#beat-table tbody th")).to_have_text("5 Mar, 10:20")
    lab.go("about")
    for view in lab.views():
        lab.go(view)
        assert not re.search("[\u0660-\u0669\u06f0-\u06f9]", page.locator("body").inner_text()), (
            view
        )
    context.close()
    assert problems == []
