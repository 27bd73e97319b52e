"""The view of the code: what it shows is what the wheel holds, and it comes only when shown."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.lab import PATIENCE_MS, Lab
from tests.browser.pythonless import without_python
from tests.conftest import Site

EDITOR = "#code-editor .cm-content"


def in_wheel(site: Site, path: str) -> str:
    """A file of the package, read by Python's own zipfile."""
    manifest = json.loads((site.folder / "build.json").read_text())
    with zipfile.ZipFile(io.BytesIO((site.folder / manifest["wheel"]["url"]).read_bytes())) as file:
        return file.read(f"mnist1d_lab/{path}").decode()


def filled(page: Page | FrameLocator) -> None:
    """The editor is there a moment before it has been given a file, and takes what is typed."""
    expect(page.locator("#code-file")).to_be_enabled(timeout=PATIENCE_MS)


def saved(page: Page) -> str:
    with page.expect_download() as download:
        page.locator("#code-save").click()
    return download.value.path().read_text()


def test_the_editor_is_fetched_when_the_view_is_shown(page: Page, base_url: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    lab = without_python(page, base_url)
    assert not [url for url in asked if "codemirror" in url or "code/view" in url]
    lab.go("code")
    expect(page.locator(EDITOR)).to_be_visible(timeout=PATIENCE_MS)
    assert len([url for url in asked if "vendor/codemirror.js" in url]) == 1
    assert all(url.startswith((base_url, "blob:")) for url in asked)


def test_every_subject_shows_its_lines_as_the_wheel_has_them(code: Lab, site: Site) -> None:
    page = code.page
    subjects = page.locator(".subject")
    assert subjects.count() >= 10
    for subject in subjects.all():
        subject.click()
        expect(subject).to_have_attribute("aria-pressed", "true")
        file = subject.get_attribute("data-file") or ""
        name = (subject.get_attribute("data-symbol") or "").split(".")[-1]
        expect(page.locator("#code-file")).to_have_value(file)
        marked = page.locator("#code-editor .cm-subject")
        code.look_at(page.locator("#code-editor"))
        expect(marked.filter(has_text=name).first).to_be_in_viewport()
        lines = in_wheel(site, file).split("\n")
        assert set(marked.all_inner_texts()) <= {*lines, "\n"}
        assert saved(page) == "\n".join(lines)


def test_a_change_is_shown_beside_the_original_and_taken_back(code: Lab) -> None:
    page = code.page
    state = page.locator("#code-state")
    expect(state).to_contain_text("As it runs")
    page.locator(EDITOR).click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("# mine\n")
    expect(state).to_contain_text("Changed: 1 line new, 0 lines gone.")
    page.locator("#code-diff").click()
    expect(page.locator("#code-editor .cm-changedLine")).to_have_text("# mine")
    # Each file keeps its own text.
    page.locator("#code-file").select_option("nn/layers.py")
    expect(state).to_contain_text("As it runs")
    page.locator("#code-file").select_option("dataset/pipeline.py")
    expect(state).to_contain_text("Changed")
    page.locator("#code-reset").click()
    expect(state).to_contain_text("As it runs")
    page.keyboard.press("Control+z")
    expect(state).to_contain_text("Changed")


def test_the_editor_is_left_by_keyboard(code: Lab) -> None:
    page = code.page
    page.locator(EDITOR).click()
    page.keyboard.press("Control+Home")
    page.keyboard.press("Tab")
    expect(page.locator("#code-state")).to_contain_text("Changed")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.locator("#code-diff")).to_be_focused()


COLOURS = ["color-contrast", "link-in-text-block"]
# As of every view (tests/browser/views/test_access.py): colours depend on the theme alone.
ASKED: list[tuple[int, Literal["light", "dark"], dict[str, Any]]] = [
    (1440, "light", {}),
    (390, "light", {"rules": {name: {"enabled": False} for name in COLOURS}}),
    (390, "dark", {"runOnly": COLOURS}),
]


def test_axe_finds_nothing_in_the_editor(code: Lab) -> None:
    page = code.page
    page.locator(EDITOR).click()
    page.keyboard.press("Control+Home")
    page.keyboard.type("# mine\n")
    page.locator("#code-diff").click()
    page.keyboard.press("Control+f")
    for width, theme, rules in ASKED:
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=theme)
        expect(code.root).to_have_attribute("data-theme", theme)
        options = {"resultTypes": ["violations"], **rules}
        shown = {"exclude": [["main > [data-view]:not(#code)"]]}
        violations = Axe().run(page, context=shown, options=options).response["violations"]
        found = [(v["id"], [node["html"][:160] for node in v["nodes"]]) for v in violations]
        assert found == [], (width, theme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.keyboard.press("Escape")  # what looks for words
