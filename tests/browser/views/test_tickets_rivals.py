"""What a ticket is held against: controls, each at its best, other data, recorded runs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.lab import Lab, without_times
from tests.browser.views.tickets import (
    cells,
    comes_to_say,
    downloaded,
    number,
    record_of,
    run,
    tiny,
)


def test_controls_of_the_picked_level_survive_a_reload(
    lab: Lab, reload: Callable[[], None]
) -> None:
    page = lab.page
    settings = {"trials": 2, "control_steps": 600, "controls": "fresh,chunked"}
    settings["mask_controls"] = "dense,lottery"
    lab.open(tiny(lottery={"trials": 1, "hidden": 20}, controls=settings))
    expect(page.locator("#controls-chart .reference").first).to_be_attached()
    run(lab, "lottery")
    page.locator("#tickets-level").focus()
    page.keyboard.press("ArrowLeft")
    page.locator("#controls-copy").click()
    expect(page.locator("#controls-copied")).to_contain_text("50 % removed")
    expect(page.locator("#controls-sparsities")).to_have_value("0, 0.5")
    expect(page.locator("#controls-trials").first).to_have_value("2")

    lab.press("controls", "step")  # the first measurement follows the ticket's checkpoints
    lab.wait_for_phase("controls", "paused")
    lab.wait_for_rows("controls", 1)
    lab.wait_until_kept("controls")
    reload()
    lab.press("controls", "continue")
    lab.wait_for_phase("controls", "finished")
    record = record_of(page, "controls")
    assert record["params"]["hidden"] == 20
    assert {row["control"] for row in record["rows"]} == {"fresh", "chunked"}
    whole = lab.run("controls", record["params"])
    assert without_times(whole["rows"]) == without_times(record["rows"])

    lead = next(
        row for row in record["summary"]
        if (row["what"], row["control"], row["arm"], row["weights"])
        == ("ticket_minus_this", "fresh", "dense", "own")
    )  # fmt: skip
    mean = pytest.approx(lead["mean"], abs=0.051)
    comes_to_say(page, "controls-table", lambda it: number(it["fresh data: dense"][1]) == mean)
    marks = page.locator("#controls-lead .series-dense.marks")
    expect(marks).to_have_count(2 * len(record["params"]["weight_controls"]))
    expect(page.locator("#controls-summary")).to_contain_text("2 paired trials")


def test_each_at_its_best(lab: Lab) -> None:
    """The table and the figure are the record's; the record is what the settings asked for."""
    page = lab.page
    tried = {"trials": 2, "rates": "0.005", "decays": "constant,linear"}
    lab.open(tiny(rivals={**tried, "rivals": "dense,lottery"}))
    run(lab, "rivals")
    record = record_of(page, "rivals")
    assert record["params"]["rates"] == [0.02, 0.005]
    leads = {
        row["at"]: row["mean"]
        for row in record["summary"]
        if (row["what"], row["arm"]) == ("minus_dense", "lottery")
    }
    expected = [leads[at] for at in ("published", "best", "dense_best", "dense_setting")]
    near = pytest.approx(expected, abs=0.051)
    comes_to_say(page, "rivals-table", lambda it: [*map(number, it["lottery"][2:6])] == near)
    assert cells(page, "rivals-table")["lottery"][-1] == str(2 * 4 * 3)
    for decay in ("constant", "linear"):
        expect(page.locator(f"#rates-{decay} .series-dense.marks")).to_have_count(1)
    expect(page.locator("#rivals-leads .series-lottery.marks")).to_have_count(4)
    expect(page.locator("#rivals-summary")).to_contain_text("each at its best")


def test_controls_and_other_data_each_at_its_best(lab: Lab) -> None:
    """Both views of the lead stand in figure and table, with the rate that each network took."""
    page = lab.page
    tried = {"at_best": "true", "rates": "0.005", "trials": 2}
    controls = {**tried, "control_steps": 60, "controls": "shuffled", "seed_noise": "false"}
    controls |= {"mask_controls": "dense,lottery", "weight_controls": "own"}
    lab.open(tiny(controls=controls, transfer={**tried, "values": "0,0.3"}))
    for name, lead, where in (
        ("controls", "ticket_minus_this", {"control": "shuffled", "arm": "dense"}),
        ("transfer", "minus_dense", {"value": 0.3, "arm": "lottery"}),
    ):
        run(lab, name)
        summary = record_of(page, name)["summary"]
        here = [row for row in summary if where.items() <= row.items()]
        leads = {row["at"]: row["mean"] for row in here if row["what"] == lead}
        rate = next(row["rate"] for row in here if row["what"] == "chosen")
        assert leads.keys() == {"published", "best"}
        near = pytest.approx([leads["published"], leads["best"]], abs=0.051)
        table = f"{name}-table"
        if name == "controls":
            both = ("shuffled: dense", "shuffled, best: dense")
            comes_to_say(page, table, lambda it, both=both, near=near: told_in(it, both, 0) == near)
            best = cells(page, table)[both[1]]
            assert (best[5].split(" ")[0], best[6]) == (f"{rate}", "4")
            expect(page.locator("#controls-lead .series-dense.marks")).to_have_count(2)
            expect(page.locator("#controls-grid")).to_contain_text(f" at {rate}")
        else:
            both = ("0.3", "0.3, each at its best")
            comes_to_say(page, table, lambda it, both=both, near=near: told_in(it, both, 1) == near)
            best = cells(page, table)[both[1]]
            assert best[1].split("; ")[2].split(" ")[1] == f"{rate}"
            expect(page.locator("#gain-chart .series-as-published.marks")).to_have_count(1)
            expect(page.locator("#transfer-published")).to_be_visible()
        expect(page.locator(f"#{name}-summary")).to_contain_text("trainings for the ticket")


def told_in(table: dict[str, list[str]], rows: tuple[str, str], part: int) -> list[float]:
    """A number of each row's second cell, whose parts stand between semicolons."""
    return [number(table[row][1].split("; ")[part]) for row in rows]


def test_other_data_and_two_trainings(lab: Lab) -> None:
    page = lab.page
    link = tiny(
        transfer={"trials": 2, "values": "0,0.3"},
        connectivity={"trials": 2, "rewind_steps": "0,30", "alphas": 5},
    )
    lab.open(link)
    run(lab, "transfer")
    record = record_of(page, "transfer")
    gain = next(
        row for row in record["summary"]
        if (row["what"], row["arm"], row["value"]) == ("minus_dense", "lottery", 0.3)
    )  # fmt: skip
    mean = pytest.approx(gain["mean"], abs=0.051)
    comes_to_say(page, "transfer-table", lambda it: number(it["0.3"][1].split("; ")[1]) == mean)
    expect(page.locator("#gain-chart .series-lottery.marks")).to_have_count(1)
    run(lab, "connectivity")
    record = record_of(page, "connectivity")
    barriers = [row["mean"] for row in record["summary"] if row["arm"] == "lottery"]
    near = pytest.approx(barriers, abs=0.051)
    comes_to_say(
        page, "connectivity-table", lambda it: [number(it[at][2]) for at in ("0", "30")] == near
    )
    page.locator("#line-step").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#line-step-text")).to_have_text("30")
    text = downloaded(page, "connectivity", "svg").read_text()
    trained = r"Training: MLP, \d+ units, \d+ steps at rate [\d.]+, seeds 0 to 1\."
    assert re.search(rf"Data: samples 400, seed 42\. {trained}", text)
    assert "barrier" not in text.split("from one solution")[0]


def test_recorded_runs_and_what_the_text_says_of_them(lab: Lab, base_url: str) -> None:
    """Before Python is there; every number of the text is looked up in the record beside it."""
    page = lab.page
    lab.open("#/tickets")
    config = json.loads(page.locator("#lab-runtime").inner_text())
    recorded = page.request.get(base_url + config["recordings"]["url"]).json()
    record = recorded["controls"]
    leads = {
        (row["control"], row["arm"], row["weights"]): row
        for row in record["summary"]
        if row["what"] == "ticket_minus_this"
    }
    text = page.locator("[aria-labelledby=controls-title] .expect")
    for place in (("fresh", "dense", "own"), ("shuffled", "dense", "own"),
                  ("fresh", "lottery", "reinitialised"), ("fresh", "random", "own")):  # fmt: skip
        ends = [round(leads[place][end], 1) + 0 for end in ("mean", "low", "high")]
        mean, low, high = (f"{end:.1f}".replace("-", "\N{MINUS SIGN}") for end in ends)
        expect(text).to_contain_text(f"{mean} points ({low} to {high})")
    alive = [
        row["living_2"]
        for row in record["rows"]
        if (row["control"], row["arm"], row["weights"]) == ("fresh", "lottery", "own")
    ]
    expect(text).to_contain_text(f"kept {np.mean(alive):.0f} of them alive")
    origin = page.locator("#controls-origin")
    expect(origin).to_contain_text(f"{record['origin']}, seeds 0 to 4")
    grid = cells(page, "controls-grid")
    assert [number(cell) for cell in grid["ticket"]] == pytest.approx(
        [
            next(r["mean"] for r in record["summary"]
                 if (r["what"], r["control"], r["arm"], r["weights"])
                 == ("test_acc", control, "lottery", "own"))
            for control in record["params"]["controls"]
        ], abs=0.051,
    )  # fmt: skip
    for name in ("connectivity", "transfer"):
        expect(page.locator(f"#{name}-summary")).to_contain_text("from seed 0")
        expect(page.locator(f"#{name}-origin")).to_contain_text(recorded[name]["origin"])
    text = page.locator("[aria-labelledby=rivals-title] .expect")
    for at in ("published", "best"):
        lead = next(
            row for row in recorded["rivals"]["summary"]
            if (row["what"], row["arm"], row.get("at")) == ("minus_dense", "lottery", at)
        )  # fmt: skip
        told = f"{lead['mean']:.1f} points ({lead['low']:.1f} to {lead['high']:.1f})"
        expect(text).to_contain_text(told.replace("-", "\N{MINUS SIGN}"))
    expect(page.locator("#rivals-origin")).to_contain_text(recorded["rivals"]["origin"])
