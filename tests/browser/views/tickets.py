"""The tickets' view as its tests use it: small searches, and what figures and tables say."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.lab import Lab, wait_until

TINY: dict[str, Any] = {"hidden": 16, "steps": 60, "eval_every": 30, "sparsities": "0,0.5,0.9"}
FASTER_THAN_MAGNITUDE = "def score(initial, trained, gradient):\n    return trained * trained\n"


def tiny(**scopes: dict[str, Any]) -> str:
    """A link to a small data set, with TINY and the given settings in each scope."""
    parts = ["#/tickets?num_samples=400"]
    for scope, own in scopes.items():
        parts += [f"{scope}.{name}={value}" for name, value in {**TINY, **own}.items()]
    return "&".join(parts)


def run(lab: Lab, name: str) -> None:
    lab.press(name, "toggle")
    lab.wait_for_phase(name, "finished")


def downloaded(page: Page, figure: str, kind: str) -> Path:
    with page.expect_download() as download:
        page.locator(f'[data-downloads="{figure}"] [data-kind="{kind}"]').click()
    return download.value.path()


def record_of(page: Page, figure: str) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(downloaded(page, figure, "json").read_text())
    return record


def cells(page: Page, table: str) -> dict[str, list[str]]:
    """The rows of a table by their first cell; folded tables are opened."""
    found = page.locator(f"#{table}")
    if not found.is_visible():
        found.locator("xpath=ancestor::details").locator("summary").click()
    expect(found.locator("tbody tr")).not_to_have_count(0)  # a table is filled once it is open
    rows = found.locator("tbody tr").all()
    texts = [row.locator("th, td").all_text_contents() for row in rows]
    return {first: rest for first, *rest in texts}


def comes_to_say(page: Page, table: str, says: Callable[[dict[str, list[str]]], bool]) -> None:
    """Wait for means and leads, which Python works out once it has a run's last row."""

    def is_there() -> bool:
        with suppress(KeyError, IndexError, ValueError):
            return says(cells(page, table))
        return False

    wait_until(page, is_there, f"{table} with what its record says")


def fact(page: Page, where: str, name: str | re.Pattern[str]) -> Locator:
    return page.locator(f"#{where} div", has=page.get_by_text(name, exact=True)).locator("dd")


def number(text: str) -> float:
    """The number a text begins with, its minus sign being a proper one."""
    return float(text.split(" ", maxsplit=1)[0].replace("\N{MINUS SIGN}", "-"))
