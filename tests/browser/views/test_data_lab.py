"""The data section beyond its sliders: stages, badge, files, own data, and what a set looks like.

One page serves all tests, because starting Python takes longer than any of them; each begins with
the published settings. What the page shows is held against the package run by CPython.
"""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import numpy as np
import pytest
from mnist1d_lab.data import get_dataset_args, make_dataset
from mnist1d_lab.dataset.analysis import nearest_neighbour_accuracy, principal_components
from mnist1d_lab.dataset.fingerprint import PUBLISHED_FINGERPRINT as PUBLISHED
from mnist1d_lab.dataset.fingerprint import fingerprint
from mnist1d_lab.dataset.preview import preview
from mnist1d_lab.dataset.transforms import STAGE_NOTES, STAGES
from mnist1d_lab.params import DATA
from playwright.sync_api import Page, expect

from tests.browser.lab import PATIENCE_MS, Changes, Lab
from tests.browser.views.axe import violations_once

FAMILY = "data"


@pytest.fixture
def lab(shared_lab: Lab) -> Lab:
    page = shared_lab.page
    page.set_viewport_size({"width": 1280, "height": 900})
    shared_lab.go("data")
    more = page.locator("#data details.more")
    more.evaluate("(it) => { it.open = true; }")
    page.locator("#data-reset").click()
    expect(page.locator("#own-back")).to_be_hidden()
    shared_lab.wait_for_samples()
    expect(page.locator("#data-summary")).to_contain_text("signals of 40 numbers")
    return shared_lab


def badge_says(page: Page, text: str) -> None:
    expect(page.locator("#data-badge")).to_contain_text(text, timeout=PATIENCE_MS)


def templates_of(page: Page) -> str:
    return str(page.locator("#own-text").input_value())


def downloaded(page: Page, selector: str) -> Path:
    with page.expect_download(timeout=PATIENCE_MS) as download:
        page.locator(selector).click()
    return Path(download.value.path())


# Stages.


def test_stages_are_stepped_through_by_button_slider_and_key(lab: Lab) -> None:
    page = lab.page
    page.locator("#stage-slider").fill("0")
    for stage in STAGES[1:]:
        page.locator("#stage-next").click()
        expect(page.locator("#stage-name")).to_have_text(stage)
        expect(page.locator("#stage-note")).to_have_text(STAGE_NOTES[stage])
    page.locator("#stage-slider").press("ArrowLeft")
    expect(page.locator("#stage-name")).to_have_text("resampled")
    page.locator('[data-stage="padded"]').click()
    page.keyboard.press("ArrowRight")
    expect(page.locator('[data-stage="dilated"]')).to_be_focused()
    expect(page.locator('[data-stage="dilated"]')).to_have_attribute("aria-current", "step")


def test_the_stages_shown_are_those_of_the_package(lab: Lab) -> None:
    lab.page.locator("#stage-class").select_option("3")
    rows = json.loads(
        downloaded(lab.page, '[data-downloads="stages"] [data-kind="json"]').read_text()
    )["rows"]
    made = preview()
    for stage in STAGES:
        shown = [row["x"] for row in rows if row["stage"] == stage]
        expected = made.x[stage][3]
        np.testing.assert_allclose(shown, expected[~np.isnan(expected)], atol=1e-12)
    assert {row["seed"] for row in rows} == {42}


# From here the second press might come when another stage is on, or none any more.
PLAY_UP_TO = """(play, name) => new Promise((resolve) => {
    const frame = document.querySelector(`[data-stage="${name}"]`);
    new MutationObserver((_, observer) => {
        observer.disconnect();
        resolve(document.querySelector("#stages").hasAttribute("data-playing"));
        play.click();
    }).observe(frame, { attributeFilter: ["aria-current"] });
    play.click();
})"""


def test_playing_goes_stage_by_stage_and_can_be_paused(lab: Lab) -> None:
    page = lab.page
    page.locator("#stage-slider").fill("0")
    play = page.locator("#stage-play")
    assert play.evaluate(PLAY_UP_TO, "padded"), "it did not play on"
    expect(page.locator("#stage-name")).to_have_text("padded")
    expect(play).to_have_text("Play")


def test_with_motion_a_stage_turns_into_the_next(lab: Lab) -> None:
    page = lab.page
    page.locator("#stage-slider").fill("0")
    page.emulate_media(reduced_motion="no-preference")
    curves = page.evaluate(
        """async () => {
            const seen = new Set();
            document.querySelector("#stage-next").click();
            for (let frame = 0; frame < 90; frame++) {
                await new Promise(requestAnimationFrame);
                seen.add(document.querySelector("#stage-chart .curve").getAttribute("d"));
            }
            return seen.size;
        }"""
    )
    page.emulate_media(reduced_motion="reduce")
    assert curves > 2, "there was nothing between the two stages"


# Settings, badge and files.


def test_surprise_is_in_range_has_a_new_seed_and_can_be_taken_back(lab: Lab) -> None:
    page = lab.page
    badge_says(page, "Equals the published set")
    states = Changes(page.locator("#data-badge"), "data-state")
    page.locator("#data-surprise").click()
    badge_says(page, "Not the published set")
    assert states.so_far()[-2:] == ["checking", "other"]
    seed = page.locator("#data-data_seed").input_value()
    expect(page.locator("#data-badge")).to_contain_text(f"seed {seed}.")
    assert page.locator(".control[data-scope=data] .refusal:visible").count() == 0
    assert "data_seed=" in page.evaluate("window.lab.permalink()")
    page.locator("#data-reset").click()
    badge_says(page, f"Equals the published set, value for value. Fingerprint {PUBLISHED}")


def test_the_badge_is_about_the_settings_shown(lab: Lab) -> None:
    args = get_dataset_args()
    args.seed, args.num_samples = 7, 500
    lab.set("data-num_samples", "500")
    lab.set("data-data_seed", "7")
    badge_says(lab.page, f"Fingerprint {fingerprint(make_dataset(args))}, seed 7.")


def test_every_parameter_of_the_generator_has_its_control(lab: Lab) -> None:
    names = {p.name for p in DATA if p.group != "own"}
    found = lab.page.locator("#data .control[data-scope=data]").evaluate_all(
        "(controls) => controls.map((control) => control.dataset.name)"
    )
    assert sorted(found) == sorted(names)


@pytest.mark.all_workers
@pytest.mark.parametrize("kind", ["npz", "csv"])
def test_a_set_saved_and_loaded_is_the_same_set(lab: Lab, kind: str, tmp_path: Path) -> None:
    page = lab.page
    lab.set("data-num_samples", "300")
    badge_says(page, "Not the published set")
    saved = tmp_path / f"my set.{kind}"
    saved.write_bytes(downloaded(page, f'[data-set="{kind}"]').read_bytes())
    expect(page.locator("#data-takeaway-note")).to_contain_text(f"mnist1d-seed42.{kind}")
    args = get_dataset_args()
    args.num_samples = 300
    expected = fingerprint(make_dataset(args))
    page.locator("#own-file").set_input_files(saved)
    page.locator("#own-look-use").click()
    status = page.locator("#own-status")
    expect(status).to_contain_text(f"In use: my set.{kind}, 240 training and 60 test samples")
    expect(status).to_contain_text(f"It was made with seed 42. Fingerprint {expected}.")
    badge_says(page, f"Fingerprint {expected}")
    expect(page.locator("#data-iid_noise_scale")).to_be_disabled()
    expect(page.locator("#stage-none")).to_be_visible()
    # Every worker of the pool has it.
    link = page.evaluate("window.lab.permalink()")
    name = unquote(link.partition("data_file=")[2].partition("&")[0])
    run = {"data_file": name, "models": ["linear"], "seeds": 4, "steps": 5, "eval_every": 5}
    assert len(lab.run("benchmark", run)["rows"]) >= 4
    page.locator("#own-back").click()
    expect(page.locator("#data-iid_noise_scale")).to_be_enabled()
    page.locator("#own-again").click()
    expect(status).to_contain_text("my set")


def test_the_pickle_is_the_reference_packages_and_runs_nothing_here(
    lab: Lab, tmp_path: Path
) -> None:
    page = lab.page
    saved = tmp_path / "mine.pkl"
    saved.write_bytes(downloaded(page, '[data-set="pkl"]').read_bytes())
    from mnist1d_lab.utils import from_pickle

    with pytest.warns(UserWarning, match="pickle"):
        held = from_pickle(saved)
    np.testing.assert_allclose(held["x"], make_dataset()["x"], atol=1e-12)
    page.locator("#own-file").set_input_files(saved)
    page.locator("#own-look-use").click()
    expect(page.locator("#own-status")).to_contain_text("It equals the published set.")
    saved.write_bytes(b"\x80\x02}X\x01\x00\x00\x00xcos\nsystem\nX\x04\x00\x00\x00true\x85Rs.")
    page.locator("#own-file").set_input_files(saved)
    refusal = page.locator("#own-look-refusal")
    expect(refusal).to_contain_text("asks for os.system, which is no part of a data set")
    page.locator("#own-look-leave").click()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        (
            "bad.csv",
            "label,x0,x1\n1,2,3\n1,2,oops\n",
            "bad.csv: line 3, column 3 (x1): 'oops' is not",
        ),
        ("bad.npz", "PK but not really", "bad.npz: it is not a readable NPZ file"),
        ("bad.xlsx", "1 2 3", "(save the sheet as CSV)"),
    ],
)
def test_a_bad_file_is_refused_with_its_reason(
    lab: Lab, name: str, content: str, reason: str
) -> None:
    files: Any = {"name": name, "mimeType": "text/plain", "buffer": content.encode()}
    lab.page.locator("#own-file").set_input_files(files)
    refusal = lab.page.locator("#own-look-refusal")
    expect(refusal).to_contain_text(reason)
    expect(lab.page.locator("#own-look-use")).to_be_disabled()
    lab.page.locator("#own-look-leave").click()
    expect(lab.page.locator("#data-chart path.curve")).to_have_count(10)


def test_a_link_to_a_file_that_is_not_here_says_so(page: Page, base_url: str) -> None:
    Lab(page, base_url).open("#v1&max_translation=3&data_file=theirs-12345678.npz", ready=False)
    expect(page.locator("#refused")).to_contain_text("theirs-12345678.npz, which is not here")
    expect(page.locator("#data-max_translation")).to_have_value("3")
    expect(page.locator("#own-again")).to_be_hidden()


# Own templates.


def test_a_template_is_drawn_with_the_pointer(lab: Lab) -> None:
    page = lab.page
    badge_says(page, "Equals the published set")  # and nothing is pushed aside by it any more
    before = templates_of(page)
    page.locator('#draw-classes [data-class="4"]').click()
    board = page.locator("#draw-board svg")
    board.hover()  # once it lies still
    box = board.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + box["height"] * 0.1)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.9, steps=6)
    page.mouse.up()
    expect(page.locator("#own-status")).to_contain_text("templates of your own")
    points = page.locator('#draw-board [role="slider"]')
    numbers = points.evaluate_all(
        "(all) => all.map((point) => point.getAttribute('aria-valuenow'))"
    )
    lines = [*before.splitlines()[:4], f"4:{','.join(numbers)}", *before.splitlines()[5:]]
    expect(page.locator("#own-text")).to_have_value("\n".join(lines))
    heights = [float(number) for number in numbers]
    assert len(heights) == 12
    assert heights[1] > 7.5
    assert heights[10] < 5
    assert all(np.diff(heights[1:11]) < 0), "the curve does not follow the hand"
    assert "templates=" in page.evaluate("window.lab.permalink()")
    badge_says(page, "Not the published set")
    page.locator("#draw-undo").click()
    expect(page.locator("#own-text")).to_have_value(before)


def test_a_template_is_drawn_with_the_keyboard(lab: Lab) -> None:
    page = lab.page
    page.locator('#draw-classes [data-class="2"]').click()
    first = page.locator('#draw-board [role="slider"]').first
    first.focus()
    for key in ("Home", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    third = page.locator('#draw-board [role="slider"]').nth(2)
    expect(third).to_be_focused()
    before = float(third.get_attribute("aria-valuenow") or "nan")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    assert float(third.get_attribute("aria-valuenow") or "nan") == pytest.approx(before + 1.1)
    expect(page.locator("#own-status")).to_contain_text("templates of your own")
    page.locator("#own-back").click()
    expect(page.locator("#own-status")).to_contain_text("the ten published templates")
    page.locator("#own-again").click()
    expect(page.locator("#own-status")).to_contain_text("templates of your own")


def test_fewer_classes_and_pasted_numbers(lab: Lab) -> None:
    page = lab.page
    page.locator('#draw-classes [data-class="9"]').click()
    page.locator("#draw-drop").click()
    expect(page.locator("#data-chart path.curve")).to_have_count(9)
    page.locator("#own-text").fill("1: 0 1 2 1 0\n4: 0 -1 x 1 0")
    page.locator("#own-use").click()
    refusal = page.locator("#own-text-refusal")
    expect(refusal).to_contain_text("line 2")
    expect(page.locator("#data-chart path.curve")).to_have_count(9)
    page.locator("#own-text").fill("1: 0 1 2 1 0\n4: 0 -1 -2 1 0\n7: 3 1 4 1 5")
    page.locator("#own-use").click()
    expect(refusal).to_be_hidden()
    expect(page.locator("#data-chart path.curve")).to_have_count(3)
    expect(page.locator("#stage-class option")).to_have_text(["1", "4", "7"])
    saved = downloaded(page, '[data-downloads="templates"] [data-kind="csv"]').read_text()
    assert [line[0] for line in saved.splitlines()[1:]] == ["1", "4", "7"]
    page.locator("#own-back").click()
    expect(page.locator("#data-chart path.curve")).to_have_count(10)
    files: Any = {"name": "t.csv", "mimeType": "text/csv", "buffer": saved.encode()}
    page.locator("#own-templates-file").set_input_files(files)
    expect(page.locator("#data-chart path.curve")).to_have_count(3)


def test_templates_travel_by_link_and_bad_ones_are_refused(lab: Lab) -> None:
    page = lab.page
    page.locator("#own-text").fill("1:0,1,2,1,0\n4:0,-1,-2,1,0")
    page.locator("#own-use").click()
    expect(page.locator("#data-chart path.curve")).to_have_count(2)
    link = page.evaluate("window.lab.permalink()")
    page.locator("#data-reset").click()
    expect(page.locator("#data-chart path.curve")).to_have_count(10)
    # The address follows a little later, and going where one is changes nothing.
    expect(page).not_to_have_url(re.compile("templates="))
    page.evaluate("(hash) => { location.hash = hash; }", "#" + link.partition("#")[2])
    expect(page.locator("#data-chart path.curve")).to_have_count(2)
    page.evaluate("location.hash = '#v1&templates=1:5,5,5,5'")
    expect(page.locator("#refused")).to_contain_text("line 1: all its numbers are equal")
    expect(page.locator("#data-chart path.curve")).to_have_count(10)


# The whole set.


def test_the_whole_set_is_shown_when_it_comes_into_view(lab: Lab) -> None:
    page = lab.page
    page.locator("#looks").scroll_into_view_if_needed()
    expect(page.locator("#looks-facts")).to_contain_text("56.7 %", timeout=PATIENCE_MS)
    expect(page.locator("#gallery-chart .curve path")).to_have_count(120)
    expect(page.locator("#bands-chart path.band")).to_have_count(10)
    data = make_dataset()
    accuracy = nearest_neighbour_accuracy(*(data[key] for key in ("x", "y", "x_test", "y_test")))
    assert accuracy == pytest.approx(56.7)
    text = downloaded(page, '[data-downloads="cloud"] [data-kind="csv"]').read_text()
    rows = list(csv.DictReader(text.splitlines()))
    shown = np.array([[float(row["pca_1"]), float(row["pca_2"])] for row in rows])
    expected = principal_components(data["x"]).project(data["x_test"])
    np.testing.assert_allclose(shown, expected, atol=1e-9)
    assert [int(row["label"]) for row in rows] == data["y_test"].tolist()
    assert {row["seed"] for row in rows} == {"42"}
    page.locator('#looks-classes [data-class="7"]').click()
    expect(page.locator("#cloud-chart .glyphs:not(.dimmed)")).to_have_count(1)
    expect(page.locator("#gallery-chart .curve path")).to_have_count(12)
    page.locator('#looks-classes [data-class="all"]').click()


def test_tsne_on_demand_with_progress(lab: Lab) -> None:
    page = lab.page
    lab.set("data-num_samples", "500")
    # At once: what coming into view sets off must not push the map aside.
    hidden = Changes(page.locator("#looks-progress"), "hidden")
    page.locator("#looks-tsne").click()
    expect(page.locator("#looks-tsne")).to_have_attribute(
        "aria-pressed", "true", timeout=PATIENCE_MS
    )
    assert None in hidden.so_far(), "the progress was never shown"
    expect(page.locator("#cloud-summary")).to_contain_text("100 test samples")
    page.locator("#looks-pca").click()
    expect(page.locator("#cloud-summary")).to_contain_text("of the variance")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_the_live_section(lab: Lab, theme: str) -> None:
    page = lab.page
    page.locator("#theme").select_option(theme)
    page.locator("#looks").scroll_into_view_if_needed()
    expect(page.locator("#cloud-chart svg")).to_be_visible(timeout=PATIENCE_MS)
    assert violations_once(page, "#data") == []
    page.locator("#theme").select_option(index=0)  # as it was, for the next of the family
