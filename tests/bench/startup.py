"""From navigation to a first preview computed in Python, on the real site, medians."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from tests.bench.chromium import profile, served
from tests.bench.options import Options
from tests.bench.table import Line

COLD_S = 1.5
WARM_S = 1.1
# Seconds since navigation: Python ready, and the preview there.
READY = """async () => {
  await lab.ready;
  const ready = performance.now();
  await lab.run("preview", {});
  return [ready / 1000, performance.now() / 1000];
}"""
# The browser writes its caches a moment after a page is there.
SETTLE_MS = 1500


def measure(options: Options) -> Iterator[Line]:
    """Two lines, from as many new profiles as there are rounds, two warm starts in each."""
    cold: list[list[float]] = []
    warm: list[list[float]] = []
    with sync_playwright() as playwright, served(options.site) as url:
        for _ in range(options.rounds):
            with TemporaryDirectory() as folder:
                context = profile(playwright, folder)
                page = context.new_page()
                cold.append(_start(page, url))
                _start(page, url)  # with the files, but before the compiled code is kept
                warm += [_start(page, url), _start(page, url)]
                context.close()
    yield _line("start, empty cache", cold, COLD_S)
    yield _line("start, filled cache", warm, WARM_S)


def _start(page: Page, url: str) -> list[float]:
    page.goto("about:blank")
    page.goto(url)
    times: list[float] = page.evaluate(READY)
    page.wait_for_timeout(SETTLE_MS)
    return times


def _line(what: str, times: list[list[float]], bar: float) -> Line:
    preview = [end for _, end in times]
    seconds = median(preview)
    beside = f"Python ready {median(ready for ready, _ in times):.2f} s, "
    beside += f"{len(times)} starts, {min(preview):.2f} to {max(preview):.2f} s"
    return Line(what, f"{seconds:.2f} s", seconds, "s, median", beside, bar)
