"""The data set: natively beside the reference package, and in Chromium; a preview there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from tests.bench.chromium import browser, served
from tests.bench.in_pyodide import dataset as ours
from tests.bench.options import Options
from tests.bench.table import Line
from tests.pyodide.host import python_in_chromium

TIMES_QUICKER = 20
BROWSER_S = 0.25
PREVIEW_MS = 15
# From the question leaving the page to the picture being drawn.
ON_THE_PAGE = """async (rounds) => {
  await lab.ready;
  const times = [];
  for (let seed = 0; seed < rounds; seed++) {
    const began = performance.now();
    await lab.run("preview", { seed });
    times.push(performance.now() - began);
  }
  return Math.min(...times);
}"""


def measure(options: Options) -> Iterator[Line]:
    """Three lines with a bar, and what a preview takes on the page, there and back."""
    yield _native(options.rounds)
    with browser() as chromium:
        with python_in_chromium(options.site, chromium) as run:
            best = json.loads(run(Path(ours.__file__), options.rounds))
        seconds, ms = best["dataset"], 1000 * best["preview"]
        yield Line("5000 samples, Chromium", f"{seconds:.3f} s", seconds, "s", bar=BROWSER_S)
        yield Line("preview, Chromium", f"{ms:.1f} ms", ms, "ms", bar=PREVIEW_MS)
        with served(options.site) as url:
            page = chromium.new_page()
            page.goto(url)
            ms = page.evaluate(ON_THE_PAGE, 4 * options.rounds)
            yield Line("preview, asked and answered on the page", f"{ms:.1f} ms", ms, "ms")


def _native(rounds: int) -> Line:
    from mnist1d.data import get_dataset_args, make_dataset

    mine = theirs = float("inf")
    for _ in range(rounds):
        mine = min(mine, ours.dataset_seconds(3))
        theirs = min(theirs, ours.fastest(lambda: make_dataset(get_dataset_args()), 1))
    return Line(
        "5000 samples, native",
        f"{1000 * mine:.1f} ms",
        theirs / mine,
        "times quicker",
        f"reference package {1000 * theirs:.0f} ms",
        TIMES_QUICKER,
        at_least=True,
    )
