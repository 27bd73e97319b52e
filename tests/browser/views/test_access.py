"""Everyone gets in: axe finds nothing, nothing overflows, targets are large, Tab reaches all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.lab import Lab
from tests.browser.pythonless import without_python
from tests.browser.views.axe import axe_in, violations


def unfold(page: Page) -> None:
    """Folded parts count too."""
    page.locator("details").evaluate_all("(all) => all.forEach((one) => { one.open = true; })")


def _unfold(lab: Lab, width: int) -> Lab:
    page = lab.page
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme="light")
    unfold(page)
    # What is out of sight is not laid out, and axe misjudges its contrast.
    page.locator(".part").evaluate_all(
        "(all) => all.forEach((one) => { one.style.contentVisibility = 'visible'; })"
    )
    return lab


@pytest.fixture
def unfolded(lab: Lab) -> Iterator[Lab]:
    """With everything laid out, for a window of any width."""
    lab.open()
    yield lab
    lab.page.locator(".part").evaluate_all(
        "(all) => all.forEach((one) => one.style.removeProperty('content-visibility'))"
    )


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (390, "dark")])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    unfolded: Lab, width: int, theme: Literal["light", "dark"]
) -> None:
    """What is said of colours depends on the theme, all else on the width at most."""
    lab = _unfold(unfolded, width)
    lab.page.emulate_media(color_scheme=theme)
    with axe_in(lab.page):
        for view in lab.views():
            lab.go(view)
            assert lab.page.evaluate("document.documentElement.scrollWidth") <= width, view
            expect(lab.root).to_have_attribute("data-theme", theme)
            assert violations(lab.page) == [], view


def test_nothing_is_wider_than_the_smallest_phone(unfolded: Lab) -> None:
    lab = _unfold(unfolded, 320)
    for view in lab.views():
        lab.go(view)
        assert lab.page.evaluate("document.documentElement.scrollWidth") <= 320, view


AT_A_TIME = 10
# The outline of each control as the focus comes to it, from now on.
REACHED = """() => {
    const outlines = {};
    const look = ({ target: { dataset, localName }, target }) => {
        dataset.seen ??= String(document.querySelectorAll("[data-seen]").length);
        if (!target.closest("main") || !["button", "input", "select"].includes(localName)) return;
        const { outlineWidth } = getComputedStyle(target);
        if (outlines[dataset.seen] !== "0px") outlines[dataset.seen] = outlineWidth;
    };
    addEventListener("focusin", look);
    return { outlines, over: () => removeEventListener("focusin", look) };
}"""


@pytest.mark.parametrize("view", ["data", "models", "tickets"])
def test_every_control_can_be_reached_by_tab_and_shows_that_it_has_focus(
    lab: Lab, view: str
) -> None:
    page = lab.page
    lab.open(f"#/{view}")
    wanted = page.locator(
        "main button:enabled:visible, main input:visible, main select:visible"
    ).evaluate_all("(all) => all.map((one, at) => (one.dataset.seen = String(at)))")
    reached = page.evaluate_handle(REACHED)
    seen: dict[str, str] = {}
    for _ in range(0, 3 * len(wanted), AT_A_TIME):  # words that explain themselves lie between
        if seen.keys() >= set(wanted):
            break
        for _ in range(AT_A_TIME):
            page.keyboard.press("Tab")
        seen = reached.evaluate("({ outlines }) => outlines")
    reached.evaluate("({ over }) => over()")
    unmarked = [mark for mark, outline in seen.items() if outline == "0px"]
    assert seen.keys() >= set(wanted)  # more may appear where one comes by
    assert unmarked == []


@pytest.mark.main
def test_every_chart_has_a_caption_a_summary_and_its_data(lab: Lab) -> None:
    page = lab.page
    lab.open()
    # The bench is one figure in several pictures, with one sentence and one set of files for all.
    expect(page.locator("#bench-finding")).to_have_attribute("data-told", "")
    _has_all_files(page.locator("#bench"))
    figures = page.locator("main > :not(#bench) figure.figure")
    assert figures.count() >= 12
    for index in range(figures.count()):
        figure = figures.nth(index)
        assert figure.locator("figcaption").text_content()
        summary = lab.reveal(figure).locator(".summary")
        assert summary.get_attribute("data-told") == ""  # by the one status line
        # A figure that waits for its first result is hidden and has nothing to sum up yet.
        if figure.is_visible():
            expect(summary).not_to_be_empty()
        _has_all_files(figure)


def _has_all_files(figure: Locator) -> None:
    kinds = figure.locator("[data-kind]").evaluate_all("(all) => all.map((b) => b.dataset.kind)")
    assert {"csv", "json", "svg", "png"} <= set(kinds)


@pytest.mark.parametrize("name", ["why", "data", "benchmark", "lottery"])
def test_downloads_carry_version_and_seed(lab: Lab, name: str) -> None:
    page = lab.page
    lab.open()
    buttons = lab.reveal(page.locator(f'[data-downloads="{name}"]'))
    drawn = page.locator("figure", has=buttons).locator("svg.chart, svg.signals")
    expect(drawn.first).to_be_attached()
    version = page.locator("#lab-config").evaluate("(b) => JSON.parse(b.textContent).version")
    for kind in ("csv", "json", "svg", "png"):
        with page.expect_download() as download:
            page.locator(f'[data-downloads="{name}"] [data-kind="{kind}"]').click()
        content = download.value.path().read_bytes()
        if kind == "png":
            assert content.startswith(b"\x89PNG")
            assert len(content) > 4000
        else:
            text = content.decode()
            assert version in text
            # The first figure shows published numbers alone, which name no seed.
            assert name == "why" or "seed" in text.lower()


def test_the_choice_of_theme_is_kept(page: Page, base_url: str) -> None:
    without_python(page, base_url)
    page.locator("#theme").select_option("dark")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_without_javascript_the_article_can_be_read(browser: Browser, base_url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(base_url)
    text = page.locator("main").inner_text()
    assert "with JavaScript switched off" in text
    for view in page.locator("main > [data-view]").all():
        assert view.is_visible()
    assert "lottery ticket" in text
    context.close()
