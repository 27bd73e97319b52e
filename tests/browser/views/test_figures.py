"""What a figure says of itself: whether it is of the settings that the controls have now."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lab import SMALL, Lab, small_link, without_times


def test_a_figure_of_other_settings_says_so_and_one_press_runs_it_again(lab: Lab) -> None:
    page = lab.page
    lab.open(small_link())
    figure = page.locator("figure", has=page.locator("#tickets-chart"))
    note = figure.locator(".outdated")
    again = note.get_by_role("button", name="Run again")
    expect(note).to_contain_text("Recorded with other settings than the controls: ")
    lab.press("lottery", "toggle")
    lab.wait_for_phase("lottery", "finished")
    expect(note).to_be_hidden()
    expect(figure).not_to_have_attribute("data-outdated", "")

    page.locator("#databar summary").click()
    lab.set("bar-iid_noise_scale", "0.3")
    expect(note).to_contain_text("other settings than the controls: noise 0.02 (now 0.3).")
    expect(figure).to_have_attribute("data-outdated", "")
    again.click()
    expect(note).to_be_hidden()
    lab.wait_for_phase("lottery", "finished")
    expected = lab.run("lottery", {**SMALL, "iid_noise_scale": 0.3})["rows"]
    assert without_times(lab.shown_rows("lottery")) == without_times(expected)

    lab.set("bar-iid_noise_scale", "0.1")
    note.get_by_role("button", name="Take its settings").click()
    expect(note).to_be_hidden()
    expect(page.locator("#bar-iid_noise_scale")).to_have_value("0.3")
    expect(page).to_have_url(re.compile("iid_noise_scale=0.3"))


def test_a_run_that_waits_is_started_anew_with_other_settings(lab: Lab) -> None:
    page = lab.page
    lab.open(small_link(steps=20000, seed=3))
    lab.press("lottery", "step")  # and waits: left to itself it might be over too soon
    lab.wait_for_phase("lottery", "paused")
    page.locator("#tickets form details.more").evaluate_all(
        "(all) => all.forEach((one) => { one.open = true; })"
    )
    lab.set("lottery-steps", "120")
    note = page.locator("figure", has=page.locator("#tickets-chart")).locator(".outdated")
    expect(note).to_contain_text("This runs with other settings than the controls: ")
    note.get_by_role("button", name="Run again").click()
    lab.wait_for_phase("lottery", "finished")
    expect(note).to_be_hidden()
    assert max(row["step"] for row in lab.shown_rows("lottery")) == 120


def test_a_kept_run_is_offered_with_its_data_and_shown_beside_other_controls(
    lab: Lab, reload: Callable[[], None]
) -> None:
    page = lab.page
    lab.open(small_link() + "&iid_noise_scale=0.3")
    lab.press("lottery", "toggle")
    lab.wait_for_phase("lottery", "finished")
    lab.wait_until_kept("lottery", whole=True)
    kept = without_times(lab.shown_rows("lottery"))
    lab.open(small_link() + "&iid_noise_scale=0.1")
    reload()
    offer = lab.bar("lottery").locator("[data-offer-text]")
    expect(offer).to_contain_text("Data: noise 0.3, samples 500, seed 42.")
    expect(offer).to_contain_text("Training: MLP, 24 units, 120 steps at rate 0.02.")
    expect(offer).to_contain_text("The controls have other settings: noise 0.3 (now 0.1).")
    lab.press("lottery", "continue")
    lab.wait_for_phase("lottery", "finished")
    assert without_times(lab.shown_rows("lottery")) == kept
    note = page.locator("figure", has=page.locator("#tickets-chart")).locator(".outdated")
    expect(note).to_contain_text("This was run with other settings than the controls: noise 0.3")
    expect(page.locator("#tickets-origin")).to_contain_text("Your run, seed 0. Data: noise 0.3")
    spoken = re.compile(
        "Data: noise 0.3, samples 500, seed 42. Training: MLP, .*, seed 0. MNIST-1D"
    )
    expect(page.locator("#tickets-chart")).to_have_attribute("aria-label", spoken)


def test_a_run_on_other_data_is_no_mark_of_the_published_kind(lab: Lab) -> None:
    page = lab.page
    link = "#/models?num_samples=500&benchmark.models=mlp&benchmark.hidden=16&benchmark.steps=30"
    lab.open(link)
    lab.press("benchmark", "toggle")
    lab.wait_for_phase("benchmark", "finished")
    lab.go("about")
    expect(page.locator("#why-chart .series-yours.open")).to_have_count(1)
    expect(page.locator("#why-table [data-model=mlp]")).to_contain_text("(samples 500, seed 42)")
    expect(page.locator("#why-summary")).to_contain_text("These are not the published data")


# Texts of a picture that reach out of it, and what its legend names.
READ = """(text) => {
    const root = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    document.body.append(root);
    const { right } = root.getBoundingClientRect();
    const texts = [...root.querySelectorAll("text")];
    const out = texts.filter((one) => one.getBoundingClientRect().right > right + 1);
    const told = texts.map((one) => one.textContent);
    const alt = root.querySelector("desc").textContent;
    root.remove();
    return { out: out.map((one) => one.textContent), told, alt };
}"""


def picture_of(page: Page, figure: str) -> dict[str, Any]:
    button = page.locator(f'[data-downloads="{figure}"] [data-kind="svg"]')
    with page.expect_download() as download:
        button.click()
    elsewhere = page.context.new_page()  # the lab's own policy lets no text become markup
    read: dict[str, Any] = elsewhere.evaluate(READ, download.value.path().read_text())
    elsewhere.close()
    return read


@pytest.mark.parametrize("width", [1440, 390])
def test_pictures_are_whole_named_and_keyed_by_what_they_show(lab: Lab, width: int) -> None:
    page = lab.page
    page.set_viewport_size({"width": width, "height": 800})
    lab.open("#/models")
    drawn = {
        "confusion": ("#confusion-figure .matrix svg", 4),
        "compare": ("#compare .pair svg", 2),
    }
    for name, (pictures, count) in drawn.items():
        lab.look_at(page.locator(f'[data-downloads="{name}"]'))
        expect(page.locator(pictures)).to_have_count(count)
        read = picture_of(page, name)
        assert read["out"] == [], "texts are cut off"
        assert read["alt"].startswith(
            "Recorded run. Data: published data, seed 42. Training: Logistic, MLP, "
        )
        names = {
            "confusion": {"Logistic", "MLP", "CNN", "GRU"},
            "compare": {"Positions in order", "Positions shuffled"},
        }
        assert names[name] <= set(read["told"])
    lab.go("tickets")
    lab.look_at(page.locator('[data-downloads="lottery"]'))
    expect(page.locator("#tickets-chart svg")).to_be_attached()
    read = picture_of(page, "lottery")
    assert read["out"] == []
    assert {"lottery", "random", "dense"} <= set(read["told"])
    assert "pruned in one go" not in read["told"], "an arm that was not run is in the legend"
    assert "seeds 0 to 1" in read["alt"]


# Every domain that the accuracy axis has from a search's start on, as its lowest and highest tick.
AXIS = """(host) => {
    const seen = [];
    const bar = document.querySelector('[data-run="lottery"]');
    const look = () => {
        if (bar.dataset.phase === "recorded") return;
        const ticks = [...host.querySelectorAll("[aria-label='y-axis tick label'] text")];
        const at = ticks.map((tick) => Number(tick.textContent));
        const ends = [Math.min(...at), Math.max(...at)];
        if (at.length > 1 && String(seen.at(-1)) !== String(ends)) seen.push(ends);
    };
    new MutationObserver(look).observe(host, { childList: true, subtree: true });
    return seen;
}"""


def test_the_axis_of_a_running_figure_only_widens(lab: Lab) -> None:
    page = lab.page
    lab.open(small_link(eval_every=2, steps=400, sparsities=[0, 0.3]))
    host = lab.look_at(page.locator("#tickets-chart"))
    seen = host.evaluate_handle(AXIS)
    lab.press("lottery", "step")  # an untrained network, far below what it will come to
    lab.wait_for_phase("lottery", "paused")
    first = lab.shown_rows("lottery")[0]["test_acc"]
    lab.press("lottery", "toggle")
    lab.wait_for_phase("lottery", "finished")
    lowest = min(row["test_acc"] for row in lab.shown_rows("lottery") if row["final"])
    assert first < lowest - 10
    ends: list[list[float]] = seen.json_value()
    assert ends
    for (low, high), (lower, higher) in pairwise(ends):
        assert lower <= low
        assert higher >= high
    assert ends[-1][0] <= first


# How the axes of several charts change from a run's start to its end.
DOMAINS = """([hosts, run]) => {
    const seen = {};
    const bar = document.querySelector(`[data-run="${run}"]`);
    const look = (id) => {
        const drawn = document.querySelector(`#${id} svg.chart`);
        if (bar.dataset.phase !== "running" || !drawn?.scale) return;
        for (const name of ["x", "y"]) {
            const domain = drawn.scale(name)?.domain.map(Number);
            const before = (seen[`${id} ${name}`] ??= []);
            if (domain?.every(Number.isFinite) && String(before.at(-1)) !== String(domain)) {
                before.push(domain);
            }
        }
    };
    for (const id of hosts) {
        const host = document.getElementById(id);
        new MutationObserver(() => look(id)).observe(host, { childList: true, subtree: true });
    }
    return seen;
}"""


def only_widen(seen: dict[str, list[list[float]]]) -> list[str]:
    """The axes that have become narrower at one end, once something was drawn on them."""
    moved = []
    for name, domains in seen.items():
        drawn = [domain for domain in domains if domain != [0, 1]]
        for (low, high), (lower, higher) in pairwise(drawn):
            if lower > low or higher < high:
                moved.append(f"{name}: {[low, high]}, then {[lower, higher]}")
    return moved


def test_the_axes_inside_a_level_only_widen_while_the_search_moves_on(lab: Lab) -> None:
    page = lab.page
    lab.open(small_link(steps=200, sparsities=[0, 0.3, 0.6, 0.9, 0.95], trials=2))
    lab.look_at(page.locator("#level-weights"))
    hosts = ["level-training", "level-weights", "level-inputs", "level-units", "adjacency-chart"]
    seen = page.evaluate_handle(DOMAINS, [hosts, "lottery"])
    lab.press("lottery", "toggle")
    lab.look_at(page.locator("#level-weights"))
    lab.wait_for_phase("lottery", "finished")
    domains = seen.json_value()
    assert len(domains["level-weights y"]) > 0
    assert only_widen(domains) == []


def test_the_axes_of_what_a_plain_run_sums_up_only_widen(lab: Lab) -> None:
    page = lab.page
    settings = {"hidden": 8, "steps": 20, "control_steps": 40, "trials": 4}
    settings |= {"rolls": "1,5,10,20", "chunks": "2,5,10"}
    link = "&".join(f"orders.{name}={value}" for name, value in settings.items())
    lab.open(f"#/experiments?num_samples=300&{link}")
    lab.look_at(page.locator("#orders-sums-0"))
    hosts = ["orders-chart", "orders-sums-0"]
    seen = page.evaluate_handle(DOMAINS, [hosts, "orders"])
    lab.press("orders", "toggle")
    lab.look_at(page.locator("#orders-chart"))
    lab.wait_for_phase("orders", "finished")
    domains = seen.json_value()
    assert len(domains["orders-chart y"]) > 0
    assert only_widen(domains) == []


def test_a_summary_leads_with_the_level_that_validation_chose(lab: Lab) -> None:
    page = lab.page
    lab.open(small_link(sparsities=[0, 0.5, 0.999], trials=2))
    lab.press("lottery", "toggle")
    lab.wait_for_phase("lottery", "finished")
    with page.expect_download() as download:
        page.locator('[data-downloads="lottery"] [data-kind="json"]').click()
    record = json.loads(download.value.path().read_text())
    chosen = [row for row in record["summary"] if row["what"] == "chosen"]
    assert [row["trial"] for row in chosen] == [0, 1]
    mean = sum(row["test_acc"] for row in chosen) / 2
    summary = page.locator("#tickets-summary")
    expect(summary).to_contain_text(
        f"Test accuracy at the level chosen on validation samples: lottery {mean:.1f} %"
    )
    expect(page.locator("#tickets-lottery")).to_have_text(f"{mean:.1f} %")
    expect(summary).to_contain_text("At the last level: lottery")
    # With one weight in a thousand left, a run of neighbours is far from chance's: powers of ten.
    lab.look_at(page.locator("#adjacency-chart"))
    ticks = page.locator("#adjacency-chart [aria-label='x-axis tick label'] text")
    expect(ticks.first).to_be_attached()
    expect(ticks.nth(7)).not_to_be_attached()
