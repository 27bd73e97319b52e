"""The console: Python of its own, with the data and the last run, apart from everything else."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.lab import PATIENCE_MS, Lab

INPUT = "#console-input"
# What the console must not reach, each in a way that Python offers.
REACHES = [
    "import js; js.fetch('/')",
    "from js import XMLHttpRequest; XMLHttpRequest.new()",
    "from pyodide.http import open_url; open_url('/')",
    "from pyodide.http import pyfetch; await pyfetch('/')",
    "import pyodide_js; await pyodide_js.loadPackage('micropip'); import micropip",
    "import js; js.indexedDB.open('x')",
    "import js; js.eval('1')",
]


@pytest.fixture
def console(code: Lab) -> Iterator[Lab]:
    """The page that stays, with the console open and no session in it."""
    page, stop = code.page, code.page.locator("#console-stop")
    page.locator("#code-console").evaluate("(it) => { it.open = true; }")
    yield code
    if not page.is_closed():
        page.locator("#console-network").uncheck()
        if stop.is_enabled():
            stop.click()


def types(page: Page, source: str) -> str:
    """What Python says to a source."""
    answers = page.locator("#console-log .typed")
    before = answers.count()
    page.locator(INPUT).fill(source)
    page.locator(INPUT).press("Enter")
    expect(answers).to_have_count(before + 1)
    expect(page.locator("#console-run")).to_be_enabled(timeout=PATIENCE_MS)
    entries = page.locator("#console-log pre")
    last = entries.last
    return last.inner_text() if last.get_attribute("class") == "said" else ""


def test_data_and_record_are_at_hand_and_names_stay(console: Lab) -> None:
    lab, page = console, console.page
    lab.follow("#/code?num_samples=500")
    lab.wait_for_samples()
    lab.press("gradcheck", "toggle")
    lab.wait_for_phase("gradcheck", "finished")
    lab.go("runs")
    expect(page.locator("#runs-list > li")).to_have_count(1)  # it is kept
    lab.go("code")
    assert types(page, "data['x'].shape") == "(400, 40)\n"
    assert types(page, "record.experiment, len(record.rows) > 3") == "('gradcheck', True)\n"
    assert types(page, "a = int(np.arange(5).sum())") == ""
    assert types(page, "a") == "10\n"
    # What a start leaves out of the standard library and of NumPy is there.
    assert types(page, "import sqlite3, statistics, numpy.polynomial; statistics.mean([1, 3])")
    # Several lines, and the arrow keys.
    page.locator(INPUT).click()
    page.keyboard.type("for i in range(2):")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("    print(i / 0)")
    page.keyboard.press("Enter")
    said = page.locator("#console-log .said").last
    expect(said).to_contain_text("ZeroDivisionError")
    expect(said).to_contain_text("line 2")
    expect(page.locator("#console-state")).to_contain_text("error")
    page.keyboard.press("ArrowUp")
    expect(page.locator(INPUT)).to_have_value("for i in range(2):\n    print(i / 0)")
    page.keyboard.press("ArrowDown")
    expect(page.locator(INPUT)).to_have_value("")


# Firefox tells of a worker that is ended in the midst of computing as of an error without a value.
@pytest.mark.expect_problem("^page error: undefined$")
def test_output_comes_while_it_runs_and_stop_ends_it(console: Lab) -> None:
    page = console.page
    console.wait_for_workers()
    with page.expect_worker() as own:
        types(page, "a = 1")
    page.locator(INPUT).fill("print('begun')\nwhile True: pass")
    page.locator(INPUT).press("Enter")
    expect(page.locator("#console-log .said").last).to_have_text("begun", timeout=PATIENCE_MS)
    with own.value.expect_event("close"):
        page.locator("#console-stop").click()
    expect(page.locator("#console-state")).to_contain_text("Stopped")
    assert "NameError" in types(page, "a")


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    path = tmp_path / "small_package-1.0-py3-none-any.whl"
    info = "small_package-1.0.dist-info/"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("small_package.py", "def answer():\n    return 42\n")
        metadata = "Metadata-Version: 2.1\nName: small-package\nVersion: 1.0\n"
        archive.writestr(info + "METADATA", metadata)
        tag = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        archive.writestr(info + "WHEEL", tag)
        archive.writestr(info + "RECORD", "")
    return path


def reaches_nothing(page: Page) -> None:
    requests: list[str] = []

    def note(request: Request) -> None:
        requests.append(request.url)

    page.on("request", note)
    for reach in REACHES:
        assert "Error" in types(page, reach), reach
    assert requests == []
    page.remove_listener("request", note)


def test_only_with_a_yes_it_installs_and_only_from_this_host_and_says_what_is_open(
    console: Lab, wheel: Path
) -> None:
    page, base_url = console.page, console.base_url
    page.route(f"**/{wheel.name}", lambda route: route.fulfill(body=wheel.read_bytes()))
    types(page, "a = 1")
    reaches_nothing(page)
    page.locator("#console-network").check()
    opens = page.locator("#console-opens")
    expect(opens).to_contain_text("forbids every other address")
    install = f"import micropip\nawait micropip.install('{base_url}{wheel.name}')"
    assert types(page, install) == ""
    assert types(page, "import small_package; small_package.answer()") == "42\n"
    # The session without a yes has ended, and a yes opens no storage.
    assert "NameError" in types(page, "a")
    assert "Error" in types(page, "import js; js.indexedDB.open('x')")
    page.locator("#console-network").uncheck()
    expect(opens).to_have_text("")
    assert "Error" in types(page, "import js; js.fetch('/')")
    page.unroute_all()
