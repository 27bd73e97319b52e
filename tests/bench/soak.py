"""``make soak``: an hour of knobs and runs, and what of the page has grown by its end.

The first five minutes fill caches and are no growth; after them the JavaScript heap, the process
with its workers' WebAssembly memory, DOM nodes, listeners and workers may be 5 % more at the end.
Each is measured with the bench at rest, after the browser was told that memory is short: then every
thread collects its garbage, the workers' too, and what remains is what something holds.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

from playwright.sync_api import CDPSession, Page

from buildtools.paths import DIST
from tests.bench.chromium import browser, served
from tests.bench.nextpaint import KNOBS, drag

SETTLING_S = 300
MOST = 1.05
REST_MS = 3000
# What the page counts and what its processes hold. A worker's heap is its own.
COUNTS = {"JSHeapUsedSize": "heap", "Nodes": "nodes", "JSEventListeners": "listeners"}


def main() -> int:
    """Print a line every five minutes, then a table; 1 if anything grew past the bar."""
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--site", type=Path, default=DIST)
    given = parser.parse_args()
    with browser() as chromium, served(given.site.resolve()) as url:
        page = chromium.new_page(viewport={"width": 1280, "height": 720})
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable")
        page.goto(url)
        page.wait_for_selector("html[data-mounted]", state="attached")
        left = 60 * given.minutes
        measured = []
        while left > 0:
            turn = min(SETTLING_S, 60 * given.minutes / 2, left)
            _use(page, turn)
            left -= turn
            measured.append(_measured(page, session))
            print(f"after {given.minutes - left / 60:.1f} minutes: {measured[-1]}", flush=True)
    before, *_, after = measured
    grown = {name: after[name] / before[name] for name in before}
    print()
    for name, ratio in grown.items():
        print(f"{name:10} {ratio:6.3f}  {'met' if ratio <= MOST else 'MISSED'}")
    return int(any(ratio > MOST for ratio in grown.values()))


def _use(page: Page, seconds: float) -> None:
    end = time.monotonic() + seconds
    for turn, knob in enumerate(cycle(KNOBS)):
        if time.monotonic() > end:
            return
        drag(page, knob)
        if turn % 8 == 7:
            page.evaluate("() => lab.bench.settled(2)")
            page.locator("#bench-reset").click()
        if turn % 40 == 39:
            _visit_the_rooms(page)


def _visit_the_rooms(page: Page) -> None:
    for view in ("data", "models", "tickets", "runs", "bench"):
        page.locator(f'.views a[data-to="{view}"]').click()
        page.wait_for_timeout(300)


def _measured(page: Page, session: CDPSession) -> dict[str, float]:
    page.locator("#bench-reset").click()
    page.evaluate("() => lab.bench.settled(10)")
    for _ in range(2):  # what one collection frees may let the next free more
        page.wait_for_timeout(REST_MS)
        session.send("Memory.simulatePressureNotification", {"level": "critical"})
    session.send("HeapProfiler.collectGarbage")
    metrics = {m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]}
    return {short: metrics[name] for name, short in COUNTS.items()} | {
        "workers": len(page.workers),
        "resident": _resident_bytes(),
    }


def _resident_bytes() -> int:
    """What the page's process holds, its workers' WebAssembly memory too; on Linux."""
    pages = [
        int((folder / "statm").read_text().split()[1])
        for folder in map(_folder, _descendants(os.getpid()))
        if b"--type=renderer" in (folder / "cmdline").read_bytes()
    ]
    return max(pages) * os.sysconf("SC_PAGE_SIZE")


def _folder(process: int) -> Path:
    return Path("/proc") / str(process)


def _descendants(process: int) -> Iterator[int]:
    """Other browsers may be open: only this program's own processes count."""
    for task in (_folder(process) / "task").iterdir():
        for child in map(int, (task / "children").read_text().split()):
            yield child
            yield from _descendants(child)


if __name__ == "__main__":
    sys.exit(main())
