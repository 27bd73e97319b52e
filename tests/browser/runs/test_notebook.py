"""A notebook of a run, executed: it does the run again and finds the same to the bit."""

from __future__ import annotations

import os
from pathlib import Path

import nbformat
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


def test_a_search_is_done_again_and_finds_the_same(
    page: Page, base_url: str, tmp_path: Path
) -> None:
    lab = Lab(page, base_url).open(small_link())
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


def test_a_recorded_run_has_a_notebook_too(page: Page, base_url: str, tmp_path: Path) -> None:
    lab = Lab(page, base_url).open("#/models/gradcheck")
    notebook = _downloaded(lab.page, "gradcheck")
    assert {cell.id for cell in notebook.cells} == {"title", "install", "run", "table", "figure"}
    assert "gradcheck" in _executed(notebook, tmp_path)["run"]
