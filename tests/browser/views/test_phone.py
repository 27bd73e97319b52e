"""The page under a thumb: 390 by 844, touches as Chromium makes them from a finger's path."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.lab import Lab, wait_until
from tests.browser.standing import Standing
from tests.browser.views.test_access import unfold


@pytest.fixture(scope="module")
def standing(browser: Browser, base_url: str) -> Iterator[Standing]:
    size = {"width": 390, "height": 844}
    phone = Standing(
        browser,
        None,
        base_url,
        viewport=size,
        has_touch=True,
        is_mobile=True,
        device_scale_factor=2,
    )
    yield phone
    phone.close()


def _swipe(page: Page, at: Locator, across: int, along: int) -> None:
    """A finger from the middle of an element, so many pixels to the right and down."""
    box = at.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        places = [{"x": px, "y": py} for px, py in points]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

    touch("touchStart", (x, y))
    for step in range(1, 11):
        touch("touchMove", (x + across * step / 10, y + along * step / 10))
    touch("touchEnd")
    session.detach()


def _value(slider: Locator) -> float:
    return float(slider.input_value())


def _top_of(slider: Locator) -> float:
    box = slider.bounding_box()
    assert box
    return box["y"]


@pytest.mark.chromium("a finger's path is sent by its own protocol")
@pytest.mark.parametrize(
    ("link", "name"), [("#/data", "data-corr_noise_scale"), ("", "bench-data-max_translation")]
)
def test_a_swipe_that_begins_on_a_slider_scrolls(lab: Lab, link: str, name: str) -> None:
    page = lab.page
    lab.open(link)
    slider = lab.look_at(page.locator(f"#{name}"))
    slider.evaluate("(it) => it.setAttribute('value', it.value)")
    before, address = _value(slider), page.url
    top = page.evaluate("scrollY")
    _swipe(page, slider, across=5, along=-200)
    page.wait_for_function("(top) => scrollY > top + 50", arg=top)
    assert _value(slider) == before
    assert page.url == address


@pytest.mark.chromium("a finger's path is sent by its own protocol")
def test_a_swipe_to_the_side_moves_the_slider(lab: Lab) -> None:
    page = lab.page
    lab.open("#/data")
    slider = lab.look_at(page.locator("#data-max_translation"))
    box = page.locator('.control[data-scope="data"][data-name="max_translation"] .box').last
    top = _top_of(slider)
    _swipe(page, slider, across=80, along=6)
    wait_until(page, lambda: _value(slider) > 60, "the slider under the finger")
    expect(box).to_have_value(slider.input_value())
    # The summary above may have one line more now: scrollY follows it, and nothing seems to move.
    assert abs(_top_of(slider) - top) < 2
    _swipe(page, slider, across=-90, along=6)
    wait_until(page, lambda: _value(slider) < 40, "the slider back under the finger")
    expect(box).to_have_value(slider.input_value())


@pytest.mark.chromium("Playwright taps in no Firefox")
def test_a_tap_on_a_slider_counts(lab: Lab) -> None:
    page = lab.page
    lab.open("#/data")
    slider = lab.look_at(page.locator("#data-max_translation"))
    box = slider.bounding_box()
    assert box
    slider.tap(position={"x": box["width"] * 0.9, "y": box["height"] / 2})
    wait_until(page, lambda: _value(slider) > 90, "the slider where it was tapped")
    expect(page.locator("#databar-text")).to_contain_text(f"translation {slider.input_value()}")


@pytest.mark.chromium("a finger's path is sent by its own protocol")
def test_a_swipe_over_the_weights_cuts_none_away(lab: Lab) -> None:
    page = lab.page
    lab.open()
    page.locator("#bench-play").tap()
    expect(page.locator("#bench-levels .chip").first).to_be_visible()
    page.wait_for_function("() => document.querySelector('#bench-grid').dataset.trials > 0")
    page.locator("#bench-play").tap()
    weights = lab.look_at(page.locator("#bench-weights"))
    top = page.evaluate("scrollY")
    _swipe(page, weights, across=4, along=-200)
    page.wait_for_function("(top) => scrollY > top + 50", arg=top)
    expect(page.locator("#bench-brush-note")).to_have_text("Draw on the picture.")
    expect(page.locator("#bench-undo")).to_be_disabled()


@pytest.mark.chromium("Playwright taps in no Firefox")
@pytest.mark.parametrize(("view", "run"), [("models", "benchmark"), ("tickets", "lottery")])
def test_a_tap_on_start_brings_the_figure_into_sight(lab: Lab, view: str, run: str) -> None:
    page = lab.page
    lab.open(f"#/{view}")
    bar = lab.bar(run)
    button = lab.look_at(bar.locator('[data-do="toggle"]'))
    button.tap()
    chart = {"benchmark": "models-accuracy", "lottery": "tickets-chart"}[run]
    expect(page.locator(f"#{chart}")).to_be_in_viewport(ratio=0.9)
    for link in page.locator(".views a").all():
        expect(link).to_be_in_viewport(ratio=0.9)
    lab.press(run, "reset")


def test_touch_targets_are_44_pixels(lab: Lab) -> None:
    """Where a finger points; with a mouse the bench is closer together."""
    page = lab.page
    lab.open()
    unfold(page)
    for view in lab.views():
        lab.go(view)
        expect(page.locator("[data-unstyled]:visible")).to_have_count(0)
        small = page.evaluate(
            """(targets) => [...document.querySelectorAll(targets)]
                .filter((element) => element.checkVisibility())
                .filter((element) => element.getBoundingClientRect().height < 43.5)
                .map((element) => element.outerHTML.slice(0, 80))""",
            "button, select, summary, nav a, label.check, input:not([type=checkbox])",
        )
        assert small == [], view


def test_signals_and_the_slider_of_the_resolution_fit_one_screen(lab: Lab) -> None:
    page = lab.page
    lab.open("#/data")
    slider = lab.look_at(page.locator("#data-final_seq_length"))
    expect(slider).to_be_in_viewport(ratio=1)
    signals = page.locator("#data-chart svg")
    expect(signals).to_be_in_viewport(ratio=1)
    on_top = page.evaluate(
        """(names) => names.map((name) => {
            const box = document.querySelector(name).getBoundingClientRect();
            const middle = [box.left + box.width / 2, box.top + box.height / 2];
            return Boolean(document.elementFromPoint(...middle)?.closest(name));
        })""",
        ["#data-final_seq_length", "#data-chart"],
    )
    assert on_top == [True, True]
    slider.fill("12")
    expect(page.locator("#data-summary")).to_contain_text("of 12 numbers")


def test_the_page_comes_before_python_and_a_view_as_soon_as_it_is_shown(
    browser: Browser, base_url: str
) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    lab = Lab(page, base_url).open(ready=False)
    expect(page.locator("#bench-grid")).to_have_attribute("data-phase", "running")
    of_the_bench, worker = (
        next(at for at, url in enumerate(asked) if part in url)
        for part in ("/js/benchview-", "/js/python/worker.js")
    )
    assert of_the_bench < worker
    # A browser that is slow to paint is waited for a second.
    before_paint = page.evaluate(
        """() => {
            const files = performance.getEntriesByType("resource");
            const [begun] = files.filter(({ name }) => name.endsWith("/js/begin.js"));
            const [paint] = performance.getEntriesByName("first-contentful-paint");
            const from = Math.min(paint.startTime, begun.responseEnd + 900);
            const own = files.filter(({ name }) => /\\/js\\/[\\w-]+\\.js$/.test(name));
            const early = own.filter(({ startTime }) => startTime < from);
            return early.map(({ name }) => name.split("/").pop());
        }"""
    )
    assert before_paint == ["begin.js"]
    lab.follow("#/models")
    expect(page.locator("#models button[inert]")).to_have_count(0)
    page.close()
