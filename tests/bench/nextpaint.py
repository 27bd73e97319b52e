"""How soon the screen answers a hand on the bench: real pointer moves and keys, while it trains."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median, quantiles

from playwright.sync_api import Page

from tests.bench.chromium import browser, served
from tests.bench.options import Options
from tests.bench.table import Line

BAR_MS = 100
DRAGS, MOVES, KEYS = 12, 40, 30
BETWEEN_MS = 16  # a mouse's moves, a frame apart

# Event Timing rounds to 8 ms and leaves out what is shorter than 16.
OBSERVE = """() => {
    window.answers = [];
    new PerformanceObserver((list) => {
        for (const { name, duration, processingEnd, processingStart } of list.getEntries()) {
            answers.push([name, duration, processingEnd - processingStart]);
        }
    }).observe({ type: "event", durationThreshold: 16, buffered: false });
}"""
KNOBS = ["iid_noise_scale", "corr_noise_scale", "max_translation", "final_seq_length"]


def measure(options: Options) -> Iterator[Line]:
    """One line: the slowest answer of all, the middle one and the 98th of a hundred beside it."""
    with browser() as chromium, served(options.site) as url:
        page = chromium.new_page(viewport={"width": 1280, "height": 720})
        page.goto(url)
        page.wait_for_selector("html[data-mounted]", state="attached")
        page.evaluate("() => lab.bench.settled(1)")
        page.evaluate(OBSERVE)
        for index in range(DRAGS):
            drag(page, KNOBS[index % len(KNOBS)])
        _press_keys(page)
        page.wait_for_timeout(500)
        events = page.evaluate("answers")
    durations = sorted(duration for _, duration, _ in events) or [0.0]
    high = quantiles(durations, n=50)[-1] if len(durations) > 1 else durations[0]
    working = max((work for _, _, work in events), default=0.0)
    beside = f"{len(events)} events over 16 ms, median {median(durations):.0f}, 98 %: {high:.0f},"
    beside += f" handlers at most {working:.0f}"
    slowest = durations[-1]
    yield Line("bench, from an event to the next paint", f"{slowest:.0f} ms", slowest, "ms",
               beside, BAR_MS)  # fmt: skip


def drag(page: Page, knob: str) -> None:
    """To and fro over a knob's whole range, by the mouse."""
    box = page.locator(f"#bench-data-{knob}").bounding_box()
    if box is None:
        raise RuntimeError(f"the bench shows no slider of {knob}")
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 2, middle)
    page.mouse.down()
    for move in range(MOVES):
        share = abs((2 * move / (MOVES - 1)) - 1)
        page.mouse.move(box["x"] + 2 + (1 - share) * (box["width"] - 4), middle)
        page.wait_for_timeout(BETWEEN_MS)
    page.mouse.up()


def _press_keys(page: Page) -> None:
    page.locator(f"#bench-data-{KNOBS[0]}").focus()
    for key in range(KEYS):
        page.keyboard.press("ArrowRight" if key % 4 else "ArrowLeft")
        page.wait_for_timeout(50)
