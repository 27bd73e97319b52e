"""The page's own notebook of a quick search, run in JupyterLite: no error, and the same bits.

The page lies beside JupyterLite, so that its notebook installs from there; nothing else is asked.
After the notebook's own cells comes the run of test_micropip.py, to the same bits as natively.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
from playwright.sync_api import Browser, Page, expect

from tests.browser import lab
from tests.browser.lab import Lab
from tests.browser.workers import ONE_WORKER
from tests.pyodide import lite
from tests.pyodide.test_micropip import CHECK, accept, own_page, served

if TYPE_CHECKING:
    from tests.conftest import Site

PATIENCE_MS = 5 * lab.PATIENCE_MS

# The menu is there before its notebook's cells and kernel, and would do nothing without them.
KERNEL_WAITS = """() => {
    const { sessionContext } = globalThis.jupyterapp?.shell.currentWidget ?? {};
    return sessionContext?.session?.kernel?.status === "idle";
}"""


def test_the_pages_notebook_runs_in_jupyterlite(
    site: Site, stock_runtime: Path, browser: Browser, tmp_path: Path
) -> None:
    pyodide = tmp_path / "pyodide"
    shutil.copytree(stock_runtime, pyodide)
    lite.add_packages(pyodide)
    built = lite.build(tmp_path / "lite", pyodide)
    shutil.copytree(site.folder, built / "page")
    wheel = f"page/{site.manifest['wheel']['url']}"
    with served(built) as url, own_page(browser, url) as page:
        notebook = _of_a_quick_search(page, f"{url}page/", tmp_path)
        _append(notebook, f"{CHECK.read_text()}\nprint(await main({url + wheel!r}))")
        lite.add_notebook(built, notebook)
        page.goto(f"{url}notebooks/index.html?path={notebook.name}")
        page.wait_for_function(KERNEL_WAITS, timeout=PATIENCE_MS)
        _run_all_cells(page)
        code = [cell for cell in nbformat.read(notebook, 4).cells if cell.cell_type == "code"]
        last = page.locator(".jp-InputPrompt").filter(has_text=f"[{len(code)}]")
        failed = page.locator(".jp-OutputArea-output").filter(has_text="Traceback")
        expect(last.or_(failed)).to_have_count(1, timeout=PATIENCE_MS)
        assert failed.all_inner_texts() == []
        accept(page.locator(".jp-OutputArea-output").last.inner_text())
        expect(page.locator(".jp-OutputArea-output img")).to_have_count(1)
        expect(page.get_by_text("To the bit what the page found.", exact=True)).to_be_visible()


def _of_a_quick_search(page: Page, address: str, folder: Path) -> Path:
    """Of the preset quick, but shorter: its file, once the page has done the search."""
    page.add_init_script(ONE_WORKER)
    opened = Lab(page, address).open("#/tickets?lottery.trials=1&lottery.steps=100")
    opened.press("lottery", "toggle")
    opened.wait_for_phase("lottery", "finished")
    opened.go("runs")  # the notebook names the result's hash once the run is kept
    expect(page.locator(".runlist > li")).to_have_count(1)
    opened.go("tickets")
    with page.expect_download() as download:
        page.locator('[data-downloads="lottery"] [data-kind="notebook"]').click()
    file = folder / "quick.ipynb"
    download.value.save_as(file)
    return file


def _append(notebook: Path, source: str) -> None:
    read = nbformat.read(notebook, 4)
    read.cells.append(nbformat.v4.new_code_cell(source))
    nbformat.write(read, notebook)


def _run_all_cells(page: Page) -> None:
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
