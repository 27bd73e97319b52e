"""From navigation to the first preview, computed in Python and drawn, on the real site, medians."""

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
# Seconds since navigation: Python ready, the page's first preview drawn, every section mounted.
READY = """async () => {
  const pause = () => new Promise((resolve) => setTimeout(resolve, 3));
  while (!window.lab) await pause();
  await lab.ready;
  const ready = performance.now();
  const preview = () => performance.getEntriesByName("preview", "measure")[0];
  while (!preview()) await pause();
  while (!document.documentElement.hasAttribute("data-mounted")) await pause();
  const drawn = preview().startTime + preview().duration;
  return [ready, drawn, performance.now()].map((ms) => ms / 1000);
}"""
# Chromium keeps machine code two seconds after the last of it was made.
SETTLE_MS = 4000


def measure(options: Options) -> Iterator[Line]:
    """Two lines, from as many new profiles as there are rounds, two warm starts in each."""
    cold: list[list[float]] = []
    warm: list[list[float]] = []
    with sync_playwright() as playwright, served(options.site) as url:
        for _ in range(options.rounds):
            with TemporaryDirectory() as folder:
                context = profile(playwright, folder)
                page = context.new_page()
                page.wait_for_timeout(SETTLE_MS)  # it is still starting itself
                cold.append(_start(page, url))
                _start(page, url)  # with the files, but before the compiled code is kept
                warm += [_start(page, url), _start(page, url)]
                context.close()
    yield _line("start, empty cache", cold, COLD_S)
    yield _line("start, filled cache", warm, WARM_S)


def _start(page: Page, url: str) -> list[float]:
    page.goto("about:blank")
    page.goto(url, wait_until="commit")
    times: list[float] = page.evaluate(READY)
    page.wait_for_timeout(SETTLE_MS)
    return times


def _line(what: str, times: list[list[float]], bar: float) -> Line:
    ready, preview, mounted = (list(column) for column in zip(*times, strict=True))
    seconds = median(preview)
    beside = f"Python ready {median(ready):.2f} s, all sections {median(mounted):.2f} s, "
    beside += f"{len(times)} starts, {min(preview):.2f} to {max(preview):.2f} s"
    return Line(what, f"{seconds:.2f} s", seconds, "s, median", beside, bar)
