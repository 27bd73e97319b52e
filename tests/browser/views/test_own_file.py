"""A visitor's file: what was understood of it is shown, and can be changed, before it is used."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from mnist1d_lab.data import read_data_file
from playwright.sync_api import expect

from tests.browser.lab import PATIENCE_MS, Lab
from tests.browser.views.axe import violations_once
from tests.browser.views.ownfile import (
    NAMES,
    bring,
    chosen,
    german,
    guess,
    text_file,
    with_published_data_after,
)

FAMILY = "own file"


@pytest.fixture
def lab(shared_lab: Lab) -> Iterator[Lab]:
    yield from with_published_data_after(shared_lab)


@pytest.mark.main
def test_what_was_understood_is_shown_and_nothing_used_before_a_yes(
    lab: Lab, tmp_path: Path
) -> None:
    page = lab.page
    path = tmp_path / "Mappe1.csv"
    path.write_text(german())
    in_use = page.locator("#own-status").text_content()
    bring(page, path)
    look = page.locator("#own-look")
    expect(look).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator("#own-look-summary")).to_have_text(
        "240 samples of 40 numbers in 10 classes: 192 for training, 48 for testing."
    )
    found = {name: chosen(page, name) for name in ("delimiter", "decimal", "header", "label")}
    assert found == {
        "delimiter": "found: semicolon ;",
        "decimal": "found: comma ,",
        "header": "found: yes",
        "label": "found: 41 (Klasse)",
    }
    expect(page.locator("#own-look-signals .curve")).to_have_count(3)
    rows = page.locator("#own-look-classes tbody tr")
    expect(rows).to_have_count(10)
    native = read_data_file(str(path))
    shown = [row.split("\t") for row in rows.all_inner_texts()]
    assert shown == [
        [str(c["label"]), c["name"], str(c["train"]), str(c["test"])]
        for c in native.understood["classes"]
    ]
    assert page.locator("#own-look-notes li").all_inner_texts() == list(native.notes)
    page.locator("#own-look-leave").click()
    expect(look).to_be_hidden()
    assert page.locator("#own-status").text_content() == in_use
    assert "data_file" not in page.evaluate("window.lab.permalink()")


def test_a_guess_is_changed_and_the_file_used_as_said(lab: Lab) -> None:
    page = lab.page
    bring(page, text_file("Mappe2.csv", german(300, 2000)))
    notes = page.locator("#own-look-notes")
    expect(notes).to_contain_text(
        "Standardise the whole set (scale=whole), or each signal", timeout=PATIENCE_MS
    )
    guess(page, "scale").select_option("whole")
    expect(notes).not_to_contain_text("scale=whole")
    guess(page, "label").select_option("1")
    refusal = page.locator("#own-look-refusal")
    expect(refusal).to_contain_text("line 2, column 41 (Klasse): 'digit 0' is not a finite number")
    expect(page.locator("#own-look-use")).to_be_disabled()
    guess(page, "label").select_option("")
    expect(refusal).to_be_hidden()
    page.locator("#own-look-use").click()
    expect(page.locator("#own-look")).to_be_hidden()
    expect(page.locator("#own-status")).to_contain_text("In use: Mappe2.csv, 192 training and 48")
    expect(page.locator("#data-chart .digit").nth(3)).to_have_text("digit 3")
    page.locator("#looks-go").click()
    expect(page.locator("#gallery-chart")).to_contain_text("digit 3", timeout=PATIENCE_MS)
    expect(page.locator('#looks-classes [data-class="3"]')).to_have_text("3: digit 3")
    assert "data_reading=scale%3Dwhole" in page.evaluate("window.lab.permalink()")
    values = page.evaluate("window.lab.permalink()").partition("data_file=")[2].partition("&")[0]
    run = {"data_file": values, "data_reading": "scale=whole", "models": ["linear"], "steps": 5,
           "eval_every": 5, "seeds": 2}  # fmt: skip
    record = lab.run("benchmark", run)
    assert record["class_names"] == NAMES.tolist()
    assert any("random order (seed 42)" in notice for notice in record["notices"])


# Python is asked what it understands of a file once the test says so.
HOLD_LOOKS = """() => {
    const held = [];
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (...given) {
        if (given[0].call?.name === "lookAt") held.push(() => post.apply(this, given));
        else post.apply(this, given);
    };
    return () => {
        Worker.prototype.postMessage = post;
        for (const go of held) go();
    };
}"""


def test_nothing_of_the_file_before_is_shown_of_one_that_is_still_being_read(lab: Lab) -> None:
    page = lab.page
    bring(page, text_file("first.csv", german()))
    use, notes = page.locator("#own-look-use"), page.locator("#own-look-notes")
    expect(notes).to_be_visible()
    release = page.evaluate_handle(HOLD_LOOKS)
    bring(page, text_file("second.csv", german(300, 2000)))
    expect(page.locator("#own-look-summary")).to_have_text("Reading second.csv.")
    expect(notes).to_be_hidden()
    expect(page.locator("[id^=own-look-guess-]")).to_have_count(0)
    expect(use).to_be_disabled()
    release.evaluate("(release) => release()")
    expect(notes).to_contain_text("scale=whole")
    release = page.evaluate_handle(HOLD_LOOKS)
    guess(page, "scale").select_option("whole")
    expect(page.locator("#own-look-summary")).to_have_text("Reading second.csv.")
    expect(use).to_be_disabled()
    release.evaluate("(release) => release()")
    expect(use).to_be_enabled()
    expect(notes).not_to_contain_text("scale=whole")


def test_a_file_in_use_is_still_there_after_a_reload(lab: Lab) -> None:
    page = lab.page
    bring(page, text_file("Mappe4.csv", german()))
    expect(page.locator("#own-look-notes")).to_be_visible(timeout=PATIENCE_MS)
    page.locator("#own-look-use").click()
    status = page.locator("#own-status")
    expect(status).to_contain_text("In use: Mappe4.csv, 192 training and 48")
    in_use, address = status.text_content() or "", page.evaluate("window.lab.permalink()")
    page.reload()
    lab.wait_for_state("ready")
    expect(status).to_have_text(in_use, timeout=PATIENCE_MS)
    expect(page.locator("#data-chart .digit").nth(3)).to_have_text("digit 3", timeout=PATIENCE_MS)
    assert page.evaluate("window.lab.permalink()") == address
    page.locator("#own-back").click()
    kept = page.locator("#own-kept li")
    expect(kept.filter(has_text="Mappe4.csv")).to_have_count(1)
    page.get_by_role("button", name="Use Mappe4.csv again").click()
    expect(status).to_have_text(in_use, timeout=PATIENCE_MS)
    page.get_by_role("button", name="Forget Mappe4.csv").click()
    expect(kept.filter(has_text="Mappe4.csv")).to_have_count(0)
    page.reload()
    lab.wait_for_state("ready")
    expect(status).to_contain_text("In use: the ten published templates", timeout=PATIENCE_MS)
    expect(page.locator("#refused")).to_contain_text("uses the file Mappe4")


def test_train_and_test_are_chosen_together(lab: Lab) -> None:
    page = lab.page
    rows = [f"{label}\t" + "\t".join(map(str, np.sin(np.arange(8) * label) + i))
            for i, label in enumerate([-1, 1] * 6)]  # fmt: skip
    bring(
        page,
        text_file("Toy_TRAIN.tsv", "\n".join(rows[:8])),
        text_file("Toy_TEST.tsv", "\n".join(rows[8:])),
    )
    expect(page.locator("#own-look-name")).to_have_text("Toy_TRAIN.tsv + Toy_TEST.tsv")
    expect(page.locator("#own-look-summary")).to_contain_text("8 for training, 4 for testing")
    expect(page.locator("#own-look-notes")).to_contain_text("-1 is 0, 1 is 1")
    page.locator("#own-look-use").click()
    expect(page.locator("#own-status")).to_contain_text(
        "In use: Toy_TRAIN.tsv + Toy_TEST.tsv, 8 training and 4 test samples of 8 numbers"
    )


def test_a_refused_file_can_be_mended_by_saying_how_it_is_read(lab: Lab) -> None:
    page = lab.page
    lines = german().splitlines()
    lines[4] = lines[4].replace(lines[4].split(";")[2], "", 1)
    bring(page, text_file("holes.csv", "\n".join(lines)))
    refusal = page.locator("#own-look-refusal")
    expect(refusal).to_contain_text("holes.csv: line 5, column 3 (Wert 2): the value is missing")
    guess(page, "gaps").select_option("line")
    expect(refusal).to_be_hidden()
    expect(page.locator("#own-look-notes")).to_contain_text(
        "1 missing values in 1 rows were filled"
    )


def test_the_look_is_accessible(lab: Lab) -> None:
    page = lab.page
    bring(page, text_file("Mappe3.csv", german()))
    expect(page.locator("#own-look-signals .curve")).to_have_count(3)
    page.locator("#own-look").scroll_into_view_if_needed()
    assert violations_once(page, "#own-look") == []
