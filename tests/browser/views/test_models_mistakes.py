"""Where the compared models go wrong: counts, signals, and the order in which they stand."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.lab import PATIENCE_MS, Lab, wait_until
from tests.browser.views.models import TEST_SAMPLES, compared, finals, rows_of, table_of

FAMILY = "models"


@pytest.fixture
def lab(shared_lab: Lab) -> Lab:
    return compared(shared_lab)


def test_confusion_counts_every_test_signal_once_a_seed(lab: Lab) -> None:
    page = lab.page
    expect(page.locator("#confusion-cnn.matrix svg")).to_be_visible()
    counts = page.locator("#confusion-cnn .count text")
    wait_until(
        page,
        lambda: sum(map(int, counts.all_text_contents())) == 2 * TEST_SAMPLES,
        "every test signal once a seed",
    )
    rows = [r for r in table_of(lab, "confusion") if r["model"] == "cnn"]
    assert len(rows) == 100
    right = sum(int(r["count"]) for r in rows if r["true_class"] == r["answer"])
    accuracies = finals(rows_of(lab, "compare"), "cnn", shuffled=False)
    assert right == pytest.approx(sum(accuracies))
    expect(page.locator("#confusion-gru-note")).to_contain_text("not run")
    page.locator("#mistakes-order").select_option("shuffled")
    expect(page.locator("#confusion-summary")).to_contain_text("CNN")
    assert {r["positions"] for r in table_of(lab, "confusion")} == {"shuffled"}
    page.locator("#mistakes-order").select_option("plain")


def test_the_signals_a_model_gets_wrong_are_shown(lab: Lab) -> None:
    page = lab.page
    page.locator("#mistakes-model").select_option("linear")
    page.locator("#mistakes-other").select_option("")
    captions = page.locator("#mistakes-signals text.digit")
    expect(captions).to_have_count(10)
    rows = table_of(lab, "mistakes")
    first = [f"{r['true_class']}, not {r['answer']}" for r in rows[:10]]
    expect(captions).to_have_text(first)
    assert all(r["true_class"] != r["answer"] for r in rows)
    sure = [float(r["probability"]) for r in rows]
    assert sure == sorted(sure, reverse=True)
    page.locator("#mistakes-more").click()
    expect(page.locator("#mistakes-summary")).to_contain_text("; 11 to ")
    page.locator("#mistakes-other").select_option("cnn")
    assert len(table_of(lab, "mistakes")) < len(rows)


def test_a_recorded_run_has_no_probabilities_to_order_its_mistakes_by(lab: Lab) -> None:
    """Run here, the surest come first and it is said; recorded, they stand as in the test set."""
    page = lab.page
    summary = page.locator("#mistakes-summary")
    page.locator("#mistakes-model").select_option("linear")
    page.locator("#mistakes-other").select_option("")
    lab.look_at(page.locator("#mistakes-signals"))
    expect(summary).to_contain_text("the surest mistakes first", timeout=PATIENCE_MS)
    lab.press("compare", "reset")
    lab.wait_for_phase("compare", "recorded")
    lab.look_at(page.locator("#mistakes-signals"))
    expect(summary).to_contain_text("; 1 to 10, in the order of the test set.")
    expect(summary).not_to_contain_text("surest")
    rows = table_of(lab, "mistakes")
    places = [int(row["test_index"]) for row in rows]
    assert places == sorted(places)
    assert {row["probability"] for row in rows} == {""}
    captions = page.locator("#mistakes-signals text.digit")
    expect(captions).to_have_text([f"{r['true_class']}, not {r['answer']}" for r in rows[:10]])
