"""The tickets in full: levels, controls, geometry, other data, own criteria, kept tickets."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from mnist1d_lab.records import Record, decode_array
from playwright.sync_api import Locator, Page, expect

from tests.browser.lab import PATIENCE_MS, Lab, without_times

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


def fact(page: Page, where: str, name: str | re.Pattern[str]) -> Locator:
    return page.locator(f"#{where} div", has=page.get_by_text(name, exact=True)).locator("dd")


def number(text: str) -> float:
    """The number a text begins with, its minus sign being a proper one."""
    return float(text.split(" ", maxsplit=1)[0].replace("\N{MINUS SIGN}", "-"))


def test_every_arm_every_level_and_what_must_hold_of_it(page: Page, base_url: str) -> None:
    arms = "lottery,random,nested_random,layer_random,reinitialised,one_shot"
    lab = Lab(page, base_url).open(tiny(lottery={"trials": 2, "arms": arms}))
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
    expect(page.locator("#level-origin")).to_have_text("Level 1, 50 % removed, trial 2, seed 1.")
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


def test_controls_of_the_picked_level_survive_a_reload(page: Page, base_url: str) -> None:
    settings = {"trials": 2, "control_steps": 600, "controls": "fresh,chunked"}
    settings["mask_controls"] = "dense,lottery"
    lab = Lab(page, base_url).open(tiny(lottery={"trials": 1, "hidden": 20}, controls=settings))
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
    page.reload()
    lab.wait_for_state("ready")
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
    shown = cells(page, "controls-table")["fresh data: dense"]
    assert number(shown[1]) == pytest.approx(lead["mean"], abs=0.051)
    marks = page.locator("#controls-lead .series-dense.marks")
    expect(marks).to_have_count(2 * len(record["params"]["weight_controls"]))
    expect(page.locator("#controls-summary")).to_contain_text("2 paired trials")


def test_each_at_its_best(page: Page, base_url: str) -> None:
    """The table and the figure are the record's; the record is what the settings asked for."""
    tried = {"trials": 2, "rates": "0.005", "decays": "constant,linear"}
    lab = Lab(page, base_url).open(tiny(rivals={**tried, "rivals": "dense,lottery"}))
    run(lab, "rivals")
    record = record_of(page, "rivals")
    assert record["params"]["rates"] == [0.02, 0.005]
    leads = {
        row["at"]: row["mean"]
        for row in record["summary"]
        if (row["what"], row["arm"]) == ("minus_dense", "lottery")
    }
    shown = cells(page, "rivals-table")["lottery"]
    for column, at in enumerate(("published", "best", "dense_best", "dense_setting"), start=2):
        assert number(shown[column]) == pytest.approx(leads[at], abs=0.051)
    assert shown[-1] == str(2 * 4 * 3)
    for decay in ("constant", "linear"):
        expect(page.locator(f"#rates-{decay} .series-dense.marks")).to_have_count(1)
    expect(page.locator("#rivals-leads .series-lottery.marks")).to_have_count(4)
    expect(page.locator("#rivals-summary")).to_contain_text("each at its best")


def test_controls_and_other_data_each_at_its_best(page: Page, base_url: str) -> None:
    """Both views of the lead stand in figure and table, with the rate that each network took."""
    tried = {"at_best": "true", "rates": "0.005", "trials": 2}
    controls = {**tried, "control_steps": 60, "controls": "shuffled", "seed_noise": "false"}
    controls |= {"mask_controls": "dense,lottery", "weight_controls": "own"}
    lab = Lab(page, base_url).open(tiny(controls=controls, transfer={**tried, "values": "0,0.3"}))
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
        table = cells(page, f"{name}-table")
        if name == "controls":
            as_published, best = table["shuffled: dense"], table["shuffled, best: dense"]
            told = [as_published[1], best[1]]
            assert (best[5].split(" ")[0], best[6]) == (f"{rate}", "4")
            expect(page.locator("#controls-lead .series-dense.marks")).to_have_count(2)
            expect(page.locator("#controls-grid")).to_contain_text(f" at {rate}")
        else:
            as_published, best = table["0.3"], table["0.3, each at its best"]
            told = [row[1].split("; ")[1] for row in (as_published, best)]
            assert best[1].split("; ")[2].split(" ")[1] == f"{rate}"
            expect(page.locator("#gain-chart .series-as-published.marks")).to_have_count(1)
            expect(page.locator("#transfer-published")).to_be_visible()
        expected = [leads["published"], leads["best"]]
        assert [number(text) for text in told] == pytest.approx(expected, abs=0.051)
        expect(page.locator(f"#{name}-summary")).to_contain_text("trainings for the ticket")


def test_other_data_and_two_trainings(page: Page, base_url: str) -> None:
    link = tiny(
        transfer={"trials": 2, "values": "0,0.3"},
        connectivity={"trials": 2, "rewind_steps": "0,30", "alphas": 5},
    )
    lab = Lab(page, base_url).open(link)
    run(lab, "transfer")
    record = record_of(page, "transfer")
    gain = next(
        row for row in record["summary"]
        if (row["what"], row["arm"], row["value"]) == ("minus_dense", "lottery", 0.3)
    )  # fmt: skip
    assert number(cells(page, "transfer-table")["0.3"][1].split("; ")[1]) == pytest.approx(
        gain["mean"], abs=0.051
    )
    expect(page.locator("#gain-chart .series-lottery.marks")).to_have_count(1)
    run(lab, "connectivity")
    record = record_of(page, "connectivity")
    barriers = [row["mean"] for row in record["summary"] if row["arm"] == "lottery"]
    shown = cells(page, "connectivity-table")
    found = [number(shown[step][2]) for step in ("0", "30")]
    assert found == pytest.approx(barriers, abs=0.051)
    page.locator("#line-step").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#line-step-text")).to_have_text("30")
    text = downloaded(page, "connectivity", "svg").read_text()
    assert "Data: samples 400, seed 42. Training: seeds 0 to 1." in text
    assert "barrier" not in text.split("from one solution")[0]


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


@pytest.mark.main
def test_a_ticket_is_kept_read_back_and_compared(page: Page, base_url: str, tmp_path: Path) -> None:
    lab = Lab(page, base_url).open(tiny(lottery={"trials": 1, "seed": 7, "hidden": 18}))
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


def test_recorded_runs_and_what_the_text_says_of_them(page: Page, base_url: str) -> None:
    """Before Python is there; every number of the text is looked up in the record beside it."""
    Lab(page, base_url).open("#/tickets", ready=False)
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


def test_progress_by_task_and_the_notebooks_own_protocol(page: Page, base_url: str) -> None:
    settings = {"trials": 2, "protocol": "paper-exact", "steps": 400, "hidden": 64}
    lab = Lab(page, base_url).open(tiny(lottery=settings))
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
    expect(tasks.locator("tbody")).to_contain_text(re.compile(r"level \d, \d+ % removed\d+ %"))
    lab.press("lottery", "toggle")
    lab.wait_for_phase("lottery", "finished")
    expect(tasks.locator("tbody td", has_text="finished")).to_have_count(4)

    arrays = record_of(page, "lottery")["arrays"]
    notebook = decode_array(arrays["notebook/lottery/trial0/level2"])
    table = page.locator("#adjacency-table")
    seen = cells(page, "adjacency-table")
    expect(table.locator("thead")).to_contain_text("as in the notebook")
    for row, arm in enumerate(("lottery", "random")):
        for column, length in enumerate((2, 3, 4)):
            shown = float(seen[f"{arm}, {length} in a row"][1])
            assert shown == pytest.approx(notebook[row, column], rel=5e-3)
    every = cells(page, "level-every")
    assert {row[2] for row in every.values()} == {"0"}, "a pruned weight moved"
    assert len({row[4] for row in every.values()}) == len(every) == 5
    living = cells(page, "level-table")
    assert 0 < int(living["lottery, layer 1"][3]) <= 64

    for arm in ("lottery", "random"):
        picture = downloaded(page, "lottery", f"{arm} mask")
        assert picture.read_bytes().startswith(b"\x89PNG")


def test_six_panels_with_caption_seeds_and_version(page: Page, base_url: str) -> None:
    lab = Lab(page, base_url).open("#/tickets")
    page.locator("#panels-make").click()
    expect(page.locator("#panels text", has_text="Not run yet.")).to_have_count(0)
    text = downloaded(page, "panels", "svg").read_text()
    version = page.evaluate("window.lab.version")
    said = ("lottery (recorded): seeds 0 to 1", "controls (recorded): seeds 0 to 4")
    said = (*said, "data: published data, seed 42", "b, c, f: level 4", "a  The search (recorded)")
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
    violations = Axe().run(page, context="#tickets").response["violations"]
    assert [(v["id"], [n["html"][:120] for n in v["nodes"]]) for v in violations] == []
    assert lab.root.get_attribute("data-state") in ("ready", "running")
