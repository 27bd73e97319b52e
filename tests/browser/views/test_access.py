"""Everyone gets in: axe finds nothing, nothing overflows, targets are large, Tab reaches all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import pytest
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.lab import Lab
from tests.browser.pythonless import without_python
from tests.browser.workers import ONE_WORKER

WIDTHS = (1440, 390, 320)
COLOURS = ["color-contrast", "link-in-text-block"]


def _unfold(lab: Lab, width: int) -> Lab:
    page = lab.page
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme="light")
    # Folded parts count too.
    page.locator("details").evaluate_all("(all) => all.forEach((one) => { one.open = true; })")
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


@pytest.mark.parametrize(
    ("width", "theme", "rules"),
    [
        (1440, "light", {}),
        # What is said of colours takes axe two thirds of its time, and they depend on the theme.
        (390, "light", {"rules": {name: {"enabled": False} for name in COLOURS}}),
        (390, "dark", {"runOnly": COLOURS}),
    ],
)
def test_axe_finds_nothing(
    unfolded: Lab, width: int, theme: Literal["light", "dark"], rules: dict[str, Any]
) -> None:
    lab = _unfold(unfolded, width)
    lab.page.emulate_media(color_scheme=theme)
    for view in lab.views():
        lab.go(view)
        expect(lab.root).to_have_attribute("data-theme", theme)
        options = {"resultTypes": ["violations"], **rules}
        # It finds nothing in what is hidden, but takes a third of its time for looking.
        shown = {"exclude": [[f"main > [data-view]:not(#{view})"]]}
        assert _violations(Axe().run(lab.page, context=shown, options=options)) == [], view


def _violations(results: AxeResults) -> list[tuple[str, list[str]]]:
    violations = results.response["violations"]
    return [(v["id"], [node["html"][:120] for node in v["nodes"]]) for v in violations]


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_wider_than_the_window(unfolded: Lab, width: int) -> None:
    lab = _unfold(unfolded, width)
    for view in lab.views():
        lab.go(view)
        assert lab.page.evaluate("document.documentElement.scrollWidth") <= width, view


def test_touch_targets_are_44_pixels(browser: Browser, base_url: str) -> None:
    """Where a finger points; with a mouse the bench is closer together."""
    page = browser.new_page(has_touch=True, is_mobile=True, reduced_motion="reduce")
    page.add_init_script(ONE_WORKER)
    lab = _unfold(Lab(page, base_url).open(), 390)
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
    page.context.close()


@pytest.mark.parametrize("view", ["data", "models", "tickets"])
def test_every_control_can_be_reached_by_tab_and_shows_that_it_has_focus(
    lab: Lab, view: str
) -> None:
    page = lab.page
    lab.open(f"#/{view}")
    wanted = page.locator(
        "main button:enabled:visible, main input:visible, main select:visible"
    ).evaluate_all("(all) => all.map((one, at) => (one.dataset.seen = String(at)))")
    seen: set[str] = set()
    unmarked = []
    for _ in range(3 * len(wanted)):  # words that explain themselves lie between
        if seen >= set(wanted):
            break
        page.keyboard.press("Tab")
        name, mark, outline = page.evaluate(
            """() => {
                const element = document.activeElement;
                element.dataset.seen ??= String(document.querySelectorAll("[data-seen]").length);
                const name = element.closest("main") ? element.tagName : "";
                return [name, element.dataset.seen, getComputedStyle(element).outlineWidth];
            }"""
        )
        if name in ("BUTTON", "INPUT", "SELECT"):
            seen.add(mark)
            if outline == "0px":
                unmarked.append(mark)
    assert seen >= set(wanted)  # more may appear where one comes by
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
