"""A smoke test of every view in WebKitGTK, and what was found there (tests/browser/webkit.py)."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import mnist1d_lab
import pytest

from tests.browser.lab import SMALL, without_times
from tests.browser.views.test_long_drag import ASK_TOO_OFTEN, DRAG
from tests.browser.webkit import Driver, webkit


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    with webkit(tmp_path_factory.mktemp("profile")) as driver:
        yield driver


LISTEN = """
    window.problems = [];
    addEventListener("error", ({ message }) => window.problems.push(message));
    addEventListener("unhandledrejection", ({ reason }) => window.problems.push(String(reason)));
    const { error } = console;
    console.error = (...all) => { window.problems.push(all.join(" ")); error(...all); };
    return JSON.parse(document.querySelector("#lab-views").textContent).map(({ name }) => name);
"""

GO = 'document.querySelector(`.views a[data-to="${arguments[0]}"]`).click();'

# Whether the view alone is shown, under its title, and what may be drawn in it has been drawn.
SHOWN = """
    const [name] = arguments;
    const views = [...document.querySelectorAll("main > [data-view]")];
    const shown = views.filter((view) => getComputedStyle(view).display !== "none");
    return document.documentElement.dataset.view === name && shown.length === 1
        && shown[0].dataset.view === name && shown[0].getBoundingClientRect().height > 200
        && document.activeElement.id === `${name}-title`;
"""

FIRST_TRIAL = """
    lab.bench.set(arguments[0]);
    lab.bench.settled(1).then((result) => { window.first = result; });
"""

RUN = """
    window.record = null;
    window.failure = null;
    window.arms = new Set();
    const onEvent = ({ kind, row }) => { if (kind === "row") window.arms.add(row.arm); };
    lab.run("lottery", arguments[0], { onEvent }).then(
        (record) => { window.record = record; },
        (error) => { window.failure = String(error); },
    );
"""


def test_every_view_opens_and_the_bench_has_its_first_trial(driver: Driver, base_url: str) -> None:
    driver.open_lab(base_url)
    views = driver.run(LISTEN)
    assert "bench" in views
    assert len(views) >= 7
    for view in [*views, "bench"]:
        driver.run(GO, view)
        driver.wait(SHOWN, view)
    driver.run(FIRST_TRIAL, {"hidden": 24, "num_samples": 500, "steps": 60})
    assert driver.wait("return window.first")["dense"]["0"]["trials"] >= 1
    driver.wait("return Number(document.querySelector('#bench-grid').dataset.trials) > 0")
    assert driver.run("return window.problems") == []


def test_a_long_drag_ends_with_state_address_and_figure_agreeing(
    driver: Driver, base_url: str
) -> None:
    driver.open_lab(base_url + "#/data")
    driver.run(DRAG)
    driver.wait("return window.dragged")
    driver.wait("return location.hash.includes('iid_noise_scale=0.57')")
    driver.wait("return document.querySelector('#data-summary').textContent.includes('noise 0.57')")
    assert driver.run("return lab.permalink()").endswith("iid_noise_scale=0.57")
    driver.wait(
        "return document.querySelector('#databar-text').textContent.startsWith('noise 0.57')"
    )
    assert driver.run("return window.problems") == []
    # The limit that this is about is there: whoever asks more often is refused.
    assert driver.run(ASK_TOO_OFTEN) == "SecurityError"


@contextmanager
def busy(count: int) -> Iterator[None]:
    """So many processes that only compute, at the browser's own priority."""
    with ExitStack() as stack:
        for _ in range(count):
            process = subprocess.Popen([sys.executable, "-c", "while True: pass"])
            stack.callback(process.wait)
            stack.callback(process.kill)
        yield


def test_a_search_has_the_bits_of_its_backend_and_loses_no_worker(
    driver: Driver, base_url: str
) -> None:
    """On a busy machine a first task may say nothing for longer than a worker is given."""
    driver.go("about:blank")  # or it would be the same page, whose workers have had one
    driver.open_lab(base_url + "#/tickets")
    for beside in (2, 0):
        with busy(beside):
            driver.run(RUN, SMALL)
            # Two tasks have spoken.
            driver.wait("return window.arms.size > 1 || window.failure !== null")
        driver.wait("return window.record !== null || window.failure !== null")
        assert driver.run("return window.failure") is None
        record: dict[str, Any] = driver.run("return window.record")
        assert record["backend"] in ("simd-relaxed", "simd")
        assert not [notice for notice in record["notices"] if "worker" in notice]
        outside = mnist1d_lab.run("lottery", backend=record["backend"], **SMALL)
        assert without_times(record["rows"]) == without_times(outside.rows)
