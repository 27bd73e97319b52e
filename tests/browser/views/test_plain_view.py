"""The view of all experiments: whatever has no part made for it is run from what it says."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.lab import PATIENCE_MS, Lab, without_times

SMALL_UNTRAINED = {
    "num_samples": 500,
    "hidden": 16,
    "steps": 40,
    "eval_every": 20,
    "sparsities": [0, 0.5],
    "trials": 2,
    "popup_steps": 20,
}


# They answer by themselves as their settings are turned.
WITHOUT_BUTTONS = {"bench", "bench_sweep", "preview", "dataset"}


def _link(name: str, values: dict[str, Any]) -> str:
    pairs = [
        f"{key if key == 'num_samples' else f'{name}.{key}'}="
        + (",".join(map(str, value)) if isinstance(value, list) else str(value))
        for key, value in values.items()
    ]
    return f"#/experiments/{name}?" + "&".join(pairs)


def test_every_experiment_is_in_the_list_and_runs_somewhere(lab: Lab) -> None:
    page = lab.page
    lab.open("#/experiments")
    experiments = page.evaluate("() => window.lab.experiments()")
    assert sorted(page.locator(".experiments code").all_inner_texts()) == sorted(experiments)
    elsewhere = page.locator(".experiments li:has(.where) code").all_inner_texts()
    for name in elsewhere:
        runs = page.locator(f'main > :not(#experiments) [data-run="{name}"]')
        assert runs.count() or name in WITHOUT_BUTTONS
    for name in set(experiments) - set(elsewhere):
        part = page.locator(f"#{name}")
        expect(part.locator("h3")).to_have_text(experiments[name]["title"])
        expect(part.locator('[data-do="toggle"]')).to_be_enabled(timeout=PATIENCE_MS)
        for param in experiments[name]["params"]:
            if param["group"] == name:
                expect(part.locator(f'[data-name="{param["name"]}"]')).to_have_count(1)


def test_a_recorded_run_comes_when_its_part_is_near_and_has_its_curves(lab: Lab) -> None:
    page = lab.page
    lab.open("#/experiments/orders")
    part = page.locator("#orders")
    expect(part.locator("#orders-summary")).to_contain_text("lottery from", timeout=PATIENCE_MS)
    expect(part.locator("#orders-origin")).to_contain_text("seeds 0 to 4")
    expect(part.locator("#orders-sums-0 svg").first).to_be_visible()
    expect(part.locator("#orders-sums-2-legend")).to_contain_text("rolled")


def test_a_plain_view_runs_its_experiment_and_shows_what_lab_run_gives(lab: Lab) -> None:
    page = lab.page
    name = "untrained"
    lab.open(_link(name, SMALL_UNTRAINED))
    expect(page.locator(f"#{name}-estimate")).to_have_text(
        re.compile(r"About .+ here\."), timeout=PATIENCE_MS
    )
    lab.press(name, "toggle")
    lab.wait_for_phase(name, "finished")
    record = lab.run(name, SMALL_UNTRAINED)
    assert without_times(lab.shown_rows(name)) == without_times(record["rows"])

    figure = record["figure"]
    x, y = figure["x"]["column"], figure["y"]["column"]
    spots: dict[tuple[str, float], list[float]] = {}
    for row in record["rows"]:
        if row.get("final", True):
            spots.setdefault((row["arm"], row[x]), []).append(row[y])
    arms = {arm for arm, _ in spots}
    expect(page.locator(f"#{name}-legend li")).to_have_count(len(arms))
    expect(page.locator(f"#{name}-chart path.mean, #{name}-chart .mean path")).to_have_count(
        len(arms)
    )
    page.locator(f"#{name} summary", has_text="The numbers").click()
    lines = page.locator(f"#{name}-table tbody tr")
    expect(lines).to_have_count(len(spots))
    means = sorted(float(text) for text in lines.locator("td:nth-child(3)").all_inner_texts())
    wanted = sorted(float(f"{sum(values) / len(values):.4g}") for values in spots.values())
    assert means == pytest.approx(wanted)

    page.locator(f"#{name}-sums summary").click()
    expect(page.locator(f"#{name}-sums-table tbody tr")).to_have_count(len(record["summary"]))


def test_no_two_elements_of_the_page_have_one_id(lab: Lab) -> None:
    """A part has its experiment's name as its id, which nobody else may have."""
    page = lab.page
    lab.open()
    ids = page.locator("[id]").evaluate_all("(all) => all.map(({ id }) => id)")
    assert sorted(ids) == sorted(set(ids))
