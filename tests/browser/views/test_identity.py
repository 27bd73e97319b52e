"""What every figure says of itself: data, model, seeds, version, and whether it was recorded."""

from __future__ import annotations

import csv
import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lab import PATIENCE_MS, Lab, small_link, wait_until
from tests.browser.views.test_figures import picture_of

# The places of each figure that have anything to show, with their names.
PLACES = """(view) => {
    const groups = [...document.querySelectorAll(`main > [data-view="${view}"] [data-downloads]`)];
    return groups.map((group) => {
        const figure = group.closest("figure") ?? group.closest("section") ?? group;
        const bench = group.dataset.downloads === "bench";
        const within = bench ? document.querySelector("#bench-grid") : figure;
        const kinds = ".host, .matrix, .gallery-host, .signals-host, .stage-host, [role=img]";
        const places = [...within.querySelectorAll(kinds)].filter((place) => place.offsetParent);
        return [group.dataset.downloads, places.map((place) => [place.id, place.ariaLabel ?? ""])];
    });
}"""

# Nothing is drawn in these: a ticket to keep, and the board where templates are drawn.
WITHOUT = {"ticket", "templates", "runs"}

# What stands in a figure without being of it: the one signal that is to be answered.
APART = {"beat-signal"}


def _unnamed(page: Page, view: str) -> list[str]:
    """The places of the view's figures whose name does not say by which version of what."""
    version = page.evaluate("lab.version")
    begins = r"(Data: |Published: |\((recorded|your run)\): |Not (run|made) yet|Recorded on the )"
    of_data_or_run = re.compile(rf"{begins}.*MNIST-1D Lab {re.escape(version)}")
    return [
        f"{name} {place}: {label}"
        for name, places in page.evaluate(PLACES, view)
        for place, label in places
        if name not in WITHOUT and place not in APART and not of_data_or_run.search(label)
    ]


@pytest.mark.parametrize("view", ["bench", "data", "models", "tickets", "experiments", "about"])
def test_every_figure_is_named_with_its_identity(lab: Lab, view: str) -> None:
    page = lab.page
    lab.open(f"#/{view}")
    if view == "data":
        lab.look_at(page.locator("#looks"))
        expect(page.locator("#gallery-chart svg")).to_be_attached(timeout=PATIENCE_MS)
    if view == "tickets":
        lab.look_at(page.locator("#sweeps"))
        expect(page.locator("#sweeps-maps svg")).to_have_count(3)
        page.locator("#panels-make").click()
    groups = dict(page.evaluate(PLACES, view))
    assert {name for name, places in groups.items() if places} >= groups.keys() - WITHOUT
    wait_until(page, lambda: _unnamed(page, view) == [], "a name for every figure")


def _given(page: Page, name: str, kind: str) -> str:
    with page.expect_download() as download:
        page.locator(f'[data-downloads="{name}"] [data-kind="{kind}"]').click()
    return download.value.path().read_text()


def _rows(page: Page, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(_given(page, name, "csv").splitlines()))


def test_figures_of_the_data_alone_name_them_in_place_and_in_files(lab: Lab) -> None:
    page = lab.page
    lab.open("#/data?iid_noise_scale=0.3&num_samples=500")
    lab.wait_for_samples()
    said = "Data: noise 0.3, samples 500, seed 42."
    expect(page.locator("#data-origin")).to_have_text(f"Made just now. {said}")
    expect(page.locator("#stage-origin")).to_have_text(said)
    lab.look_at(page.locator("#looks"))
    origins = page.locator("#looks .origin")
    expect(origins).to_have_text([said] * 3, timeout=PATIENCE_MS)
    for name in ("data", "stages", "cloud", "bands", "gallery"):
        row = _rows(page, name)[0]
        settings = (row["iid_noise_scale"], row["num_samples"], row["data_seed"])
        assert settings == ("0.3", "500", "42"), name
        assert row["version"] == page.evaluate("lab.version")


def test_level_and_geometry_say_that_they_are_recorded(lab: Lab) -> None:
    page = lab.page
    lab.open("#/tickets")
    for origin in ("level", "adjacency", "fields"):
        told = page.locator(f"#{origin}-origin")
        expect(told).to_contain_text(
            re.compile("seed 0. Recorded .* Data: published data, seed 42")
        )
    lab.open(small_link())
    lab.press("lottery", "toggle")
    lab.wait_for_phase("lottery", "finished")
    for origin in ("level", "adjacency", "fields"):
        told = page.locator(f"#{origin}-origin")
        expect(told).to_contain_text("Your run, seed 0. Data: samples 500, seed 42.")


def test_a_mask_as_a_picture_carries_its_caption(lab: Lab) -> None:
    """The picture is drawn from an SVG, whose words are looked at."""
    page = lab.page
    lab.open("#/tickets")
    lab.look_at(page.locator("#mask-lottery-text"))
    told = page.evaluate_handle(
        """() => {
            const texts = [];
            const make = URL.createObjectURL;
            URL.createObjectURL = (blob) => {
                if (blob.type.includes("svg")) texts.push(blob.text());
                return make(blob);
            };
            return texts;
        }"""
    )
    with page.expect_download() as download:
        page.locator('[data-downloads="lottery"] [data-kind="lottery mask"]').click()
    assert download.value.path().read_bytes().startswith(b"\x89PNG")
    text = told.evaluate("(texts) => texts[0]")
    assert "data:image/png" in text
    assert "lottery mask at level 4" in text
    assert "Recorded run. Data: published data, seed 42. Training: MLP" in text
    assert f"MNIST-1D Lab {page.evaluate('lab.version')}" in text


def test_the_first_figures_files_say_whose_the_visitors_marks_are(lab: Lab) -> None:
    page = lab.page
    link = "#/models?num_samples=500&benchmark.models=mlp&benchmark.hidden=16&benchmark.steps=30"
    lab.open(f"{link}&benchmark.seed=3")
    lab.press("benchmark", "toggle")
    lab.wait_for_phase("benchmark", "finished")
    lab.go("about")
    version, backend = page.evaluate("[lab.version, lab.backend]")
    rows = {row["model"]: row for row in _rows(page, "why")}
    assert {row["version"] for row in rows.values()} == {version}
    own = rows["MLP"]
    assert (own["num_samples"], own["seed"], own["hidden"]) == ("500", "3", "16")
    assert (own["backend"], rows["CNN"]["backend"]) == (backend, "")
    caption = (
        "Yours, MLP: Data: samples 500, seed 42. Training: MLP, 16 units, 30 steps at rate 0.01, "
        f"seed 3. MNIST-1D Lab {version}, {backend}."
    )
    assert caption in _given(page, "why", "svg")
    expect(page.locator("#why-chart")).to_have_attribute("aria-label", re.compile(caption))


def test_the_recorded_sweep_says_so_in_its_files(lab: Lab) -> None:
    page = lab.page
    lab.open("#/tickets/sweeps")
    expect(page.locator("#sweeps-maps svg")).to_have_count(3)
    version = page.evaluate("lab.version")
    row = _rows(page, "sweeps")[0]
    assert (row["recorded"], row["seeds"], row["version"]) == ("true", "0 to 9", version)
    assert (row["hidden"], row["steps"]) == ("128", "400")
    content = json.loads(_given(page, "sweeps", "json"))
    assert "Recorded on the command line" in content["caption"]
    assert "Data: published data, seed 42, but for what the maps turn." in content["caption"]
    assert version in content["caption"]


def test_the_six_panels_are_marked_once_another_run_is_shown(lab: Lab) -> None:
    page = lab.page
    lab.open(small_link())
    page.locator("#panels-make").click()
    figure = page.locator("#six figure")
    note = figure.locator(".outdated")
    expect(figure).not_to_have_attribute("data-outdated", "")
    lab.press("lottery", "toggle")
    lab.wait_for_phase("lottery", "finished")
    expect(figure).to_have_attribute("data-outdated", "")
    expect(note).to_contain_text("has changed since this was put together")
    note.get_by_role("button", name="Put together again").click()
    expect(note).to_be_hidden()
    expect(page.locator("#panels-caption")).to_contain_text("lottery (your run): samples 500")


def test_the_game_says_whose_the_answers_are_and_on_which_data(lab: Lab) -> None:
    page = lab.page
    lab.open("#/models/beat")
    figure = page.locator("#beat figure")
    page.locator("#beat-start").click()
    expect(page.locator("#beat-game")).to_have_attribute("data-phase", "playing")
    page.keyboard.press("3")
    said = "answers are of the recorded run: published data, seed 42; Logistic, MLP"
    expect(page.locator("#beat-origin")).to_contain_text(said)
    assert said in picture_of(page, "beat")["alt"]
    assert {row["models_recorded"] for row in _rows(page, "beat")} == {"true"}
    page.locator("#databar summary").click()
    lab.set("bar-iid_noise_scale", "0.3")
    note = figure.locator(".outdated")
    expect(note).to_contain_text("on other data than the controls have now: noise 0.02 (now 0.3).")
    note.get_by_role("button", name="Play on these").click()
    expect(note).to_be_hidden()
    expect(page.locator("#beat-origin")).to_contain_text("Data: noise 0.3, seed 42.")


def test_a_stopped_run_has_the_seeds_that_are_done(lab: Lab) -> None:
    page = lab.page
    lab.open(small_link(trials=40, steps=400))
    lab.press("lottery", "toggle")
    done = page.locator("#tickets-origin")
    expect(done).to_contain_text(re.compile("Your run, seeds? [0-9]"), timeout=PATIENCE_MS)
    lab.press("lottery", "stop")
    lab.wait_for_phase("lottery", "stopped")
    record = json.loads(_given(page, "lottery", "json"))
    seeds = sorted({row["seed"] for row in record["rows"] if row["final"]})
    assert 0 < len(seeds) < 40
    alt = picture_of(page, "lottery")["alt"]
    # "seeds 0 to 4", perhaps with ", seed 5 in part"
    said = re.search(r"Training: .*?, (seeds? \d.*)\. MNIST", alt)
    assert said
    numbers = [int(number) for number in re.findall(r"\d+", said[1])]
    assert [min(numbers), max(numbers)] == [seeds[0], seeds[-1]]
