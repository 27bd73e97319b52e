"""What befalls a machine that computes: the rows are those of a run that nothing disturbed."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from tests.browser.lab import SMALL, Lab, small_link, wait_until
from tests.browser.standing import Standing
from tests.browser.undisturbed import finished, undisturbed

pytestmark = pytest.mark.all_workers


def renderers(browser: Browser) -> list[int]:
    """The processes of all pages and their workers."""
    found = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
    return [process["id"] for process in found["processInfo"] if process["type"] == "renderer"]


@contextmanager
def stopped(pids: list[int]) -> Iterator[None]:
    """They stand still, as when a lid is closed, while time goes on.

    Chromium's own freezing takes hidden pages, and to Playwright every page is a visible one.
    """
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    yield
    for pid in pids:
        os.kill(pid, signal.SIGCONT)


@pytest.mark.chromium("its own protocol names its processes")
def test_a_tab_that_stands_still_for_a_while(lab: Lab, browser: Browser) -> None:
    slow = {"steps": 4000, "eval_every": 500}
    lab.open(small_link(**slow))
    expected = undisturbed(lab, **slow)
    lab.start_and_press("lottery", "toggle")  # with all of it still to come
    lab.wait_for_phase("lottery", "paused")
    pids = renderers(browser)
    lab.press("lottery", "toggle")
    with stopped(pids):
        time.sleep(1.5)
    assert finished(lab) == expected
    expect(lab.bar("lottery").locator("[data-notice]")).to_be_hidden()


# To make this many samples takes more memory than a worker has at its start.
LARGE: dict[str, Any] = {"num_samples": 20_000}

# While the page says so, what a worker is to run waits for the test.
HOLD_RUNS = """
window.held = [];
const post = Worker.prototype.postMessage;
Worker.prototype.postMessage = function (...given) {
    const go = () => post.apply(this, given);
    if (window.holding && given[0].type === "run") window.held.push(go);
    else go();
};
"""

# What WebAssembly says where the machine has no more.
REFUSE_MEMORY = """() => {
    self.grow ??= WebAssembly.Memory.prototype.grow;
    WebAssembly.Memory.prototype.grow = () => { throw new RangeError("no memory is left"); };
}"""
GIVE_MEMORY = "() => { if (self.grow) WebAssembly.Memory.prototype.grow = self.grow; }"


# C does not always ask whether there was memory, and breaks where there was none.
TWICE = re.compile(
    r"This needs more memory than there is here: two workers ran out of it at the same place\.|"
    r"Python broke down over this: it did in two workers, at the same place\."
)


def in_workers(page: Page, script: str) -> None:
    """Run a script in every worker that computes; the page has tried others, and ended them."""
    for worker in page.workers:
        if not worker.url.endswith("js/python/worker.js"):
            continue
        try:
            worker.evaluate(script)
        except Error as error:
            if "has been closed" not in str(error):  # it was ended just now
                raise


def starve(lab: Lab) -> None:
    """Whoever takes the run, or goes on with it, from now on gets no memory for it, this time."""
    page = lab.page
    wait_until(page, lambda: page.evaluate("() => window.held.length") or failed(lab), "a worker")
    in_workers(page, REFUSE_MEMORY)
    page.evaluate("() => { for (const go of window.held.splice(0)) go(); }")


def failed(lab: Lab) -> bool:
    return lab.bar("lottery").get_attribute("data-phase") == "failed"


@pytest.fixture
def left_unfinished(lab: Lab, standing: Standing) -> Iterator[Lab]:
    """A page that is offered the rest of a run, in whose workers nothing of its data was made.

    The page makes the data of its own settings for its figures before one asks for a run, and where
    they were made there is memory for them: so its settings are others than the run's.
    """
    page = lab.page
    page.add_init_script(HOLD_RUNS)  # from the reload on
    lab.open(small_link(**LARGE))
    lab.step_until_kept("lottery")
    lab.follow("#/tickets")
    page.reload()
    lab.wait_for_state("ready")
    lab.wait_for_sections()
    lab.wait_for_workers()
    page.evaluate("() => { window.holding = true; }")
    yield lab
    standing.close()  # nobody gives its workers back what they had


def release(page: Page) -> None:
    """What is to run goes to the workers unheld from now on."""
    page.evaluate("() => { window.holding = false; }")


@pytest.mark.chromium("nothing is evaluated in a worker of Firefox from without")
def test_memory_that_runs_out_once(left_unfinished: Lab) -> None:
    """Fresh workers have some, and go on."""
    lab, page = left_unfinished, left_unfinished.page
    lab.press("lottery", "continue")
    starve(lab)
    release(page)
    assert finished(lab) == undisturbed(lab, **LARGE)
    notice = lab.bar("lottery").locator("[data-notice]")
    expect(notice).to_contain_text("its memory had run out")


@pytest.mark.chromium("nothing is evaluated in a worker of Firefox from without")
def test_memory_that_runs_out_for_good(left_unfinished: Lab) -> None:
    """It is told, the run is kept as far as it came, and can be gone on with."""
    lab, page = left_unfinished, left_unfinished.page
    lab.press("lottery", "continue")
    while not failed(lab):
        starve(lab)
    release(page)
    expect(lab.bar("lottery").locator("[data-failure]")).to_have_text(TWICE)
    expect(lab.bar("lottery").locator("[data-offer-text]")).to_contain_text(
        "This run is kept as far as it came, seed 0, "
    )
    in_workers(page, GIVE_MEMORY)
    lab.press("lottery", "continue")
    assert finished(lab) == undisturbed(lab, **LARGE)


TOLD = re.compile(
    r"A worker was replaced \((its memory had run out|Python broke down)\); "
    r"its task goes on from its last checkpoint\."
)
ROWS_A_LEVEL = SMALL["steps"] // SMALL["eval_every"]

# Every worker that computes has a console too, by which a test can fill its memory from within. As
# many as there are tasks: one that is full and free would be given what another could not do.
WITH_CONSOLES = """
Object.defineProperty(navigator, "hardwareConcurrency", { value: 2 });
window.consoles = [];
window.Worker = class extends Worker {
    postMessage(message, ...more) {
        if (message.type === "boot") {
            window.consoles.push(this);
            message.apart = { files: {}, backend: "", console: { network: false } };
        }
        super.postMessage(message, ...more);
    }
};
"""
# What refuses to grow is a function that throws over any number. Then from large to small, so that
# what is left between two pieces has no room for an array either.
FILL = """
import js
js.WebAssembly.Memory.prototype.grow = js.Reflect.ownKeys
pieces = []
for size in (1 << 20, 1 << 16, 1 << 12, 1 << 10):
    try:
        while True:
            pieces.append(bytearray(size))
    except MemoryError:
        pass
"""
FILL_ALL = """async (source) => {
    const asked = (worker, id, call) => new Promise((resolve) => {
        worker.addEventListener("message", function hear({ data }) {
            if (data.id !== id) return;
            worker.removeEventListener("message", hear);
            resolve(data.answer);
        });
        worker.postMessage({ type: "call", id, call });
    });
    return Promise.all(window.consoles.map(async (worker) => {
        await asked(worker, -1, { name: "openConsole", params: {}, record: null });
        return asked(worker, -2, { name: "type", source });
    }));
}"""


# Of C without memory; the last is Firefox's word for what Pyodide prints of it.
@pytest.mark.expect_problem(r"fatal.error", r"RuntimeError", r"NoGilError", r"^console: Error$")
def test_memory_that_runs_out_in_the_middle_of_a_level(page: Page, base_url: str) -> None:
    """All that the workers have is taken between two measurements of a level, and no more given."""
    page.add_init_script(WITH_CONSOLES)
    lab = Lab(page, base_url).open(small_link())
    lab.step_until_kept("lottery")
    bar = lab.bar("lottery")
    while (rows := int(bar.get_attribute("data-rows") or 0)) % ROWS_A_LEVEL == 0:
        lab.press("lottery", "step")
        expect(bar).not_to_have_attribute("data-rows", str(rows))
    filled = page.evaluate(FILL_ALL, FILL)
    assert set(filled) == {"well"}
    lab.press("lottery", "toggle")
    assert finished(lab) == undisturbed(lab)
    expect(bar.locator("[data-notice]")).to_contain_text(TOLD)
