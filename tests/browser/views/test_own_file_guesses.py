"""Each guess about a visitor's file, changed on the page, and what is then understood."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.lab import PATIENCE_MS, Lab
from tests.browser.views.ownfile import bring, guess, text_file, with_published_data_after

FAMILY = "own file"
X = np.random.RandomState(1).randn(40, 9).round(3)
ROWS = range(len(X))


@pytest.fixture
def lab(shared_lab: Lab) -> Iterator[Lab]:
    yield from with_published_data_after(shared_lab)


def table(*before: Any, header: bool = True, mark: str = ".") -> str:
    """Rows of the columns in ``before``, a label of 0 to 3 and nine numbers, ";" between."""
    names = [*(name for name, _ in before), "label", *(f"x{i}" for i in range(9))]
    lines = [";".join(names)] if header else []
    for row in ROWS:
        cells = [*(column[row] for _, column in before), row % 4, *X[row].tolist()]
        lines.append(";".join(str(cell).replace(".", mark) for cell in cells))
    return "\n".join(lines)


def counted() -> str:
    """The same below a row of 0, 1, 2, ..., as pandas writes it without names."""
    return ";".join(map(str, range(10))) + "\n" + table(header=False)


@dataclass(frozen=True)
class Change:
    """An option, the file, what is said of it first, what is chosen, and what is said then."""

    option: str
    text: str
    first: str
    choice: str
    then: str
    refused: bool = False


SET_TO_TEST = ["train" if row % 4 else "test" for row in ROWS]
CHANGES = (
    Change("delimiter", table(), "40 samples of 9 numbers", "bar", "line 1 has no numbers",
           refused=True),
    Change(
        "decimal", table(mark=","), "40 samples of 9 numbers", "point",
        "line 2, column 2 (x0): '1,624' is not a finite number", refused=True,
    ),
    Change("header", counted(), "40 samples of 9 numbers", "no", "41 samples of 9 numbers"),
    Change(
        "label", table(("half", [row % 2 for row in ROWS])), "in 4 classes", "1", "in 2 classes"
    ),
    Change(
        "index", table(("index", list(ROWS))), "of 9 numbers", "none", "40 samples of 10 numbers"
    ),
    Change("split", table(("is_train", [row % 2 for row in ROWS])), "20 for training", "none",
           "40 samples of 10 numbers in 4 classes: 32 for training, 8 for testing"),
    Change("ignore", table(), "of 9 numbers", "3", "40 samples of 8 numbers"),
    Change("length", table(), "of 9 numbers", "20", "40 samples of 20 numbers"),
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.option)
def test_a_guess_is_changed(lab: Lab, change: Change) -> None:
    page = lab.page
    bring(page, text_file("mine.csv", change.text))
    summary, refusal = page.locator("#own-look-summary"), page.locator("#own-look-refusal")
    expect(summary).to_contain_text(change.first, timeout=PATIENCE_MS)
    say(lab, change.option, change.choice)
    expect(refusal if change.refused else summary).to_contain_text(change.then)
    if change.refused:
        expect(page.locator("#own-look-use")).to_be_disabled()
        say(lab, change.option, "")
        expect(summary).to_contain_text(change.first)
        return
    page.locator("#own-look-use").click()
    expect(page.locator("#own-status")).to_contain_text("In use: mine.csv")
    assert f"data_reading={change.option}%3D{change.choice}" in page.evaluate(
        "window.lab.permalink()"
    )


def say(lab: Lab, option: str, choice: str) -> None:
    field = guess(lab.page, option)
    if field.evaluate("(field) => field.localName") == "select":
        field.select_option(choice)
    else:
        field.fill(choice)
        field.blur()


def test_the_order_of_the_rows_can_be_left_as_it_is(lab: Lab) -> None:
    page = lab.page
    bring(page, text_file("mine.csv", table(("split", SET_TO_TEST))))
    notes = page.locator("#own-look-notes")
    expect(notes).to_contain_text("put in a random order (seed 42)", timeout=PATIENCE_MS)
    say(lab, "order", "file")
    expect(notes).not_to_contain_text("random order")


def test_which_of_two_arrays_holds_the_labels_is_said(lab: Lab) -> None:
    page = lab.page
    buffer = io.BytesIO()
    np.savez(buffer, X=X, y=np.arange(40) % 4, target=np.arange(40) % 2)
    bring(page, {"name": "two.npz", "mimeType": "application/zip", "buffer": buffer.getvalue()})
    refusal = page.locator("#own-look-refusal")
    expect(refusal).to_contain_text("two arrays of labels: y and target", timeout=PATIENCE_MS)
    options = guess(page, "label").locator("option")
    assert options.all_text_contents() == ["find out", "y", "target"]
    say(lab, "label", "target")
    expect(refusal).to_be_hidden()
    expect(page.locator("#own-look-summary")).to_contain_text("in 2 classes")


def test_a_label_in_the_middle_of_a_refused_file_is_chosen_by_its_name(lab: Lab) -> None:
    page = lab.page
    names = [*(f"a{i}" for i in range(4)), "klass", *(f"b{i}c" for i in range(5))]
    rows = [[*X[row, :4], row % 4, *X[row, 4:]] for row in ROWS]
    lines = [",".join(names), *(",".join(map(str, row)) for row in rows)]
    bring(page, text_file("middle.csv", "\n".join(lines)))
    refusal = page.locator("#own-look-refusal")
    expect(refusal).to_contain_text("no column of labels was found", timeout=PATIENCE_MS)
    guess(page, "label").select_option(label="5 (klass)")
    expect(refusal).to_be_hidden()
    expect(page.locator("#own-look-summary")).to_contain_text("40 samples of 9 numbers in 4")
