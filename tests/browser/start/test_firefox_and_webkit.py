"""What was found in Firefox and in WebKit, tested there (tests/browser/drivers.py)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import mnist1d_lab
import pytest

from tests.browser.drivers import Driver, firefox, webkit
from tests.browser.lab import SMALL, without_times

BROWSERS = {"Firefox": firefox, "WebKit": webkit}


@pytest.fixture(scope="module", params=sorted(BROWSERS))
def driver(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Driver]:
    with BROWSERS[request.param](tmp_path_factory.mktemp("profile")) as driver:
        yield driver


# A slider is moved 400 times within some seconds, and comes to rest.
DRAG = """
    window.problems = [];
    addEventListener("error", ({ message }) => window.problems.push(message));
    addEventListener("unhandledrejection", ({ reason }) => window.problems.push(String(reason)));
    const slider = document.querySelector("#data-iid_noise_scale");
    let moves = 0;
    const move = (value) => {
        slider.value = String(value);
        slider.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const timer = setInterval(() => {
        move((moves % 100) / 100);
        moves += 1;
        if (moves < 400) return;
        clearInterval(timer);
        move(0.57);
        window.dragged = true;
    }, 8);
"""

ASK_TOO_OFTEN = """
    try {
        for (let i = 0; i < 300; i++) history.replaceState(null, "", location.href);
    } catch (error) {
        return error.name;
    }
    return "none";
"""

RUN = """
    window.record = null;
    window.failure = null;
    lab.run("lottery", arguments[0]).then(
        (record) => { window.record = record; },
        (error) => { window.failure = String(error); },
    );
"""


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
    assert driver.run(ASK_TOO_OFTEN) in ("SecurityError", "QuotaExceededError")


def test_a_search_has_the_bits_of_its_backend_and_loses_no_worker(
    driver: Driver, base_url: str
) -> None:
    driver.open_lab(base_url + "#/tickets")
    driver.run(RUN, SMALL)
    driver.wait("return window.record !== null || window.failure !== null")
    assert driver.run("return window.failure") is None
    record: dict[str, Any] = driver.run("return window.record")
    assert record["backend"] in ("simd-relaxed", "simd")
    assert not [notice for notice in record["notices"] if "worker" in notice]
    outside = mnist1d_lab.run("lottery", backend=record["backend"], **SMALL)
    assert without_times(record["rows"]) == without_times(outside.rows)
