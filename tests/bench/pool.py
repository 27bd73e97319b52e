"""Two workers against one, on the page itself: two trainings of equal length."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Browser, expect

from tests.bench.chromium import browser, served
from tests.bench.options import Options
from tests.bench.table import Line

BAR = 1.8
TRAINING = {
    "models": ["mlp"],
    "hidden": 256,
    "steps": 1500,
    "eval_every": 500,
    "seeds": 2,
    "shuffled": "no",
}
# The page has as many workers as it believes there are cores.
CORES = "Object.defineProperty(Navigator.prototype, 'hardwareConcurrency', {get: () => %d})"
RUN = """async (params) => {
  const began = performance.now();
  await lab.run("benchmark", params);
  return (performance.now() - began) / 1000;
}"""


def measure(options: Options) -> Iterator[Line]:
    """One line; the two pages take turns."""
    best = {1: float("inf"), 2: float("inf")}
    with browser() as chromium, served(options.site) as url:
        for _ in range(max(1, options.rounds // 2)):
            for workers, seconds in best.items():
                best[workers] = min(seconds, _seconds(chromium, url, workers))
    yield Line(
        "two trainings, two workers",
        f"{best[2]:.2f} s",
        best[1] / best[2],
        "times one worker",
        f"one worker {best[1]:.2f} s",
        BAR,
        at_least=True,
    )


def _seconds(chromium: Browser, url: str, workers: int) -> float:
    page = chromium.new_page()
    page.add_init_script(CORES % workers)
    page.goto(url)
    status = page.locator("#status-detail")
    expect(status).to_contain_text(f"{workers} worker", timeout=60_000)
    # The first run loads what later ones find: the data set, and the kernels' machine code.
    page.evaluate(RUN, {**TRAINING, "steps": 200})
    seconds: float = page.evaluate(RUN, TRAINING)
    page.close()
    return seconds
