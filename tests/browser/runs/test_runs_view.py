"""Every finished run is kept, in whichever tab: listed, named, pinned, found, sent out and back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from mnist1d_lab import load_record
from playwright.sync_api import expect

from tests.browser.lab import PATIENCE_MS, SMALL, Lab, small_link, wait_until
from tests.browser.runs.shelf import cards, exported, finish_one, name_of, press
from tests.browser.workers import ONE_WORKER

FILL = """async (at) => {
    const db = await new Promise((resolve) => {
        const request = indexedDB.open("mnist1d-lab");
        request.onsuccess = () => resolve(request.result);
    });
    const transaction = db.transaction(["runs", "records"], "readwrite");
    const run = { id: "old", at, experiment: "lottery", panel: "lottery", params: { seed: 77 } };
    const made = { version: "0", backend: "simd", elapsed: 1, hash: "0", rows: 1, origin: "" };
    const stored = { altered: false, size: 199_999_999, packed: false, name: "", pinned: false };
    transaction.objectStore("runs").put({ ...run, ...made, ...stored }, "old");
    transaction.objectStore("records").put(new Uint8Array(4), "old");
    transaction.objectStore("runs").put({ id: "damaged", params: 3 }, "damaged");
    await new Promise((resolve) => { transaction.oncomplete = resolve; });
    db.close();
}"""

COUNT = """async () => {
    const db = await new Promise((resolve) => {
        const request = indexedDB.open("mnist1d-lab");
        request.onsuccess = () => resolve(request.result);
    });
    const request = db.transaction("runs").objectStore("runs").count();
    await new Promise((resolve) => { request.onsuccess = resolve; });
    db.close();
    return request.result;
}"""


def test_a_finished_run_is_kept_with_what_python_says_of_it(kept: Lab, tmp_path: Path) -> None:
    card = cards(kept).first
    expect(name_of(card)).to_have_attribute("placeholder", "Lottery tickets, seed 3")
    expect(card).to_contain_text("width 24")
    file = exported(kept.page, card, tmp_path)
    record = load_record(file)
    assert record.result_hash == card.get_attribute("data-hash")
    assert json.loads(file.read_text())["result_hash"] == record.result_hash
    assert record.seed == 3
    assert record.params["hidden"] == SMALL["hidden"]
    assert f"{len(record.rows)} rows" in card.inner_text()
    assert record.arrays, "masks are kept too"


def test_name_and_pin_outlive_a_reload_and_can_be_looked_for(
    reload: Callable[[], None], kept: Lab
) -> None:
    card = cards(kept).first
    name_of(card).fill("My first ticket")
    name_of(card).press("Enter")
    press(card, "pin")
    expect(card.locator('[data-deed="pin"]')).to_have_text("Unpin")
    reload()
    expect(name_of(card)).to_have_value("My first ticket")
    expect(card).to_have_attribute("data-pinned", "")
    kept.page.locator("#runs-find").fill("first width")
    expect(cards(kept)).to_have_count(1)
    kept.page.locator("#runs-find").fill("first noise")
    expect(cards(kept)).to_have_count(0)
    expect(kept.page.locator("#runs-none")).to_contain_text("No kept run")


def test_a_deleted_run_comes_back_with_undo(reload: Callable[[], None], kept: Lab) -> None:
    card = cards(kept).first
    name_of(card).fill("Mine")
    name_of(card).press("Enter")
    press(card, "delete")
    expect(cards(kept)).to_have_count(0)
    kept.page.get_by_role("button", name="Undo").click()
    expect(name_of(card)).to_have_value("Mine")
    press(card, "delete")
    expect(cards(kept)).to_have_count(0)
    reload()
    expect(kept.page.locator("#runs-size")).to_contain_text("0 kept")


@pytest.mark.main
def test_a_run_goes_out_as_a_file_and_comes_back(kept: Lab, tmp_path: Path) -> None:
    card = cards(kept).first
    hash_ = card.get_attribute("data-hash") or ""
    file = exported(kept.page, card, tmp_path)
    packed = tmp_path / "packed.npz"
    load_record(file).to_npz(packed)
    refusal = kept.page.locator("#runs-refusal")
    kept.page.locator("#runs-file").set_input_files(file)
    expect(refusal).to_contain_text("is kept already, as")
    press(card, "delete")
    expect(cards(kept)).to_have_count(0)
    kept.page.locator("#runs-file").set_input_files(packed)
    expect(cards(kept)).to_have_count(1)
    expect(refusal).to_be_hidden()
    expect(card).to_have_attribute("data-hash", hash_)
    expect(card).to_contain_text("from the file packed.npz")
    assert load_record(exported(kept.page, card, tmp_path)) == load_record(file)


def test_damaged_files_are_refused_in_a_sentence_each_and_change_nothing(
    kept: Lab, tmp_path: Path
) -> None:
    whole = exported(kept.page, cards(kept).first, tmp_path).read_text()
    altered = json.loads(whole)
    altered["rows"][-1]["test_acc"] = 99.0
    foreign = {**json.loads(whole), "experiment": "astrology"}
    files = {
        "half.json": whole[: len(whole) // 2],
        "deep.json": "[" * 100_000,
        "empty.json": "",
        "other.json": json.dumps(foreign),
        "altered.json": json.dumps(altered),
    }
    paths = [tmp_path / name for name in files]
    for path in paths:
        path.write_text(files[path.name])
    kept.page.locator("#runs-file").set_input_files(paths)
    refusal = kept.page.locator("#runs-refusal")
    for name in files:
        expect(refusal).to_contain_text(name)
    expect(refusal).to_contain_text("which this page does not have")
    expect(cards(kept)).to_have_count(2)  # the altered one is kept, and says what it is
    expect(cards(kept).first).to_contain_text("names another hash")
    assert "half.json is not a record" in refusal.inner_text()


def test_two_tabs_keep_all_their_runs_and_see_each_other_s(lab: Lab) -> None:
    first, second = lab, Lab(lab.page.context.new_page(), lab.base_url)
    second.page.add_init_script(ONE_WORKER)
    for tab, seed in ((first, 10), (second, 21)):
        tab.open(small_link(seed=seed))
    for tab in (first, second):
        tab.press("lottery", "toggle")
    for tab in (first, second):
        tab.wait_for_phase("lottery", "finished")
        tab.go("runs")
        expect(cards(tab)).to_have_count(2)
    for seed in (10, 21):
        expect(cards(first).get_by_placeholder(f"seed {seed}")).to_be_visible()
    ten = [cards(tab).filter(has=tab.page.get_by_placeholder("seed 10")) for tab in (first, second)]
    name_of(ten[0]).fill("of the first tab")
    name_of(ten[0]).press("Enter")
    press(ten[1], "pin")
    for card in ten:
        expect(name_of(card)).to_have_value("of the first tab")
        expect(card).to_have_attribute("data-pinned", "")
    press(ten[1], "delete")
    expect(cards(first)).to_have_count(1)
    second.page.close()


def test_the_oldest_goes_to_make_room_and_it_is_said_which(lab: Lab) -> None:
    page = lab.page
    lab.open("#/runs")
    expect(lab.page.locator("#runs-size")).to_contain_text("0 kept")
    page.evaluate(FILL, 5)
    finish_one(lab, 4)
    notice = lab.bar("lottery").locator("[data-notice]")
    expect(notice).to_contain_text("let go of: lottery, seed 77", timeout=PATIENCE_MS)
    lab.go("runs")
    expect(cards(lab)).to_have_count(1)
    expect(cards(lab).first.get_by_placeholder("seed 4")).to_be_visible()


def test_a_run_is_opened_in_its_room_with_its_settings(kept: Lab) -> None:
    kept.page.locator("#runs-find").fill("x")
    kept.set("lottery-seed", "9")
    kept.go("runs")
    kept.page.locator("#runs-find").fill("")
    press(cards(kept).first, "open")
    expect(kept.root).to_have_attribute("data-view", "tickets")
    expect(kept.page.locator("#lottery-hidden")).to_have_value("24")
    expect(kept.page.locator("#lottery-seed")).to_have_value("3")
    expect(kept.page.locator("#data-num_samples")).to_have_value("500")


def test_a_pinned_curve_of_the_bench_is_kept_and_a_repetition_is_no_second_run(
    lab: Lab, tmp_path: Path
) -> None:
    page = lab.page
    lab.open("#/bench?num_samples=500&bench.steps=60&bench.trials=2")
    grid = page.locator("#bench-grid")
    page.locator("#bench-play").click()
    expect(grid).to_have_attribute("data-phase", "done", timeout=PATIENCE_MS)
    for _ in range(2):
        page.locator("#bench-pin").click()
    lab.go("runs")
    expect(cards(lab)).to_have_count(1)
    record = load_record(exported(page, cards(lab).first, tmp_path))
    assert (record.experiment, record.params["trials"]) == ("bench", 2)
    assert {row["trial"] for row in record.rows} == {0, 1}


def test_what_the_bench_sweeps_and_what_is_called_for_are_kept(lab: Lab) -> None:
    page = lab.page
    small = "num_samples=300&bench.hidden=8&bench.steps=20&bench.eval_every=20"
    lab.open(f"#/bench?{small}&bench.sparsities=0,0.5")
    called = {"models": ["linear"], "num_samples": 300, "steps": 20}
    record = lab.run("benchmark", called)
    page.evaluate(
        "(params) => lab.run('benchmark', { ...params, seed: 1 }, { keep: false })", called
    )
    for mode, done in (("sweep", "35 of 35 trials"), ("rates", "30 of 30 trainings")):
        page.locator(f"#bench-mode-{mode}").click()
        finding = page.locator("#bench-finding")
        expect(finding).to_contain_text(f"{done} done", timeout=PATIENCE_MS)
    lab.go("runs")
    expect(cards(lab)).to_have_count(3)
    hashes = [card.get_attribute("data-hash") for card in cards(lab).all()]
    assert record["result_hash"] in hashes
    swept = cards(lab).filter(has=page.get_by_placeholder("The bench: one knob turned"))
    press(swept, "again")
    verdict = swept.locator(".runagain[data-verdict]")
    expect(verdict).to_contain_text("The same to the bit", timeout=PATIENCE_MS)


@pytest.mark.chromium("its own protocol collects the garbage")
def test_nothing_holds_the_card_of_a_run_that_is_deleted(kept: Lab) -> None:
    page = kept.page
    name = name_of(cards(kept).first).get_attribute("placeholder")
    page.evaluate("() => { window.card = new WeakRef(document.querySelector('#runs-list > li')); }")
    press(cards(kept).first, "delete")
    expect(page.locator("#runs-undo")).to_contain_text(f"{name}")
    session = page.context.new_cdp_session(page)

    def is_gone() -> bool:
        session.send("HeapProfiler.collectGarbage")
        return bool(page.evaluate("() => window.card.deref() === undefined"))

    wait_until(page, is_gone, "the card to be let go of")
    page.evaluate("() => { delete window.card; }")


def test_what_was_kept_while_nobody_saw_the_list_is_on_paper(kept: Lab) -> None:
    finish_one(kept, seed=8)
    wait_until(kept.page, lambda: kept.page.evaluate(COUNT) == 2, "the second run in the storage")
    print_once = "for (const on of ['before', 'after']) dispatchEvent(new Event(`${on}print`))"

    def is_listed() -> bool:
        kept.page.evaluate(f"() => {{ {print_once} }}")
        return cards(kept).count() == 2

    wait_until(kept.page, is_listed, "the second run in the list")
