"""Files that a visitor brings, as the tests make and choose them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from mnist1d_lab.data import make_arrays
from playwright.sync_api import Page, expect

from tests.browser.lab import Lab

NAMES = np.array([f"digit {label}" for label in range(10)])


def with_published_data_after(shared: Lab) -> Iterator[Lab]:
    """The view "Data"; what is done with files there is undone after the test."""
    page = shared.page
    page.set_viewport_size({"width": 1280, "height": 900})
    yield shared.go("data")
    shared.go("data")
    if page.locator("#own-look").is_visible():
        page.locator("#own-look-leave").click()
    if page.locator("#own-back").is_visible():
        page.locator("#own-back").click()
    expect(page.locator("#own-status")).to_contain_text("In use: the ten published templates")


def bring(page: Page, *files: Path | dict[str, Any]) -> None:
    page.locator("#own-file").set_input_files(list(files))


def text_file(name: str, text: str) -> dict[str, Any]:
    return {"name": name, "mimeType": "text/plain", "buffer": text.encode()}


def german(scale: float = 1.0, shift: float = 0.0) -> str:
    """A set in the manner of a German Excel, in order of class, its label last."""
    made = make_arrays({"num_samples": 300})
    rows = np.argsort(made["y"], kind="stable")
    lines = [";".join([*(f"Wert {i}" for i in range(40)), "Klasse"])]
    for row in rows:
        cells = [f"{v * scale + shift:.4f}".replace(".", ",") for v in made["x"][row]]
        lines.append(";".join([*cells, NAMES[made["y"][row]]]))
    return "\r\n".join(lines)


def guess(page: Page, name: str) -> Any:
    return page.locator(f"#own-look-guess-{name}")


def chosen(page: Page, name: str) -> str:
    return str(guess(page, name).locator("option:checked").text_content())
