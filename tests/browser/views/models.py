"""The view of the models as its tests use it: small settings, the comparison run, files."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.lab import Lab

# Everything small: each run is over in a second or two.
SETTINGS = {
    "num_samples": 500,
    "benchmark.models": "mlp",
    "benchmark.hidden": 16,
    "compare.models": "linear,cnn",
    "compare.steps": 40,
    "compare.eval_every": 20,
    "compare.seeds": 2,
    "knob.models": "linear,mlp",
    "knob.hidden": 16,
    "knob.steps": 30,
    "knob.points": 3,
    "gradcheck.entries": 3,
    "speed.models": "linear,mlp",
    "speed.hidden": 16,
    "speed.seconds": 0.05,
    "mnist.mnist_images": 100,
    "mnist.hidden": 16,
    "mnist.steps": 10,
    "mnist.map_points": 20,
}
LINK = "#/models?" + "&".join(f"{name}={value}" for name, value in SETTINGS.items())
TEST_SAMPLES = 100


def compared(shared_lab: Lab) -> Lab:
    """A page with the small settings, and the comparison already run."""
    page = shared_lab.page
    if shared_lab.bar("compare").get_attribute("data-phase") != "finished":
        shared_lab.open(LINK)
        page.locator("#models details").evaluate_all(
            "(all) => all.forEach((one) => { one.open = true; })"
        )
        shared_lab.press("compare", "toggle")
        shared_lab.wait_for_phase("compare", "finished")
    return shared_lab


def config_of(page: Page) -> dict[str, Any]:
    text = page.locator("#lab-config").text_content()
    assert text
    config: dict[str, Any] = json.loads(text)
    return config


# What a link for a download holds. Chromium refuses, without a word, a page's eleventh download
# within a while, and these are more; that files arrive is tested elsewhere (test_access.py, runs/).
GIVEN = """async (button) => {
    const { click } = HTMLAnchorElement.prototype;
    const address = new Promise((resolve) => {
        HTMLAnchorElement.prototype.click = function () { resolve(this.href); };
    });
    button.click();
    const text = await (await fetch(await address)).text();
    HTMLAnchorElement.prototype.click = click;
    return text;
}"""


def file_of(lab: Lab, name: str, kind: str) -> str:
    """What a figure gives away."""
    text: str = lab.page.locator(f'[data-downloads="{name}"] [data-kind="{kind}"]').evaluate(GIVEN)
    return text


def table_of(lab: Lab, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file_of(lab, name, "csv"))))


def rows_of(lab: Lab, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(file_of(lab, name, "json"))["rows"]
    return rows


def finals(rows: list[dict[str, Any]], model: str, shuffled: bool) -> list[float]:
    wanted = (model, shuffled, True)
    return [r["test_acc"] for r in rows if (r["model"], r["shuffled"], r["final"]) == wanted]


def check_files(lab: Lab, name: str) -> None:
    # A figure is drawn only when somebody comes to see it.
    buttons = lab.look_at(lab.page.locator(f'[data-downloads="{name}"]'))
    if name == "mistakes":
        lab.page.locator("#mistakes-model").select_option("linear")
        lab.page.locator("#mistakes-other").select_option("")
        lab.look_at(lab.page.locator("#mistakes-signals"))
    figure = lab.page.locator("figure", has=buttons)
    picture = figure.locator(".host svg, .matrix svg, #mistakes-signals svg")
    expect(picture.first).to_be_attached()
    version = config_of(lab.page)["version"]
    for kind in ("json", "svg"):
        text = file_of(lab, name, kind)
        assert version in text
        assert "seed" in text.lower()
