"""A person's hands on the page's tabs: what they press and type, and what they bring with them."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
from mnist1d_lab import run
from mnist1d_lab.data import make_arrays
from playwright.sync_api import BrowserContext, Error, Page, expect

from tests.browser.lab import PATIENCE_MS, Lab, wait_until
from tests.browser.standing import AT_REST
from tests.browser.use.seen import Seen, look
from tests.browser.watch import watch

_HEAR_A_PRESS = """() => {
    window.pressed = false;
    addEventListener("click", () => { window.pressed = true; }, { capture: true, once: true });
}"""

_PUT = """([index, text]) => {
    const control = document.querySelectorAll(".control[data-scope][data-name]")[index];
    const fields = [...control.querySelectorAll("input, select")];
    const field = fields.find(({ type }) => type !== "range") ?? fields[0];
    if (field.type === "checkbox") return field.click();
    field.focus();
    field.value = text;
    field.dispatchEvent(new Event("change", { bubbles: true }));
}"""

TEMPLATES = "0: 1 2 3 2 1 0 1 2\n1: 3 1 0 1 3 1 0 1"


@cache
def files() -> dict[str, dict[str, Any]]:
    """Data sets as files, by the name that `data_file` has for each."""
    texts = {"ordered.csv": _table(range(3)), "words.csv": _table(["no", "yes"])}
    found = {}
    for name, text in texts.items():
        content = text.encode()
        stem = name.removesuffix(".csv")
        found[f"{stem}-{hashlib.sha256(content).hexdigest()[:8]}.csv"] = {
            "name": name, "mimeType": "text/csv", "buffer": content,
        }  # fmt: skip
    return found


def _table(labels: Any) -> str:
    """Signals in order of their classes, label first."""
    made = make_arrays({"num_samples": 300})
    rows = np.argsort(made["y"], kind="stable")
    lines = ["label," + ",".join(f"t{i}" for i in range(40))]
    for row in rows:
        if made["y"][row] < len(labels):
            cells = ",".join(f"{value:.4f}" for value in made["x"][row])
            lines.append(f"{labels[made['y'][row]]},{cells}")
    return "\n".join(lines)


FAULTY = {"name": "holes.csv", "mimeType": "text/csv", "buffer": b"label,a,b\n0,1,2\n1,,4\n0,x,1\n"}


@cache
def record() -> tuple[dict[str, Any], str, dict[str, Any]]:
    """A search done elsewhere: its settings, the hash of what it found, and its file."""
    made = run(
        "lottery", num_samples=300, hidden=12, steps=30, eval_every=30, sparsities=[0, 0.6],
        trials=1, seed=5,
    )  # fmt: skip
    file = {
        "name": "elsewhere.json",
        "mimeType": "application/json",
        "buffer": made.to_json().encode(),
    }
    return made.params, made.result_hash, file


@dataclass
class Hands:
    """What one tab is used by."""

    context: BrowserContext
    page: Page
    base_url: str
    problems: list[str] = field(default_factory=list)

    @classmethod
    def open(cls, context: BrowserContext, base_url: str, link: str) -> Hands:
        """A new tab at a link, with Python ready and every view there."""
        page = context.new_page()
        hands = cls(context, page, base_url, watch(page, base_url))
        Lab(page, base_url).open(link).mount_all()
        return hands

    @property
    def lab(self) -> Lab:
        return Lab(self.page, self.base_url)

    def look(self) -> Seen:
        return look(self.page)

    def press(self, selector: str) -> None:
        """As a person does, who may come too late.

        A run's end disables some buttons, and a run deleted in another tab takes its own along.
        """
        button = self.page.locator(selector).first
        self.page.evaluate(_HEAR_A_PRESS)
        deadline = time.monotonic() + PATIENCE_MS / 4000
        while True:
            try:
                return button.click(timeout=1000)
            except Error:
                # On a busy machine a press may have come, and only its report be late.
                if self.page.evaluate("window.pressed"):
                    return None
                if button.evaluate_all("(found) => found.every(({ disabled }) => disabled)"):
                    return None
                if time.monotonic() > deadline:
                    raise

    def press_run(self, name: str, button: str) -> None:
        self.press(f'.runbar[data-run="{name}"] [data-do="{button}"]')

    def put(self, index: int, text: str) -> None:
        """Type a value into the control of this place, and leave the field."""
        self.page.evaluate(_PUT, [index, text])

    def drag(self, index: int, shares: list[float]) -> None:
        """Drag a control's slider through some places of its length."""
        control = self.page.locator(".control[data-scope][data-name]").nth(index)
        slider = control.locator("input[type=range]")
        self.page.evaluate(AT_REST)
        slider.scroll_into_view_if_needed()
        box = slider.bounding_box()
        assert box, "a slider in sight has a place"
        mouse, middle = self.page.mouse, box["y"] + box["height"] / 2
        mouse.move(box["x"] + shares[0] * box["width"], middle)
        mouse.down()
        for share in shares[1:]:
            mouse.move(box["x"] + share * box["width"], middle)
        mouse.up()

    def follow(self, hash_: str) -> None:
        """Put another address into the window."""
        self.lab.follow(hash_)

    def reload(self) -> None:
        self.page.reload()
        self.ready()

    def ready(self) -> None:
        self.lab.wait_for_state("ready")
        self.lab.wait_for_sections()
        self.lab.mount_all()

    def bring(self, selector: str, file: dict[str, Any]) -> None:
        self.page.locator(selector).set_input_files([file])

    def look_at(self, file: dict[str, Any]) -> None:
        """Choose a data file, until it is said what was understood."""
        self.bring("#own-file", file)
        panel = self.page.locator("#own-look")
        wait_until(
            self.page,
            lambda: (
                panel.is_visible()
                and panel.get_attribute("data-state") != "reading"
                and file["name"] in (self.page.locator("#own-look-name").text_content() or "")
            ),
            "the look at a file",
        )

    def finish(self, name: str) -> None:
        """Wait until a run has come to its end."""
        done = self.page.locator(f'.runbar[data-run="{name}"][data-phase="finished"]')
        expect(done).to_have_count(1, timeout=PATIENCE_MS)

    def figure(self, name: str) -> tuple[dict[str, Any], list[list[str]]]:
        """The record of a panel's run, and the table beside it: of the search by level."""
        table = self.page.locator("#tickets-table")
        table.evaluate("(table) => { table.closest('details').open = true; }")
        rows = table.locator("tr")
        if name == "lottery":
            wait_until(self.page, rows.count, "the table of a finished search")
        cells = "(rows) => rows.map(({ cells }) => [...cells].map((cell) => cell.textContent))"
        return self.record(name), rows.evaluate_all(cells)

    def record(self, name: str) -> dict[str, Any]:
        """The record of a panel's run, as its file says it."""
        with self.page.expect_download() as download:
            self.press(f'[data-downloads="{name}"] [data-kind="json"]')
        made: dict[str, Any] = json.loads(download.value.path().read_text())
        return made
