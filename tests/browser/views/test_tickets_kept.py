"""A ticket goes out as a file, comes back, and is trained again."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from mnist1d_lab.records import Record
from playwright.sync_api import expect

from tests.browser.lab import Lab
from tests.browser.views.tickets import (
    FASTER_THAN_MAGNITUDE,
    cells,
    downloaded,
    fact,
    record_of,
    run,
    tiny,
)


@pytest.mark.main
def test_a_ticket_is_kept_read_back_and_compared(lab: Lab, tmp_path: Path) -> None:
    page = lab.page
    lab.open(tiny(lottery={"trials": 1, "seed": 7, "hidden": 18}))
    run(lab, "lottery")
    run(lab, "ticket")
    expect(page.locator("#ticket-summary")).to_contain_text(re.compile("the search.s hash"))
    kept = record_of(page, "ticket")
    text, packed = tmp_path / "ticket.json", tmp_path / "ticket.npz"
    text.write_text(json.dumps(kept))
    packed.write_bytes(downloaded(page, "ticket", "npz").read_bytes())
    assert Record.from_npz(packed).params["seed"] == 7

    lab.open("#/tickets")
    page.locator("#ticket-file").set_input_files(packed)
    expect(fact(page, "ticket-recipe", "Seed")).to_have_text("7")
    page.locator("#ticket-restore").click()
    expect(page.locator("#lottery-hidden").first).to_have_value("18")
    run(lab, "ticket")
    expect(page.locator("#ticket-summary")).to_contain_text(re.compile("the file.s hash"))

    page.locator("#ticket-elsewhere").check()
    lab.set("data-iid_noise_scale", "0.3")
    run(lab, "ticket")
    rows = cells(page, "ticket-table")
    assert list(rows) == ["lottery", "ticket, new weights", "dense", "random"]
    assert record_of(page, "ticket")["params"]["iid_noise_scale"] == 0.3

    page.locator("#ticket-file").set_input_files(
        {"name": "no.json", "mimeType": "application/json", "buffer": b"{}"}
    )
    expect(page.locator("#ticket-refusal")).to_contain_text("no.json is not a record")
    kept["params"]["criterion"] = "custom"
    kept["params"]["criterion_code"] = FASTER_THAN_MAGNITUDE
    text.write_text(json.dumps(kept))
    page.locator("#ticket-file").set_input_files(text)
    expect(page.locator("#criterion-ask")).to_contain_text("ticket.json")
