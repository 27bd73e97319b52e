"""A notebook of a run, executed: it does the run again and finds the same to the bit."""

from __future__ import annotations

import os
import re
from pathlib import Path

import nbformat
from mnist1d_lab.version import __version__
from nbclient import NotebookClient
from playwright.sync_api import Page, expect

from buildtools.paths import PACKAGE
from tests.browser.lab import Lab, small_link


def _downloaded(page: Page, figure: str) -> nbformat.NotebookNode:
    button = page.locator(f'[data-downloads="{figure}"] [data-kind="notebook"]')
    with page.expect_download() as download:
        button.click()
    notebook = nbformat.read(download.value.path(), as_version=4)
    nbformat.validate(notebook)
    return notebook


def _executed(notebook: nbformat.NotebookNode, folder: Path) -> dict[str, str]:
    """The text of each cell's output, by the cell's id; an error in a cell is raised."""
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE.parent), "MPLBACKEND": "Agg"}
    client = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(folder)}})
    client.execute(env=environment)
    return {
        cell.id: "".join(
            output.get("text", "") + str(output.get("data", {}))
            for output in cell.get("outputs", [])
        )
        for cell in notebook.cells
    }


def test_a_search_is_done_again_and_finds_the_same(lab: Lab, tmp_path: Path) -> None:
    page = lab.page
    lab.open(small_link())
    lab.press("lottery", "toggle")
    lab.wait_for_phase("lottery", "finished")
    lab.go("runs")
    expect(page.locator("#kept [data-id], .runlist > li")).to_have_count(1)
    lab.go("tickets")
    notebook = _downloaded(page, "lottery")
    assert any("0.1.0-py3-none-any.whl" in cell.source for cell in notebook.cells)
    outputs = _executed(notebook, tmp_path)
    assert "To the bit what the page found" in outputs["same"]
    assert "image/png" in outputs["figure"]


def test_a_recorded_run_has_a_notebook_too_and_is_cited(lab: Lab, tmp_path: Path) -> None:
    page = lab.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    lab.open("#/models/gradcheck?max_translation=5")
    notebook = _downloaded(lab.page, "gradcheck")
    assert {cell.id for cell in notebook.cells} == {"title", "install", "run", "table", "figure"}
    assert "gradcheck" in _executed(notebook, tmp_path)["run"]
    [install] = [cell.source for cell in notebook.cells if cell.id == "install"]

    page.locator('[data-downloads="gradcheck"]').get_by_role("button", name="Cite").click()
    sheet = page.get_by_role("dialog", name="Cite this page")
    sheet.get_by_role("button", name="Copy").click()
    expect(sheet.get_by_role("status")).to_have_text("Copied.")
    cited = page.evaluate("navigator.clipboard.readText()")
    assert cited == sheet.get_by_role("textbox", name="BibTeX").input_value()
    assert f"version = {{{__version__}}}" in cited
    assert f"url     = {{{page.evaluate('lab.permalink()')}}}" in cited
    assert "#/models/gradcheck?max_translation=5}" in cited
    assert [line for line in cited.splitlines() if line.startswith("@")] == [
        "@software{mnist1dlab,",
        "@inproceedings{greydanus2024scaling,",
        "@inproceedings{frankle2019lottery,",
    ]
    page.keyboard.press("Escape")
    lab.go("about")
    wheel = page.locator("#made [data-wheel]")
    expect(wheel).to_have_text(re.compile(r"^http://127.*/app-\w+/mnist1d_lab-.*\.whl$"))
    assert wheel.inner_text() in install
    assert page.request.get(wheel.inner_text()).ok
    page.get_by_role("button", name="Cite the page as it is set now").click()
    expect(sheet.get_by_role("textbox", name="BibTeX")).to_have_value(re.compile("#/about"))
    page.context.clear_permissions()
