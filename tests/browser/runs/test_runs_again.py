"""A kept run done again, and kept weights tried on other data."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

from mnist1d_lab import load_network
from mnist1d_lab.training.data import training_data
from playwright.sync_api import expect

from tests.browser.lab import PATIENCE_MS, Lab, wait_until
from tests.browser.runs.shelf import cards, exported, finish_one, press


def test_a_run_done_again_is_the_same_to_the_bit_and_an_altered_one_is_not(
    reload: Callable[[], None], kept: Lab, tmp_path: Path
) -> None:
    card = cards(kept).first
    file = exported(kept.page, card, tmp_path)
    press(card, "again")
    verdict = card.locator(".runagain[data-verdict]")
    expect(verdict).to_contain_text("The same to the bit", timeout=PATIENCE_MS)
    expect(card.locator('[data-deed="again"]')).to_have_text("Run again and compare")
    reload()
    expect(verdict).to_contain_text("The same to the bit")
    plain = json.loads(file.read_text())
    plain["rows"][-1]["test_acc"] += 1
    altered = tmp_path / "altered.json"
    altered.write_text(json.dumps(plain))
    kept.page.locator("#runs-file").set_input_files(altered)
    other = cards(kept).filter(has_text="altered.json")
    press(other, "again")
    expect(other.locator(".runagain[data-verdict]")).to_contain_text("Different: the same backend")
    expect(other.locator(".runagain[data-verdict]")).to_have_attribute("data-verdict", "different")


def test_a_run_that_is_done_again_can_be_stopped_and_code_waits_for_a_yes(
    kept: Lab, tmp_path: Path
) -> None:
    file = exported(kept.page, cards(kept).first, tmp_path)
    plain = json.loads(file.read_text())
    plain["params"].update(steps=20_000, trials=20)
    long = tmp_path / "long.json"
    long.write_text(json.dumps(plain))
    code = "def score(evidence):\n    return abs(evidence.final)\n"
    plain["params"].update(criterion="custom", criterion_code=code)
    foreign = tmp_path / "foreign.json"
    foreign.write_text(json.dumps(plain))
    kept.page.locator("#runs-file").set_input_files([long, foreign])
    card = cards(kept).filter(has_text="long.json")
    press(card, "again")
    expect(card.locator("progress")).to_be_visible()
    kept.wait_for_state("running")
    card.locator('[data-deed="again"]').click()
    expect(card.locator("progress")).to_be_hidden()
    kept.wait_for_state("ready")
    expect(kept.page.locator("#runs-refusal")).to_be_hidden()
    press(cards(kept).filter(has_text="foreign.json"), "again")
    expect(kept.page.locator("#runs-refusal")).to_contain_text("criterion_code that you have not")


LEFT = """async () => {
    const db = await new Promise((resolve) => {
        const request = indexedDB.open("mnist1d-lab");
        request.onsuccess = () => resolve(request.result);
    });
    const request = db.transaction("heads").objectStore("heads").getAll();
    const heads = await new Promise((resolve) => {
        request.onsuccess = () => resolve(request.result);
    });
    db.close();
    return heads.filter((head) => head.experiment.startsWith("again/"));
}"""

# From here the reload might come when the run is over.
RELOAD_AT_THE_FIRST_CHECKPOINT = f"""async () => {{
    const left = {LEFT};
    while (!(await left()).some(({{ done }}) => done > 0)) await new Promise(setTimeout);
    location.reload();
}}"""


def test_a_run_that_is_done_again_outlives_a_reload(lab: Lab, reload: Callable[..., None]) -> None:
    page = lab.page
    finish_one(lab, 5, steps=4000, eval_every=500)
    lab.go("runs")
    card = cards(lab).first
    again = card.locator('[data-deed="again"]')
    press(card, "again")
    reload(RELOAD_AT_THE_FIRST_CHECKPOINT)
    expect(again).to_have_text(re.compile(r"^Go on running it again \([1-9]\d?\s% done\)$"))
    again.click()
    verdict = card.locator(".runagain[data-verdict]")
    expect(verdict).to_contain_text("The same to the bit", timeout=PATIENCE_MS)
    expect(again).to_have_text("Run again and compare")
    wait_until(page, lambda: page.evaluate(LEFT) == [], "nothing left to go on with")
    expect(cards(lab)).to_have_count(1)


def test_kept_weights_are_tried_on_the_data_that_are_set_and_trained_on(
    lab: Lab, tmp_path: Path
) -> None:
    page = lab.page
    lab.open("#/models?num_samples=500&benchmark.steps=200")
    page.locator('[aria-label="Training settings"] details.more summary').click()
    page.locator("#benchmark-keep_weights").check()
    lab.press("benchmark", "toggle")
    lab.wait_for_phase("benchmark", "finished")
    lab.set("data-max_translation", "0")
    lab.go("runs")
    card = cards(lab).first
    press(card, "weights")
    tried = card.locator(".runagain").last
    expect(tried).to_contain_text("after 300 more steps", timeout=PATIENCE_MS)
    loaded = load_network(exported(page, card, tmp_path))
    easy = training_data({**loaded.settings, "max_translation": 0})
    words = tried.inner_text().replace("\N{NO-BREAK SPACE}", " ")
    assert f"{loaded.accuracy(easy):.1f} % of {easy.test.size} test signals" in words
    assert f"({loaded.accuracy():.1f} % of its own)" in words
    loaded.go_on(300, easy)
    assert f"{loaded.accuracy(easy):.1f} % after 300 more steps" in words
    assert words.endswith("its optimiser goes on where it had stopped.")
