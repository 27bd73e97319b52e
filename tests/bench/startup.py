"""From navigation to the first preview, computed in Python and drawn, on the real site, medians.

Beside it, in turns, stands the start of Pyodide as it is published, which imports NumPy on a page
that does nothing else. The bars are ratios to it, so that they hold on any machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Page, Playwright, sync_playwright

from tests.bench.bare import IMPORTED, bare_pyodide
from tests.bench.chromium import profile, served
from tests.bench.options import Options
from tests.bench.table import Line

# On the machine where the bars were set: 1.5 and 1.1 s, where bare Pyodide takes 2.9 and 2.2 s.
COLD = round(1.5 / 2.9, 3)
WARM = round(1.1 / 2.2, 3)
# Seconds since navigation: Python ready, the page's first preview drawn, all around it mounted.
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


@dataclass
class Starts:
    """What the starts of one page took, as the script in it tells."""

    url: str
    script: str
    cold: list[Any] = field(default_factory=list)
    warm: list[Any] = field(default_factory=list)

    def measure(self, playwright: Playwright) -> None:
        """One cold start and two warm ones, in a new profile."""
        with TemporaryDirectory() as folder:
            context = profile(playwright, folder)
            page = context.new_page()
            page.wait_for_timeout(SETTLE_MS)  # it is still starting itself
            self.cold.append(self._start(page))
            self._start(page)  # with the files, but before the compiled code is kept
            self.warm += [self._start(page), self._start(page)]
            context.close()

    def _start(self, page: Page) -> Any:
        page.goto("about:blank")
        page.goto(self.url, wait_until="commit")
        times = page.evaluate(self.script)
        page.wait_for_timeout(SETTLE_MS)
        return times


def measure(options: Options) -> Iterator[Line]:
    """Two lines, from as many new profiles of either page as there are rounds."""
    with sync_playwright() as playwright, served(options.site) as site, bare_pyodide() as url:
        ours, bare = Starts(site, READY), Starts(url, IMPORTED)
        for _ in range(options.rounds):
            ours.measure(playwright)
            bare.measure(playwright)
    yield _line("start, empty cache", ours.cold, bare.cold, COLD)
    yield _line("start, filled cache", ours.warm, bare.warm, WARM)


def _line(what: str, times: list[list[float]], bare: list[float], bar: float) -> Line:
    ready, preview, mounted = (list(column) for column in zip(*times, strict=True))
    seconds = median(preview)
    beside = f"Pyodide as published {median(bare):.2f} s; here Python ready {median(ready):.2f} s, "
    beside += f"the page whole {median(mounted):.2f} s, "
    beside += f"{len(times)} starts, {min(preview):.2f} to {max(preview):.2f} s"
    return Line(what, f"{seconds:.2f} s", seconds / median(bare), "of Pyodide's", beside, bar)
