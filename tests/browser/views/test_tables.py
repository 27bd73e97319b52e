"""Tables under figures: whole, however long, and written anew only where they differ."""

from __future__ import annotations

import json

from mnist1d_lab.experiments import get_experiment
from playwright.sync_api import expect

from tests.browser.lab import PATIENCE_MS, Lab
from tests.conftest import Site

A_FRAME = 50  # rows that are written in one (js/views/shared/table.js)


def test_a_long_table_comes_whole_and_what_stays_the_same_is_not_written_again(
    lab: Lab, site: Site
) -> None:
    record = json.loads((site.folder / "recorded" / "orders.json").read_text())
    experiment = get_experiment("orders")
    sums = experiment.summary_of(experiment.check(record["params"]), record["rows"])
    assert len(sums) > 2 * A_FRAME
    lab.open("#/experiments/orders")
    details = lab.page.locator("#orders-sums")
    expect(details).to_be_visible(timeout=PATIENCE_MS)
    details.locator("summary").click()
    rows = details.locator("tbody tr")
    expect(rows).to_have_count(len(sums))
    columns = [head.replace(" ", "_") for head in details.locator("thead th").all_inner_texts()]
    at = columns.index("what")
    assert rows.locator(f":nth-child({at + 1})").all_inner_texts() == [row["what"] for row in sums]

    rows.last.evaluate("row => { window.lastRow = row; }")
    rows.first.locator("td").first.evaluate("cell => { cell.textContent = 'altered'; }")
    for _ in range(2):  # closed, and opened again
        details.locator("summary").click()
    expect(rows.first).not_to_contain_text("altered")
    assert rows.last.evaluate("row => row === window.lastRow")
    lab.page.evaluate("() => { delete window.lastRow; }")
