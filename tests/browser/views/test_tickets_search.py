"""The search in full: levels and arms, progress, criteria of one's own, six panels."""

from __future__ import annotations

import csv
import io
import re
from functools import partial
from typing import Any
from urllib.parse import quote

import numpy as np
import pytest
from mnist1d_lab.records import Record, decode_array
from playwright.sync_api import Page, expect

from tests.browser.lab import PATIENCE_MS, Lab, without_times
from tests.browser.views.axe import violations_once
from tests.browser.views.tickets import (
    FASTER_THAN_MAGNITUDE,
    cells,
    comes_to_say,
    downloaded,
    fact,
    record_of,
    run,
    tiny,
)


def test_every_arm_every_level_and_what_must_hold_of_it(lab: Lab) -> None:
    page = lab.page
    arms = "lottery,random,nested_random,layer_random,reinitialised,one_shot"
    lab.open(tiny(lottery={"trials": 2, "arms": arms}))
    run(lab, "lottery")
    for arm in (*arms.split(","), "dense"):
        expect(page.locator(f'#tickets-legend [data-arm="{arm}"]')).to_be_visible()
        expect(page.locator(f"#tickets-chart .series-{arm}.band")).to_have_count(1)
    page.locator("#tickets-trials").check()
    expect(page.locator("#tickets-chart .series-lottery.trials path")).to_have_count(2)
    page.locator("#tickets-published").check()
    expect(page.locator("#tickets-source a")).to_have_attribute("href", re.compile("mnist1d"))
    expect(page.locator("#tickets-chart .series-lottery.marks.open")).to_have_count(1)

    record = record_of(page, "lottery")
    page.locator("#tickets-trial").select_option(label="2")
    page.locator("#tickets-level").focus()
    page.keyboard.press("ArrowLeft")
    row = next(
        r for r in record["rows"]
        if r["final"] and (r["arm"], r["trial"], r["level"]) == ("lottery", 1, 1)
    )  # fmt: skip
    survivors = f"{row['survivors']:,}"
    expect(page.locator("#level-origin")).to_contain_text("Level 1, 50 % removed, trial 2, seed 1.")
    expect(fact(page, "level-checks", "Hash of the initial weights")).to_have_text(
        row["initial_hash"]
    )
    expect(fact(page, "level-checks", re.compile("Non-zero, of"))).to_contain_text(survivors)
    expect(fact(page, "level-checks", "Weights that came back")).to_have_text("0")
    layers = cells(page, "level-table")
    kept = sum(int(layers[f"lottery, layer {n}"][0].replace(",", "")) for n in (1, 2, 3))
    assert kept == row["survivors"]

    mask = decode_array(record["arrays"]["mask/lottery/trial1/level1/W1"])
    seen = cells(page, "adjacency-table")
    for length in (2, 3, 4):
        runs = [
            all(line[start : start + length])
            for line in mask.tolist()
            for start in range(len(line) - length + 1)
        ]
        assert float(seen[f"lottery, {length} in a row"][0]) == float(f"{np.mean(runs):.3g}")
    summary = page.locator("#mask-lottery-text")
    expect(summary).to_contain_text(f"{int(mask.sum())} of {mask.size}")
    page.locator("#tickets-sorted").check()
    expect(summary).to_contain_text("most neighbours first")

    stored = Record.from_npz(downloaded(page, "lottery", "npz"))
    assert stored.params == record["params"]
    np.testing.assert_array_equal(stored.arrays["mask/lottery/trial1/level1/W1"], mask)


def test_progress_by_task_and_the_notebooks_own_protocol(lab: Lab) -> None:
    page = lab.page
    settings = {"trials": 2, "protocol": "paper-exact", "steps": 400, "hidden": 64}
    lab.open(tiny(lottery=settings))
    tasks = page.locator('[data-tasks="lottery"]')
    expect(tasks).to_be_hidden()
    # A run that waits shows its tasks for as long as one looks: here after a measurement of each of
    # the workers, of which there are at most four, and a second one of the first.
    for count in range(1, 6):
        lab.press("lottery", "step")
        lab.wait_for_phase("lottery", "paused")
        lab.wait_for_rows("lottery", count)
    tasks.locator("summary").click()
    names = tasks.locator("tbody th")
    expect(names).to_have_text(
        [f"{arm}, trial {n}" for n in (1, 2) for arm in ("lottery", "random")]
    )
    expect(tasks.locator("tbody")).to_contain_text(re.compile(r"level \d, \d+\s% removed\d+\s%"))
    lab.press("lottery", "toggle")
    lab.wait_for_phase("lottery", "finished")
    expect(tasks.locator("tbody td", has_text="finished")).to_have_count(4)

    arrays = record_of(page, "lottery")["arrays"]
    notebook = decode_array(arrays["notebook/lottery/trial0/level2"])
    shown = partial(_shares_by_arm_and_length, notebook)
    comes_to_say(page, "adjacency-table", shown)
    expect(page.locator("#adjacency-table thead")).to_contain_text("as in the notebook")
    every = cells(page, "level-every")
    assert {row[2] for row in every.values()} == {"0"}, "a pruned weight moved"
    assert len({row[4] for row in every.values()}) == len(every) == 5
    living = cells(page, "level-table")
    assert 0 < int(living["lottery, layer 1"][3]) <= 64

    for arm in ("lottery", "random"):
        picture = downloaded(page, "lottery", f"{arm} mask")
        assert picture.read_bytes().startswith(b"\x89PNG")


def _shares_by_arm_and_length(notebook: Any, seen: dict[str, list[str]]) -> bool:
    """Whether the table's column of the notebook's way of counting is what the record holds."""
    return all(
        float(seen[f"{arm}, {length} in a row"][1])
        == pytest.approx(notebook[row, column], rel=5e-3)
        for row, arm in enumerate(("lottery", "random"))
        for column, length in enumerate((2, 3, 4))
    )


def test_own_criteria_run_and_those_of_strangers_wait(page: Page, base_url: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    link = tiny(lottery={"trials": 1, "criterion": "custom"})
    stranger = f"{link}&lottery.criterion_code={quote(FASTER_THAN_MAGNITUDE)}"
    lab = Lab(page, base_url).open(stranger)
    expect(page.locator("#refused")).to_be_hidden()
    expect(page.locator("#criterion-ask")).to_contain_text("this link")
    expect(page.locator("#criterion-code")).to_have_value(FASTER_THAN_MAGNITUDE)
    lab.press("lottery", "toggle")
    lab.wait_for_phase("lottery", "failed")
    expect(lab.bar("lottery").locator("[data-failure]")).to_contain_text("Your criterion goes with")
    page.locator("#criterion-allow").click()
    expect(page.locator("#criterion-state")).to_contain_text("The search uses this criterion")
    run(lab, "lottery")
    own = record_of(page, "lottery")
    magnitude = lab.run(
        "lottery", {**own["params"], "criterion": "magnitude", "criterion_code": ""}
    )
    assert without_times(own["rows"]) == without_times(magnitude["rows"])
    page.locator("#criterion-code").fill(
        "def score(initial, trained, gradient):\n    return 1 / 0\n"
    )
    lab.press("lottery", "toggle")
    lab.wait_for_phase("lottery", "failed")
    expect(lab.bar("lottery").locator("[data-failure]")).to_contain_text("ZeroDivisionError")


def test_six_panels_with_caption_seeds_and_version(lab: Lab) -> None:
    page = lab.page
    lab.open("#/tickets")
    page.locator("#panels-make").click()
    expect(page.locator("#panels text", has_text="Not run yet.")).to_have_count(0)
    text = downloaded(page, "panels", "svg").read_text()
    version = page.evaluate("window.lab.version")
    whose = "(recorded): published data, seed 42; MLP"
    said = (f"lottery {whose}", f"controls {whose}", "; seeds 0 to 1", "; seeds 0 to 4")
    said = (*said, "b, c, f: level 4", "a  The search (recorded)")
    for part in ("its mask, new weights", f"MNIST-1D Lab {version}", *said):
        assert part in text
    assert "data:image/png" in text, "the masks are not in the figure"
    assert downloaded(page, "panels", "png").read_bytes().startswith(b"\x89PNG")
    rows = list(csv.DictReader(io.StringIO(downloaded(page, "panels", "csv").read_text())))
    assert {row["panel"] for row in rows} == set("abcdef")
    assert {(row["panel"], row["run"]) for row in rows} >= {("c", "lottery"), ("e", "controls")}
    assert {row["seed"] for row in rows} >= {"0"}
    shown = lab.look_at(page.locator("#mask-lottery-text")).inner_text()
    kept = int(shown.split(" of ")[0].replace(",", ""))
    assert sum((row["panel"], row["arm"]) == ("b", "lottery") for row in rows) == kept
    page.locator("#lottery-estimate").scroll_into_view_if_needed()
    expect(page.locator("#lottery-estimate")).to_contain_text(
        "Will take about", timeout=PATIENCE_MS
    )
    assert violations_once(page, "#tickets") == []
    assert lab.root.get_attribute("data-state") in ("ready", "running")
