"""The view with the kept runs as the tests use it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page

from tests.browser.lab import Lab, small_link


def cards(lab: Lab) -> Locator:
    """The kept runs, newest first."""
    return lab.page.locator("#runs-list > li")


def finish_one(lab: Lab, seed: int, **changes: int) -> None:
    """One small search, to its end, by its buttons."""
    lab.open(small_link(seed=seed, **changes))
    lab.press("lottery", "toggle")
    lab.wait_for_phase("lottery", "finished")


def press(card: Locator, deed: str) -> None:
    """Do what a button of a card says."""
    card.locator(f'[data-deed="{deed}"]').click()


def exported(page: Page, card: Locator, folder: Path) -> Path:
    """The file that a card gives."""
    with page.expect_download() as download:
        press(card, "export")
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def name_of(card: Locator) -> Locator:
    """The field with a run's name."""
    return card.locator("input[type=text]")
