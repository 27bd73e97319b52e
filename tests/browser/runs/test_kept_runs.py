"""Kept runs: each is one tab's at a time, all survive, and storage that fails holds nobody up."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from mnist1d_lab.version import __version__
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.lab import PATIENCE_MS, Lab, small_link, without_times
from tests.browser.pythonless import without_python
from tests.browser.undisturbed import Rows, finished, undisturbed
from tests.browser.workers import ONE_WORKER

LONGER = {"steps": 800, "eval_every": 200}

FORBIDDEN = """indexedDB.open = () => { throw new DOMException("storage is forbidden here"); };"""
# Once it has been asked for, a browser notices a quota that its protocol sets half a minute later.
FULL = """IDBObjectStore.prototype.put = () => {
    throw new DOMException("no room is left", "QuotaExceededError");
};"""
SILENT = """{
    const open = indexedDB.open.bind(indexedDB);
    indexedDB.open = (...how) => {
        const request = open(...how);
        for (const kind of ["success", "error", "blocked", "upgradeneeded"]) {
            request.addEventListener(kind, (event) => event.stopImmediatePropagation());
        }
        return request;
    };
}"""
SET_CLOCK_BACK = """() => {
    const { Date } = self;
    const now = () => Date.now() - 3_600_000;
    self.Date = class extends Date {
        static now = now;
        constructor(...given) {
            super(...(given.length > 0 ? given : [now()]));
        }
    };
}"""

BLANK = '<!doctype html><link rel="icon" href="data:,"><title>blank</title><body></body>'

HOLD = """() => new Promise((resolve) => {
    const request = indexedDB.open("mnist1d-lab", 1);
    request.onsuccess = () => resolve(void (window.held = request.result));
})"""

FIRST_EDITION = """async () => {
    const db = await new Promise((resolve) => {
        const request = indexedDB.open("mnist1d-lab", 1);
        request.onupgradeneeded = () => {
            for (const name of ["heads", "tasks", "arrays"]) {
                request.result.createObjectStore(name);
            }
        };
        request.onsuccess = () => resolve(request.result);
    });
    const transaction = db.transaction("heads", "readwrite");
    const version = "VERSION", params = { seed: 77 };
    const head = { experiment: "lottery", version, params, order: [], elapsed: 1, at: 5 };
    transaction.objectStore("heads").put(head, "lottery");
    await new Promise((resolve) => { transaction.oncomplete = resolve; });
    db.close();
}"""


def open_blank(page: Page, base_url: str) -> None:
    """A page of the same origin, with the same storage, that runs nothing."""
    page.route("**/blank", lambda route: route.fulfill(body=BLANK, content_type="text/html"))
    page.goto(base_url + "blank")


def continued(lab: Lab) -> Rows:
    lab.press("lottery", "continue")
    return finished(lab)


def test_two_tabs_keep_two_runs_and_neither_enters_the_other(
    lab: Lab, reload: Callable[[], None]
) -> None:
    """A tab that is reloaded is another one: it owns nothing of what it had begun."""
    second = Lab(lab.page.context.new_page(), lab.base_url)
    second.page.add_init_script(ONE_WORKER)
    for tab, seed in ((lab, 10), (second, 21)):
        tab.open(small_link(**LONGER, seed=seed))
        tab.step_until_kept("lottery")
    lab.page.evaluate("() => sessionStorage.clear()")
    reload()
    offer = lab.bar("lottery").locator("[data-offer-text]")
    expect(offer).to_contain_text("seed 10")  # the other's owner lives
    expect(offer).to_contain_text("Data: samples 500, seed 42.")
    second.page.close()
    assert continued(lab) == undisturbed(lab, **LONGER, seed=10)
    lab.page.evaluate("() => sessionStorage.clear()")
    reload()
    expect(offer).to_contain_text("seed")
    for _ in range(2):  # the newest is the finished one; the other comes after it
        if "seed 21" in offer.inner_text():
            break
        lab.press("lottery", "discard")
    expect(offer).to_contain_text("seed 21")
    assert continued(lab) == undisturbed(lab, **LONGER, seed=21)


def test_a_training_that_was_left_in_the_middle_goes_on_to_the_same_end(
    lab: Lab, reload: Callable[[], None]
) -> None:
    """Its checkpoints come by the clock, every two seconds, the time of a pause included."""
    asked = {"models": "mlp", "steps": 1000, "eval_every": 20, "dropout": 0.2}
    link = "".join(f"&benchmark.{name}={value}" for name, value in asked.items())
    lab.open(f"#/models?num_samples=500{link}")
    keep = {"keep": False}  # it is to compare with, and no kept run
    record = lab.page.evaluate(
        "([params, keep]) => window.lab.run('benchmark', params, keep)",
        [{**asked, "models": ["mlp"], "num_samples": 500}, keep],
    )
    expected = without_times(record["rows"])
    lab.step_until_kept("benchmark")
    reload()
    lab.press("benchmark", "continue")
    lab.wait_for_phase("benchmark", "finished")
    assert without_times(lab.shown_rows("benchmark")) == expected


@pytest.mark.parametrize(("storage", "told"), [(FORBIDDEN, "forbidden"), (SILENT, "not answer")])
def test_storage_that_fails_is_told_and_holds_nothing_up(
    page: Page, base_url: str, storage: str, told: str
) -> None:
    """By the run, once, and where the kept ones are listed."""
    page.add_init_script(storage)
    lab = Lab(page, base_url).open(small_link())
    told_of_a_run(lab, told)
    lab.go("runs")
    expect(page.locator("#runs-refusal")).to_contain_text(told, timeout=PATIENCE_MS)
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("#runs-size")).to_have_text("")  # nobody knows how many are kept
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    lab.go("tickets")
    notice = lab.bar("lottery").locator("[data-notice]")
    expect(notice).to_contain_text(told)
    assert notice.inner_text().count(told) == 1
    lab.press("lottery", "reset")
    lab.wait_for_phase("lottery", "recorded")


def told_of_a_run(lab: Lab, word: str, since: str = "is") -> str:
    """A run goes on to its end, finds what it would have found, and says why it is not kept.

    `since` is a pattern; returns what it says.
    """
    lab.press("lottery", "toggle")
    rows = finished(lab)
    notice = lab.bar("lottery").locator("[data-notice]")
    said = re.compile(f"This run goes on but {since} not kept for later: ")
    expect(notice).to_contain_text(said, timeout=PATIENCE_MS)
    expect(notice).to_contain_text(word)
    assert rows == undisturbed(lab)
    return notice.inner_text()


def test_a_storage_that_another_tab_holds_is_told(
    context: BrowserContext, page: Page, base_url: str
) -> None:
    other = context.new_page()
    open_blank(other, base_url)
    other.evaluate(HOLD)  # an older page, which does not give way
    told_of_a_run(Lab(page, base_url).open(small_link()), "another tab holds")


@pytest.mark.chromium("the quota is set by its own protocol")
def test_a_full_storage_is_told(context: BrowserContext, page: Page, base_url: str) -> None:
    lab = Lab(page, base_url).open(small_link())
    session = context.new_cdp_session(page)
    origin = page.evaluate("() => location.origin")
    session.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 1})
    told_of_a_run(lab, "storage is full")


def test_what_was_kept_before_the_storage_failed_is_gone_on_with(
    lab: Lab, reload: Callable[[], None]
) -> None:
    """Both ways to fail, in the middle of a run that goes on to its end all the same."""
    lab.open(small_link())
    for failing, told in ((FULL, "storage is full"), (FORBIDDEN, "storage is forbidden here")):
        lab.step_until_kept("lottery")
        lab.page.evaluate(f"() => {{ {failing} }}")
        # Not as the page showed it before: what is on its way then is stored, too.
        notice = told_of_a_run(lab, told, r"from [1-9]\d*\s% on it is")
        [share] = re.findall(r"from (\d+)\s% on", notice)
        reload()
        offer = lab.bar("lottery").locator("[data-offer-text]")
        expect(offer).to_contain_text(f"You left a run here, seed 0, {share} % done")
        assert continued(lab) == undisturbed(lab)


def test_a_run_of_the_first_edition_s_storage_is_still_offered(page: Page, base_url: str) -> None:
    open_blank(page, base_url)
    page.evaluate(FIRST_EDITION.replace("VERSION", __version__))
    lab = without_python(page, base_url, "#/tickets")
    expect(lab.bar("lottery").locator("[data-offer-text]")).to_contain_text("seed 77")


@pytest.mark.chromium("nothing is evaluated in a worker of Firefox from without")
def test_a_clock_that_is_set_back_in_mid_run_changes_nothing(
    lab: Lab, reload: Callable[[], None]
) -> None:
    """By an hour, the page's and the workers'; what it was kept at is then later than now."""
    page = lab.page
    lab.open(small_link())
    lab.step_until_kept("lottery")
    for place in (page, *page.workers):
        place.evaluate(SET_CLOCK_BACK)
    bar = lab.bar("lottery")
    lab.press("lottery", "toggle")
    assert finished(lab) == undisturbed(lab)
    expect(bar.locator("[data-note]")).to_have_text(re.compile(r"^Finished in [0-9.]+ s$"))
    expect(bar.locator("[data-notice]")).to_be_hidden()
    reload()
    expect(bar.locator("[data-offer-text]")).to_contain_text("seed 0, finished")
    assert continued(lab) == undisturbed(lab)


def test_a_stop_with_the_tickets_table_open_stops(lab: Lab) -> None:
    page = lab.page
    lab.open(small_link(steps=20000))
    page.evaluate(
        """() => document.querySelector("#tickets-table").closest("details").open = true"""
    )
    lab.start_and_press("lottery", "stop")
    lab.wait_for_phase("lottery", "stopped")
