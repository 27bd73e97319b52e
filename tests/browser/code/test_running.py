"""Changed code runs in a worker of its own, and what it finds stands beside the original's."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.code.test_sources import EDITOR
from tests.browser.lab import PATIENCE_MS, Lab

LAYERS = "nn/layers.py"


def change(page: Page, path: str, before: str, after: str) -> None:
    """Replace what stands once in a file by typing over it, as a person would."""
    select(page, path, before)
    page.keyboard.type(after)
    expect(page.locator("#code-state")).to_contain_text("Changed")


def select(page: Page, path: str, words: str) -> None:
    page.locator("#code-file").select_option(path)
    page.locator(EDITOR).click()
    page.keyboard.press("Control+f")
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")


def result(page: Page) -> list[list[str]]:
    expect(page.locator("#code-result")).to_be_visible(timeout=PATIENCE_MS)
    return [
        row.locator("th, td").all_inner_texts()
        for row in page.locator("#code-result-table tbody tr").all()
    ]


@pytest.mark.main
def test_a_wrong_backward_pass_fails_the_check_beside_the_original_that_passes(code: Lab) -> None:
    page = code.page
    change(page, LAYERS, "dy = dz", "dz = dy")  # as if no unit were ever off
    page.locator("#code-gradcheck").click()
    rows = {name: rest for name, *rest in result(page)}
    assert all(before.endswith("passes") for before, _ in rows.values())
    assert rows["b1"][1].endswith("fails")
    said = page.locator("#code-run-state")
    expect(said).to_contain_text("With your changed nn/layers.py")
    expect(said).to_contain_text("b1")
    # The page itself goes on with the original.
    record = page.evaluate("window.lab.run('gradcheck', { entries: 3, num_samples: 100 })")
    assert all(row["passed"] for row in record["rows"])


def test_training_with_a_change_differs_and_without_effect_does_not(code: Lab) -> None:
    page = code.page
    first = "from __future__ import annotations"
    change(page, "training/train.py", first, f"{first}  # mine")
    page.locator("#code-train").click()
    rows = result(page)
    assert [before for _, before, _ in rows] == [after for _, _, after in rows]
    assert rows[-1][0] == "600"


def test_an_error_is_said_at_its_line(code: Lab) -> None:
    page = code.page
    change(page, LAYERS, "self.relu = relu", "self.relu = relu or undefined_name")
    page.locator("#code-gradcheck").click()
    fault = page.locator("#code-fault")
    expect(fault).to_contain_text("NameError", timeout=PATIENCE_MS)
    expect(fault).to_contain_text("With your changed nn/layers.py: nn/layers.py, line ")
    marked = page.locator("#code-editor .cm-wrong")
    expect(marked).to_contain_text("undefined_name")
    change(page, LAYERS, "self.relu = relu or undefined_name", "self.relu = = relu")
    page.locator("#code-gradcheck").click()
    expect(fault).to_contain_text("SyntaxError", timeout=PATIENCE_MS)
    expect(marked).to_contain_text("= = relu")


def test_stop_ends_what_has_no_end(code: Lab) -> None:
    page = code.page
    change(page, LAYERS, "self.relu = relu", "while True: pass")
    code.wait_for_workers()
    with page.expect_worker() as own:
        page.locator("#code-gradcheck").click()
    with own.value.expect_event("close"):
        page.locator("#code-stop").click()
    expect(page.locator("#code-run-state")).to_contain_text("Stopped")
    code.wait_for_state("ready")


# Each is tried when the file is imported, before anything was asked of it.
REACHES = ["js.fetch('/')", "js.indexedDB.open('x')", "js.Worker.new('data:text/javascript,1')"]
TRY_ALL = f"""
reached = []
for reach in {[*REACHES, "js.Math.PI"]}:
    try:
        eval(reach)
        reached.append(reach)
    except Exception:
        pass
raise RuntimeError(str(reached))
"""


def test_changed_code_reaches_nothing(code: Lab) -> None:
    page = code.page
    select(page, LAYERS, "import numpy as np")
    page.keyboard.insert_text(f"import numpy as np, js; exec({TRY_ALL!r})")
    page.locator("#code-gradcheck").click()
    fault = page.locator("#code-fault")
    expect(fault).to_contain_text("nn/layers.py, line", timeout=PATIENCE_MS)
    expect(fault).to_contain_text("RuntimeError: ['js.Math.PI']")  # which alone may be had
