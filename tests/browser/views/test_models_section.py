"""The models beyond the one training: comparison, knob, game, gradient check, speed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lab import PATIENCE_MS, Lab
from tests.browser.views.models import (
    SETTINGS,
    check_files,
    compared,
    config_of,
    finals,
    rows_of,
    table_of,
)

# "speed" has no files until it is measured, which its own test does.
FIGURES = (
    "compare", "compare-bars", "confusion", "classerrors", "mistakes", "knob", "gradcheck",
)  # fmt: skip


FAMILY = "models"


@pytest.fixture
def lab(shared_lab: Lab) -> Lab:
    return compared(shared_lab)


def test_models_stand_side_by_side_in_both_orders(lab: Lab) -> None:
    page, rows = lab.page, rows_of(lab, "compare")
    for order in ("plain", "shuffled"):
        chart = page.locator(f"#compare-{order}-chart")
        expect(chart.locator(".series.mean")).to_have_count(2)
        # Two seeds: each line has its band.
        expect(chart.locator(".series-cnn.band")).to_have_count(1)
        accuracies = finals(rows, "cnn", order == "shuffled")
        assert len(accuracies) == 2
        cell = page.locator(f'[data-ours="cnn/{order}"]').inner_text()
        low, high = min(accuracies), max(accuracies)
        assert cell == f"{sum(accuracies) / 2:.1f} (n = 2, {low:.1f} to {high:.1f})"
    assert {row["seed"] for row in rows} == {0, 1}
    expect(page.locator('[data-ours="gru/plain"]')).to_have_text("not run")


def test_published_numbers_come_from_the_package(lab: Lab) -> None:
    published = config_of(lab.page)["published"]
    row = lab.page.locator("table.ours tbody tr", has_text="CNN")
    cells = row.locator("td:not(.own)").all_inner_texts()
    asked = [("readme", "plain"), ("notebook", "plain"), ("readme", "shuffled")]
    asked += [("notebook", "shuffled"), ("readme", "mnist")]
    texts = {
        (m["source"], m["data"]): m["text"] for m in published["models"] if m["model"] == "cnn"
    }
    assert cells == [texts[key] for key in asked]
    exported = {
        (r["source"], r["data"], r["model"]): r["low"] for r in table_of(lab, "compare-bars")
    }
    assert exported["readme", "plain", "cnn"] == "94"
    assert ("this page", "plain", "linear") in exported
    # A bar for each of 2 models and 2 orders, a tick for each published number of all 4 models.
    expect(lab.page.locator("#compare-bars .bar")).to_have_count(4)
    expect(lab.page.locator("#compare-bars .published")).to_have_count(8)


def test_cost_of_every_model_is_on_display(lab: Lab) -> None:
    table = lab.page.locator("#compare-cost")
    linear = table.locator("tr", has_text="Logistic").locator("td").all_inner_texts()
    assert linear[:2] == ["410", "400"]
    assert linear[5] == "4 of 4 trained"
    cnn = table.locator("tr", has_text="CNN").locator("td").all_inner_texts()
    assert cnn[:2] == ["5,210", "31,750"]
    assert float(cnn[3].replace(",", "")) > 0


def test_the_knob_is_turned_from_end_to_end(lab: Lab) -> None:
    page = lab.page
    page.locator('[data-scope="knob"][data-preset="noise"]').click()
    expect(page.locator("#knob-values")).to_have_value(re.compile("0.02"))
    page.locator("#knob-knob").select_option("max_translation")
    expect(page.locator("#knob-values")).to_have_value("")
    for name in ("hidden", "steps", "points", "seeds"):
        lab.set(f"knob-{name}", str(SETTINGS.get(f"knob.{name}", 1)))
    for model in ("cnn", "gru"):
        page.locator(f"#knob-models-{model}").uncheck()
    lab.set("knob-range", "0, 20")
    lab.press("knob", "toggle")
    lab.wait_for_phase("knob", "finished")
    rows = [row for row in rows_of(lab, "knob") if row["final"]]
    assert [row["value"] for row in rows if row["model"] == "linear"] == [0, 10, 20]
    axis = page.locator("#knob-chart [aria-label='x-axis label']")
    expect(axis).to_have_text("Translation, positions")
    expect(page.locator("#knob-chart .series.mean")).to_have_count(2)
    still = next(row["test_acc"] for row in rows if row["model"] == "mlp")
    expect(page.locator("#knob-summary")).to_contain_text(f"MLP from {still:.1f} % at 0")


def test_a_range_that_is_none_gets_one_sentence(lab: Lab) -> None:
    lab.set("knob-range", "7")
    lab.press("knob", "toggle")
    failure = lab.bar("knob").locator("[data-failure]")
    expect(failure).to_contain_text("Range must be two numbers, lowest and highest")
    lab.set("knob-range", "")
    lab.press("knob", "reset")
    expect(failure).to_be_hidden()


def test_a_person_plays_with_the_keyboard_alone(lab: Lab) -> None:
    page = lab.page
    game = page.locator("#beat-game")
    expect(page.locator("#beat-crib text.digit")).to_have_count(10)
    expect(page.locator("#beat-total")).to_have_text("No game yet.")
    expect(page.locator('[data-downloads="beat"] button:enabled')).to_have_count(0)
    page.locator("#beat-start").focus()
    page.keyboard.press("Enter")
    expect(game).to_have_attribute("data-phase", "playing")
    for _ in range(10):
        page.keyboard.press("1")
    expect(page.locator("#beat-count")).to_have_text("Signal 11 of 20")
    expect(page.locator("#beat-summary")).to_contain_text(
        "of 10 right. On the same signals: Logistic"
    )
    for digit in (3, 5, 7, 9, 0):
        page.keyboard.press(str(digit))
        page.locator(f'#beat-pad [data-digit="{digit}"]').click()
    expect(game).to_have_attribute("data-phase", "over")
    expect(page.locator("#beat-start")).to_be_focused()
    check_files(lab, "beat")
    rows = table_of(lab, "beat")
    truths = lab.run("dataset", {"num_samples": 500})["arrays"]["y_test"]
    labels = page.evaluate(
        "(data) => [...new BigInt64Array("
        "Uint8Array.from(atob(data), (c) => c.charCodeAt(0)).buffer)].map(Number)",
        truths["data"],
    )
    assert [int(r["true_class"]) for r in rows] == [labels[int(r["test_index"])] for r in rows]
    right = sum(r["you"] == r["true_class"] for r in rows)
    expect(page.locator("#beat-summary")).to_contain_text(f"You: {right} of 20 right")
    rival = sum(r["cnn"] == r["true_class"] for r in rows)
    expect(page.locator("#beat-summary")).to_contain_text(f"CNN {rival}")
    expect(page.locator("#beat-review text.digit")).to_have_count(20 - right)
    expect(page.locator("#beat-chart .series-you.mean")).to_have_count(1)
    expect(page.locator("#beat-table tbody tr")).to_have_count(1)
    assert "95.8" in page.locator("#beat-summary").inner_text()
    page.locator("#beat-erase").click()
    expect(page.locator("#beat-scores")).to_be_hidden()
    assert page.evaluate("localStorage.getItem('mnist1d-lab-games')") is None


def test_the_gradient_of_the_network_on_screen_is_checked(lab: Lab) -> None:
    page = lab.page
    page.locator("#benchmark-models").select_option("cnn")
    expect(page.locator("#gradcheck-network")).to_contain_text("CNN, seed 0")
    lab.press("gradcheck", "toggle")
    lab.wait_for_phase("gradcheck", "finished")
    expect(page.locator("#gradcheck-summary")).to_contain_text("Every parameter passes")
    entries = table_of(lab, "gradcheck")
    assert len({row["parameter"] for row in entries}) == 8
    assert len(entries) == 8 * 3
    for row in entries:
        assert float(row["analytic"]) == pytest.approx(float(row["numeric"]), rel=1e-5, abs=1e-9)
    expect(page.locator("#gradcheck-chart .series-cnn")).to_have_count(1)
    expect(page.locator("#gradcheck-table tbody tr")).to_have_count(8)
    page.locator("#benchmark-models").select_option("mlp")


def test_the_speed_of_this_browser_names_its_backends(lab: Lab) -> None:
    lab.press("speed", "toggle")
    lab.wait_for_phase("speed", "finished")
    rows = rows_of(lab, "speed")
    backend = lab.page.evaluate("window.lab.backend")
    assert {row["model"] for row in rows} == {"linear", "mlp"}
    assert {backend, "numpy"} <= {row["backend"] for row in rows}
    for row in rows:
        assert row["gflops"] == pytest.approx(2e-6 * row["step_multiply_adds"] / row["ms_per_step"])
    best = min((r for r in rows if r["model"] == "mlp"), key=lambda row: row["ms_per_step"])
    told = re.compile(rf"MLP [\d.]+ ms a step \({best['backend']}\)")
    expect(lab.page.locator("#speed-summary")).to_have_text(told)
    expect(lab.page.locator("#speed-table tbody tr")).to_have_count(len(rows))


def test_a_divergence_is_explained_and_no_error(lab: Lab) -> None:
    page = lab.page
    page.locator("#benchmark-optimizer").select_option("sgd")
    lab.set("benchmark-learning_rate", "1")
    lab.set("benchmark-momentum", "0.99")
    lab.set("benchmark-steps", "400")
    lab.set("benchmark-eval_every", "5")
    lab.press("benchmark", "toggle")
    lab.wait_for_phase("benchmark", "finished")
    bar = lab.bar("benchmark")
    expect(bar.locator("[data-notice]")).to_contain_text("Try a learning rate of 0.1 instead of 1")
    expect(bar.locator("[data-failure]")).to_be_hidden()
    assert rows_of(lab, "benchmark")[-1]["step"] < 400


def test_it_says_beforehand_how_long_a_comparison_will_take(lab: Lab) -> None:
    text = lab.page.locator("#compare-estimate")
    text.scroll_into_view_if_needed()
    expect(text).to_have_text(re.compile(r"^About \d[\d.]* s here\.$"), timeout=PATIENCE_MS)
    small = text.inner_text()
    # 500 times the steps take longer than ten seconds on any machine.
    lab.set("compare-steps", "20000")
    lab.set("compare-seeds", "10")
    expect(text).not_to_have_text(small)
    expect(text).to_have_text(re.compile(r"^About (\d\d+ s|\d+ min( \d+ s)?|[\d.]+ h) here\.$"))
    lab.set("compare-steps", "40")
    lab.set("compare-seeds", "2")


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_gives_its_data_and_its_picture(lab: Lab, name: str) -> None:
    check_files(lab, name)


def _fetched(page: Page, ending: str) -> int:
    """How many files of such a name the page has fetched, ever."""
    names: list[str] = page.evaluate(
        "() => performance.getEntriesByType('resource').map(({ name }) => name)"
    )
    return sum(name.endswith(ending) for name in names)


def test_mnist_is_fetched_by_a_press_and_stands_beside_mnist_1d(lab: Lab) -> None:
    page = lab.page
    chart = lab.look_at(page.locator("#mnist-chart"))
    # The recorded run is there before anything of MNIST is.
    expect(chart.locator(".series-mnist.marks")).to_have_count(3)
    assert _fetched(page, ".npz") == 0
    lab.press("mnist", "toggle")
    lab.wait_for_phase("mnist", "finished")
    assert _fetched(page, "/mnist.npz") == 1
    rows = [row for row in rows_of(lab, "mnist") if row["final"]]
    sizes = {(row["dataset"], row["features"], row["train_samples"]) for row in rows}
    assert sizes == {("mnist", 784, 100), ("mnist1d", 40, 400)}
    assert len(rows) == 6
    for dataset in ("mnist", "mnist1d"):
        expect(chart.locator(f".series-{dataset}.marks")).to_have_count(3)
        expect(page.locator(f"#mnist-map-{dataset} .glyphs text")).to_have_count(20)
    expect(page.locator("#mnist-table tbody tr")).to_have_count(6)
    assert len(table_of(lab, "mnist-maps")) == 40
