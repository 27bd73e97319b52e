"""Changes outlive a reload; a file from elsewhere waits for a yes each time it comes."""

from __future__ import annotations

import random
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.code.test_console import types
from tests.browser.code.test_running import LAYERS, change
from tests.browser.code.test_sources import EDITOR, filled, in_wheel, saved
from tests.browser.lab import PATIENCE_MS, Lab
from tests.browser.pythonless import without_python
from tests.browser.runs.test_kept_runs import FORBIDDEN, open_blank
from tests.browser.watch import watch
from tests.conftest import Site


def kept(page: Page, paths: str) -> None:
    expect(page.locator("#code-editor")).to_have_attribute("data-kept", paths)


def open_without_python(page: Page, base_url: str, link: str = "#/code") -> Lab:
    """Only what runs the files needs it."""
    lab = without_python(page, base_url, link)
    filled(page)
    return lab


def test_a_change_is_back_after_a_reload_and_gone_after_a_reset(
    page: Page, base_url: str, site: Site
) -> None:
    open_without_python(page, base_url)
    change(page, LAYERS, "dy = dz", "dz = dy")
    kept(page, LAYERS)
    page.reload()
    filled(page)
    # It is said to be back where it is, and the first file is as it runs.
    note = page.locator("#code-kept")
    expect(note).to_have_text("")
    page.locator("#code-file").select_option(LAYERS)
    expect(page.locator("#code-file option:checked")).to_have_text(f"{LAYERS} (changed)")
    expect(note).to_contain_text("Your change from")
    assert saved(page) == in_wheel(site, LAYERS).replace("dy = dz", "dz = dy", 1)
    page.locator("#code-reset").click()
    expect(note).to_have_text("")
    kept(page, "")
    page.reload()
    filled(page)
    page.locator("#code-file").select_option(LAYERS)
    expect(page.locator("#code-state")).to_contain_text("As it runs")


def test_without_storage_it_says_so(page: Page, base_url: str) -> None:
    page.add_init_script(FORBIDDEN)
    open_without_python(page, base_url)
    expect(page.locator("#code-kept")).to_contain_text("A reload will forget your changes")


def test_a_file_from_elsewhere_waits_for_a_yes_each_time(
    code: Lab, site: Site, tmp_path: Path
) -> None:
    page = code.page
    page.locator("#code-file").select_option(LAYERS)
    file = tmp_path / "mine.py"
    file.write_text(in_wheel(site, LAYERS) + "raise RuntimeError('it ran')\n")
    ask, state, fault = (page.locator(f"#code-{name}") for name in ("ask", "run-state", "fault"))
    for _ in range(2):
        page.locator("#code-input").set_input_files(file)
        expect(ask).to_contain_text(f"mine.py stands in the place of {LAYERS}")
        page.locator("#code-gradcheck").click()
        expect(state).to_contain_text("waits for your yes")
        # Whoever changes it has not read it.
        page.locator(EDITOR).click()
        page.keyboard.press("Control+Home")
        page.keyboard.type("# and I\n")
        page.locator("#code-gradcheck").click()
        expect(state).to_contain_text("waits for your yes")
        expect(fault).to_be_hidden()
        page.locator("#code-refuse").click()
        expect(page.locator("#code-state")).to_contain_text("As it runs")
        page.locator("#code-input").set_input_files(file)
        page.locator("#code-allow").click()
        page.locator("#code-gradcheck").click()
        expect(fault).to_contain_text("it ran", timeout=PATIENCE_MS)
        page.locator("#code-reset").click()


def _link_with_a_file(page: Page, base_url: str) -> str:
    """What the page gives to be passed on; what is too long for a link it does not."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_without_python(page, base_url, "#/code?max_translation=5")
    said = page.locator("#code-link-state")
    page.locator("#code-link").click()
    expect(said).to_contain_text("is as everybody has it")
    change(page, LAYERS, "dy = dz", "MARK = 7; dy = dz")
    page.locator("#code-link").click()
    expect(said).to_contain_text("Copied")
    link: str = page.evaluate("navigator.clipboard.readText()")
    page.keyboard.press("Escape")
    page.locator(EDITOR).click()
    noise = "".join(chr(33 + byte % 90) for byte in random.Random(0).randbytes(12_000))
    page.keyboard.insert_text(f"# {noise}")
    page.locator("#code-link").click()
    expect(said).to_contain_text("too long for a link")
    expect(said).to_contain_text("of at most 8,000. Save it as a file")
    page.locator("#code-reset").click()
    kept(page, "")
    page.close()
    return link


def test_a_link_brings_a_file_that_waits_for_a_yes_and_then_the_console_has_it(
    context: BrowserContext, page: Page, base_url: str, site: Site
) -> None:
    first = context.new_page()
    problems = watch(first, base_url)
    link = _link_with_a_file(first, base_url)
    assert problems == []
    ask = page.locator("#code-ask")
    page.goto(link)
    expect(ask).to_contain_text(
        f"A file that came with the link stands in the place of {LAYERS}", timeout=PATIENCE_MS
    )
    assert page.evaluate("lab.permalink()").endswith("#/code?max_translation=5")
    page.locator("#code-gradcheck").click()
    expect(page.locator("#code-run-state")).to_contain_text("waits for your yes")
    page.locator("#code-console summary").click()
    marked = (
        "from mnist1d_lab.nn import layers; import inspect; 'MARK' in inspect.getsource(layers)"
    )
    package = page.locator("#console-package")
    assert types(page, marked) == "False\n"
    expect(package).to_have_text(
        f"{LAYERS} came from elsewhere, waits for your yes, and is left out."
    )
    page.locator("#code-allow").click()
    page.locator("#console-stop").click()
    assert types(page, marked) == "True\n"
    expect(package).to_contain_text(f"has your changed {LAYERS}, as it was at its beginning")
    page.locator("#console-changed").uncheck()
    assert types(page, marked) == "False\n"
    expect(package).to_have_text("")
    assert saved(page) == in_wheel(site, LAYERS).replace("dy = dz", "MARK = 7; dy = dz", 1)
    kept(page, LAYERS)

    page.goto(link)  # put into the window once more, it asks once more
    expect(ask).to_be_visible()
    failure = page.locator("#code-failure")
    page.goto(link[:-9])
    expect(failure).to_contain_text(f"{LAYERS} cannot be shown: it is damaged.")
    page.goto(link.replace("nn%2Flayers.py", "nn%2Fnone.py"))
    expect(failure).to_have_text("This link brings nn/none.py, which the package does not have.")


def test_a_framed_page_runs_neither_changes_nor_a_console(page: Page, base_url: str) -> None:
    open_blank(page, base_url)
    page.evaluate(
        """(src) => {
            const frame = Object.assign(document.createElement("iframe"), { src });
            frame.width = frame.height = 1000;
            document.body.replaceChildren(frame);
        }""",
        f"{base_url}#/code",
    )
    frame = page.frame_locator("iframe")
    filled(frame)
    frame.locator(EDITOR).click()
    page.keyboard.type("# mine")
    frame.locator("#code-gradcheck").click()
    expect(frame.locator("#code-run-state")).to_contain_text("Inside another page")
    frame.locator("#code-console summary").click()
    expect(frame.locator("html")).to_have_attribute("data-state", "ready", timeout=PATIENCE_MS)
    frame.locator("#console-input").fill("1")
    frame.locator("#console-run").click()
    expect(frame.locator("#console-state")).to_contain_text("Inside another page")
