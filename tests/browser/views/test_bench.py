"""The bench: a whole search at a press, a move that starts it anew, pins, and pruning by hand."""

from __future__ import annotations

import csv
import json
import re
from typing import Any

import pytest
from mnist1d_lab.engines.runner import run
from playwright.sync_api import Page, expect

from tests.browser.lab import PATIENCE_MS, Lab

TINY = {"num_samples": 500, "hidden": 24, "steps": 60, "sparsities": [0, 0.5, 0.9], "trials": 2}


DEFAULT_NOISE = 0.02


@pytest.fixture
def lab(shared_lab: Lab) -> Lab:
    """The bench at rest with small settings, without pins; it may know the answer to them."""
    page = shared_lab.go("bench").page
    page.locator("#bench-mode-curve").click()
    for button in page.locator("#bench-pins").get_by_role("button").all():
        button.click()
    settings = {**TINY, "iid_noise_scale": DEFAULT_NOISE}
    page.evaluate("(settings) => lab.bench.set(settings)", settings)
    return shared_lab


def _settled(page: Page, trials: int) -> Any:
    return page.evaluate("(trials) => lab.bench.settled(trials)", trials)


@pytest.mark.main
def test_it_waits_for_play_and_a_move_starts_it_anew(lab: Lab) -> None:
    """The first of this page, which knows no answer yet."""
    page = lab.page
    grid = page.locator("#bench-grid")
    expect(grid).to_have_attribute("data-phase", re.compile("paused|waiting"))
    page.locator("#bench-play").click()
    expect(grid).to_have_attribute("data-phase", "done", timeout=PATIENCE_MS)
    first = page.evaluate("lab.bench.result")
    page.evaluate("lab.bench.set({ iid_noise_scale: 0.5 })")
    noisy = _settled(page, 2)
    assert noisy["dense"]["0"]["mean"] < first["dense"]["0"]["mean"]
    page.evaluate("lab.bench.set({ iid_noise_scale: 0.02 })")
    assert _settled(page, 2) == first


def test_its_result_is_that_of_the_experiment(lab: Lab) -> None:
    result = _settled(lab.page, 2)
    backend = lab.page.evaluate("lab.backend")
    params = lab.page.evaluate("lab.bench.params")
    record = run("bench", backend=backend, **params)
    means = {
        (row["arm"], row["sparsity"]): row["mean"]
        for row in record.summary
        if row["what"] == "test_acc"
    }
    shown = {
        (arm, float(sparsity)): cell["mean"]
        for arm, cells in result.items()
        for sparsity, cell in cells.items()
    }
    assert shown == means
    expect(lab.page.locator("#bench-finding")).to_contain_text("After 2 trials")


@pytest.mark.main
def test_a_pinned_curve_stays_with_its_differences(lab: Lab) -> None:
    page = lab.page
    _settled(page, 2)
    page.locator("#bench-pin").click()
    page.evaluate("lab.bench.set({ iid_noise_scale: 0.3 })")
    _settled(page, 2)
    row = page.locator("#bench-pins tr").nth(1)
    expect(row.locator("th")).to_have_text("1: noise 0.02")
    expect(row.locator("td").first).to_contain_text(" to ")
    ghosts = page.locator("#bench-curve .series-ghost.mean")
    expect(ghosts).to_have_count(3)
    expect(page.locator("#bench-curve .series-ghost.name")).to_have_text("1: noise 0.02")
    present = page.locator("#bench-curve .mean:not(.series-ghost)")
    model = "MLP, 24 units, 60 steps at rate 0.02"
    assert f"Pinned 1: samples 500, seed 42; {model}; seeds 0 to 1." in _given(page, "svg")
    width = "(line) => parseFloat(getComputedStyle(line).strokeWidth)"
    assert ghosts.first.evaluate(width) < present.first.evaluate(width)
    row.get_by_role("button").click()
    expect(page.locator("#bench-pins-region")).to_be_hidden()


def test_pruned_by_hand_and_trained_again(lab: Lab) -> None:
    page = lab.page
    _settled(page, 1)
    page.locator('[data-brush="input"]').click()
    page.locator("#bench-weights").click(position={"x": 20, "y": 20})
    expect(page.locator("#bench-brush-note")).to_contain_text("2.5 % struck out")
    page.locator("#bench-retrain").click()
    expect(page.locator("#bench-brush-note")).to_contain_text("Your best", timeout=PATIENCE_MS)
    expect(page.locator("#bench-curve .series-yours.marks")).to_have_count(1)
    page.locator("#bench-undo").click()
    expect(page.locator("#bench-retrain")).to_be_disabled()


def test_a_sweep_over_a_knob_fills_in(lab: Lab) -> None:
    page = lab.page
    page.locator("#bench-mode-sweep").click()
    expect(page.locator("#bench-finding")).to_contain_text(
        "35 of 35 trials done", timeout=PATIENCE_MS
    )
    expect(page.locator("#bench-curve .series-lottery.marks")).to_have_count(1)


def test_each_at_its_best_rate_stands_beside_the_published_lead(lab: Lab) -> None:
    page = lab.page
    page.locator("#bench-mode-rates").click()
    finding = page.locator("#bench-finding")
    expect(finding).to_contain_text("30 of 30 trainings done", timeout=PATIENCE_MS)
    expect(finding).to_contain_text("both at 0.02, the ticket is")
    expect(page.locator("#bench-curve .series-dense.marks")).to_have_count(1)
    params = page.evaluate("lab.bench.params")
    record = run(
        "rivals",
        backend=page.evaluate("lab.backend"),
        **{name: params[name] for name in (*TINY, "seed") if name != "trials"}
        | {"trials": 5, "sparsities": [0, 0.5], "eval_every": params["steps"]},
        rates=[0.05, 0.02, 0.01, 0.005, 0.003, 0.002],
        rivals=["dense", "lottery"],
        stops=["last"],
    )
    best = next(
        row
        for row in record.summary
        if (row["what"], row.get("at"), row["arm"]) == ("minus_dense", "best", "lottery")
    )
    page.locator("#bench-mode-curve").click()
    sign = "+" if best["mean"] > 0 else ""
    expect(page.locator("#bench-rivals")).to_contain_text(
        f"Each at its own best: {sign}{best['mean']:.1f} points"
    )


def test_its_files_say_what_they_were_measured_on(lab: Lab) -> None:
    page = lab.page
    page.evaluate("lab.bench.set({ iid_noise_scale: 0.3 })")
    _settled(page, 2)
    with page.expect_download() as download:
        page.locator('[data-downloads="bench"] [data-kind="csv"]').click()
    with download.value.path().open(newline="") as file:
        rows = list(csv.DictReader(file))
    of_first = rows[0]
    assert (of_first["iid_noise_scale"], of_first["data_seed"]) == ("0.3", "42")
    assert (of_first["hidden"], of_first["version"]) == ("24", page.evaluate("lab.version"))
    assert len(rows) == 2 * (1 + 2 * 2), "two trials: dense, and two levels of ticket and random"


def _given(page: Page, kind: str) -> str:
    """The bench's figure as a file."""
    with page.expect_download() as download:
        page.locator(f'[data-downloads="bench"] [data-kind="{kind}"]').click()
    return download.value.path().read_text()


@pytest.mark.parametrize(
    ("mode", "experiment", "against", "done"),
    [
        ("sweep", "bench_sweep", "white noise", "35 of 35 trials done"),
        ("rates", "rivals", "the learning rate", "30 of 30 trainings done"),
    ],
)
def test_the_files_are_of_the_figure_that_is_shown(
    lab: Lab, mode: str, experiment: str, against: str, done: str
) -> None:
    page = lab.page
    page.locator(f"#bench-mode-{mode}").click()
    expect(page.locator("#bench-finding")).to_contain_text(done, timeout=PATIENCE_MS)
    record = json.loads(_given(page, "json"))
    assert (record["experiment"], record["params"]["trials"]) == (experiment, 5)
    rows = list(csv.DictReader(_given(page, "csv").splitlines()))
    assert len(rows) == len([row for row in record["rows"] if row["final"]])
    picture = _given(page, "svg")
    assert f"Accuracy on new signals against {against}" in picture
    assert "seeds 0 to 4" in picture
    run_again = "".join(json.loads(_given(page, "notebook"))["cells"][2]["source"])
    assert f'mnist1d_lab.run("{experiment}"' in run_again
    name = re.compile(f"against {against}. Data: samples 500, .*seeds 0 to 4")
    expect(page.locator("#bench-curve")).to_have_attribute("aria-label", name)
