"""Kept runs side by side."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from mnist1d_lab import load_record
from mnist1d_lab.analysis.side_by_side import side_by_side
from playwright.sync_api import Page, expect

from tests.browser.lab import Lab
from tests.browser.runs.shelf import cards, exported, finish_one, press


def choose(lab: Lab, count: int) -> None:
    for box in cards(lab).get_by_role("checkbox").all()[:count]:
        box.check()


def downloaded(page: Page, kind: str) -> str:
    with page.expect_download() as download:
        page.locator(f'[data-downloads="runs"] [data-kind="{kind}"]').click()
    return download.value.path().read_text()


@pytest.mark.main
def test_runs_are_compared_on_shared_axes_with_python_s_numbers(lab: Lab, tmp_path: Path) -> None:
    page = lab.page
    finish_one(lab, 0, trials=3)
    finish_one(lab, 1, trials=3, hidden=16)
    lab.go("runs")
    expect(cards(lab)).to_have_count(2)
    figure = page.locator("#runs-compare")
    choose(lab, 1)
    expect(figure).to_be_hidden()
    choose(lab, 2)
    expect(figure).to_be_visible()
    panels = figure.locator("#runs-compare-panels .panelname")
    expect(panels).to_have_text(["dense", "lottery", "random"])
    expect(figure.locator("svg .series-nth-1").first).to_be_attached()
    records = [load_record(exported(page, cards(lab).nth(n), tmp_path)) for n in (0, 1)]
    wanted = side_by_side(records)
    found = json.loads(downloaded(page, "json"))
    assert found["differences"] == json.loads(json.dumps(wanted["differences"]))
    assert {row["n"] for row in found["differences"]} == {2}  # seeds 1 and 2
    rows = list(csv.DictReader(downloaded(page, "csv").splitlines()))
    assert len(rows) == len(wanted["means"]) + len(wanted["differences"])
    assert {row["hash"] for row in rows} == {record.result_hash for record in records}
    assert {(row["data_seed"], row["seeds"]) for row in rows} == {
        ("42", "0 to 2"),
        ("42", "1 to 3"),
    }
    version = page.evaluate("lab.version")
    told = re.compile(rf" 1: .*seed 42; MLP, .*; seeds \d to \d .* MNIST-1D Lab {version}\.")
    expect(page.locator("#runs-compare-caption")).to_have_text(told)
    host = figure.locator("#runs-compare-panels .host").first
    expect(host).to_have_attribute("aria-label", re.compile("Runs side by side, dense. .*seeds"))
    largest = max((row["mean"] for row in wanted["differences"]), key=abs)
    expect(figure.locator(".summary")).to_contain_text(f"{abs(largest):.4g}")
    press(cards(lab).first, "delete")
    expect(figure).to_be_hidden()


def test_runs_without_common_axes_are_refused_in_a_sentence(lab: Lab) -> None:
    page = lab.page
    finish_one(lab, 0)
    lab.press("gradcheck", "toggle")
    lab.wait_for_phase("gradcheck", "finished")
    lab.go("runs")
    expect(cards(lab)).to_have_count(2)
    choose(lab, 2)
    refusal = page.locator("#runs-refusal")
    expect(refusal).to_contain_text("gradcheck and lottery have no axes in common")
    expect(page.locator("#runs-compare")).to_be_hidden()
