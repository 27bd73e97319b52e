"""Tables under figures: whole, however long, and written anew only where they differ."""

from __future__ import annotations

import json

from mnist1d_lab.experiments import get_experiment
from playwright.sync_api import expect

from tests.browser.lab import PATIENCE_MS, Lab
from tests.conftest import Site
from tests.sources import serve_sources

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


FILL_AND_FILL_AGAIN = """async () => {
    const address = new URL("sources/js/views/shared/table.js", document.baseURI).href;
    const { fillTable, finishTables } = await import(address);
    const details = document.createElement("details");
    const table = document.createElement("table");
    details.append(table);
    details.open = true;
    document.body.append(details);
    const fill = (count, word) => fillTable(
        table, ["at", "what"], Array.from({ length: count }, (_, at) => [String(at), word]));
    const frames = async (count) => {
        for (let at = 0; at < count; at++) {
            await new Promise((resolve) => requestAnimationFrame(resolve));
        }
    };
    const found = {};
    const look = (name) => {
        const words = [...table.tBodies[0].rows].map((row) => row.cells[1].textContent);
        found[name] = [[...new Set(words)].join(), words.length];
    };
    fill(120, "old");
    look("at once");
    await frames(1);
    look("a frame later");
    fill(60, "new");
    await frames(4);
    look("replaced");
    fill(130, "printed");
    finishTables();
    look("for paper");
    details.open = false;
    await frames(1);
    fill(140, "unseen");
    await frames(4);
    look("closed");
    details.open = true;
    await frames(5);
    look("open again");
    details.remove();
    return found;
}"""


def test_a_table_that_is_replaced_printed_or_closed_while_its_rows_come(lab: Lab) -> None:
    serve_sources(lab.page)
    lab.open()
    found = lab.page.evaluate(FILL_AND_FILL_AGAIN)
    lab.page.unroute_all()
    assert found == {
        "at once": ["old", A_FRAME],
        "a frame later": ["old", 2 * A_FRAME],
        "replaced": ["new", 60],
        "for paper": ["printed", 130],
        "closed": ["printed", 130],
        "open again": ["unseen", 140],
    }
