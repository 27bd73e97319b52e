"""What the page says beforehand that a search will take, beside what it then takes there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mnist1d_lab.experiments import EXPERIMENTS
from playwright.sync_api import Browser, expect

from tests.bench.chromium import browser, served
from tests.bench.options import Options
from tests.bench.table import Line

BAR = 0.25  # of the run
HOURS_MS = 6 * 3600 * 1000  # the paper preset may take some
SECONDS = {"s": 1, "min": 60, "h": 3600}


def measure(options: Options) -> Iterator[Line]:
    """One line a preset of the search, each on a page of its own, with that page's workers."""
    with browser() as chromium, served(options.site) as url:
        for preset in options.presets:
            yield _line(preset, *_estimated_and_taken(chromium, url, preset))


def _line(preset: str, estimated: float, taken: float) -> Line:
    off = abs(estimated / taken - 1)
    beside = f"the run itself {taken:.1f} s"
    return Line(f"estimate, {preset} search", f"{estimated:.1f} s", off, "off", beside, BAR)


def _estimated_and_taken(chromium: Browser, url: str, preset: str) -> tuple[float, float]:
    page = chromium.new_page()
    page.set_default_timeout(HOURS_MS)
    page.goto(url + _link(preset))
    estimate, bar = page.locator("#lottery-estimate"), page.locator('[data-run="lottery"]')
    expect(page.locator("html")).to_have_attribute("data-mounted", "", timeout=120_000)
    bar.scroll_into_view_if_needed()
    # Once all workers are there, which it names.
    expect(estimate).to_contain_text(
        re.compile("Will take about .* on [2-9] workers"), timeout=120_000
    )
    estimated = _seconds((estimate.text_content() or "").partition("(")[0])
    bar.locator('[data-do="toggle"]').click()
    expect(bar).to_have_attribute("data-phase", "finished", timeout=HOURS_MS)
    taken = _seconds(bar.locator("[data-note]").text_content() or "")
    page.close()
    return estimated, taken


def _link(preset: str) -> str:
    """The tickets with the preset's settings."""
    values = EXPERIMENTS["lottery"].presets[preset]
    texts = {k: ",".join(map(str, v)) if isinstance(v, list) else v for k, v in values.items()}
    return "#/tickets?" + "&".join(f"lottery.{name}={text}" for name, text in texts.items())


def _seconds(text: str) -> float:
    """Of a duration in the page's words, such as "2 min 10 s"."""
    return sum(float(n) * SECONDS[unit] for n, unit in re.findall(r"([\d.]+) (s|min|h)\b", text))
