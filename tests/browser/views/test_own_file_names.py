"""What a visitor's file calls its classes is said wherever they are shown, also of a kept run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser.lab import PATIENCE_MS, Lab
from tests.browser.views.ownfile import bring, text_file, with_published_data_after

FAMILY = "own file"
KINDS = ("falling", "flat", "rising")
LINK = (
    "#/models?compare.models=linear,cnn&compare.steps=20&compare.eval_every=20&compare.seeds=1"
    "&compare.shuffled=no"
)
NAMED = re.compile(rf"^({'|'.join(KINDS)}), not ({'|'.join(KINDS)})$")


@pytest.fixture
def lab(shared_lab: Lab) -> Iterator[Lab]:
    yield from with_published_data_after(shared_lab.open(LINK))


def slopes() -> str:
    """120 noisy lines of 16 numbers that fall, stay or rise; networks err on some of them."""
    draw = np.random.RandomState(3)
    lines = ["kind," + ",".join(f"x{i}" for i in range(16))]
    for row in range(120):
        signal = (row % 3 - 1) * np.linspace(-0.4, 0.4, 16) + draw.randn(16)
        lines.append(",".join([KINDS[row % 3], *map(str, signal.round(3))]))
    return "\n".join(lines)


def use(page: Page) -> None:
    bring(page, text_file("slopes.csv", slopes()))
    expect(page.locator("#own-look-notes")).to_be_visible(timeout=PATIENCE_MS)
    page.locator("#own-look-use").click()
    expect(page.locator("#own-status")).to_contain_text("In use: slopes.csv")


def compared(lab: Lab) -> None:
    lab.press("compare", "toggle")
    lab.wait_for_phase("compare", "finished")


def says_names(lab: Lab) -> None:
    """Confusion matrices, errors by class and mistakes."""
    page = lab.page
    summary = lab.look_at(lab.reveal(page.locator("#confusion-summary")))
    expect(summary).to_contain_text(
        re.compile(rf"CNN: a ({'|'.join(KINDS)}) taken for a ({'|'.join(KINDS)})")
    )
    matrix = page.locator("#confusion-cnn svg")
    expect(matrix).to_contain_text("falling")
    expect(page.locator("#classerrors-chart")).to_contain_text("rising")
    page.locator("#mistakes-model").select_option("cnn")
    page.locator("#mistakes-other").select_option("")
    lab.look_at(page.locator("#mistakes-signals"))
    captions = page.locator("#mistakes-signals text.digit")
    expect(captions.first).to_have_text(NAMED, timeout=PATIENCE_MS)
    assert all(NAMED.fullmatch(text) for text in captions.all_text_contents())


def table(lab: Lab, figure: str) -> list[dict[str, str]]:
    button = lab.page.locator(f'[data-downloads="{figure}"] [data-kind="csv"]')
    with lab.page.expect_download() as download:
        lab.look_at(lab.reveal(button)).click()
    return list(csv.DictReader(io.StringIO(download.value.path().read_text())))


def test_mistakes_are_named_also_of_a_kept_run_whose_file_is_not_in_use(lab: Lab) -> None:
    page = lab.page
    use(page)
    compared(lab)
    says_names(lab)
    rows = table(lab, "mistakes")
    assert {row["true_class_name"] for row in rows} <= set(KINDS)
    assert all(KINDS[int(row["answer"])] == row["answer_name"] for row in rows)
    lab.wait_until_kept("compare", whole=True)
    lab.go("data")
    page.locator("#own-back").click()
    page.reload()
    lab.wait_for_state("ready")
    lab.wait_for_sections()
    lab.go("models")
    lab.press("compare", "continue")
    lab.wait_for_phase("compare", "finished")
    says_names(lab)
    assert page.evaluate("window.lab.permalink()").count("data_file") == 0, "it is not in use"


def test_a_person_answers_with_the_names_of_the_classes_that_there_are(lab: Lab) -> None:
    page = lab.page
    lab.go("models")
    crib = page.locator("#beat-crib-box")
    lab.look_at(page.locator("#beat-start"))
    expect(crib).to_be_visible()
    lab.go("data")
    use(page)
    lab.go("models")
    lab.look_at(page.locator("#beat-start"))
    expect(crib).to_be_hidden()
    page.locator("#beat-start").click()
    pad, said = page.locator("#beat-pad button:visible"), page.locator("#beat-feedback")
    expect(pad).to_have_text(["0: falling", "1: flat", "2: rising"])
    expect(said).to_have_text("The first signal. Press a button, or the key of its number.")
    page.keyboard.press("7")
    expect(page.locator("#beat-count")).to_have_text("Signal 1 of 20")
    page.keyboard.press("2")
    expect(said).to_have_text(
        re.compile(r"^(Right, rising|That was (falling|flat), not rising)\. ")
    )
    for _ in range(19):
        page.get_by_role("button", name="1: flat").click()
    expect(page.locator("#beat-game")).to_have_attribute("data-phase", "over")
    review = page.locator("#beat-review text.digit")
    expect(review.first).to_have_text(NAMED)
    rows = table(lab, "beat")
    assert [row["you_name"] for row in rows] == ["rising"] + ["flat"] * 19
    assert all(KINDS[int(row["true_class"])] == row["true_class_name"] for row in rows)


def test_the_same_file_by_another_reading_is_read_again(lab: Lab) -> None:
    """By a link, by Back, and where the reading does not fit."""
    page = lab.page
    use(page)
    status, third = page.locator("#own-status"), page.locator("#data-chart .digit").nth(2)
    expect(status).to_contain_text("random order")
    seeded = page.evaluate("window.lab.permalink()")
    page.goto(seeded + "&data_reading=order%3Dfile")
    expect(status).to_contain_text("In use: slopes.csv")
    expect(status).not_to_contain_text("random order")
    expect(third).to_have_text("rising")
    page.reload()
    lab.wait_for_state("ready")
    expect(status).to_contain_text("In use: slopes.csv", timeout=PATIENCE_MS)
    expect(status).not_to_contain_text("random order")
    page.go_back()
    expect(status).to_contain_text("random order")
    expect(third).to_have_text("rising")
    page.goto(seeded + "&data_reading=label%3Dnone")
    refused = page.locator("#refused")
    expect(refused).to_contain_text("file cannot be read as it says: ")
    expect(refused).to_contain_text(
        "slopes.csv: line 2, column 1 (kind): 'falling' is not a finite number"
    )
    expect(status).to_contain_text("In use: slopes.csv")
    expect(third).to_have_text("rising")
