"""What a first visit fetches: the page, its code and styles, and Python; over the wire."""

from __future__ import annotations

import json
from collections.abc import Iterator

from playwright.sync_api import Response

from tests.bench.chromium import browser, served
from tests.bench.options import Options
from tests.bench.table import Line
from tests.browser.lab import Lab

BAR_MB = 6.5


def measure(options: Options) -> Iterator[Line]:
    """Python's part as the build states it; then everything, counted as the browser gets it."""
    stated = json.loads((options.site / "build.json").read_text())["download"]["brotli"] / 1e6
    yield Line("download of Python, brotli", f"{stated:.2f} MB", stated, "MB", bar=BAR_MB)
    with browser() as chromium, served(options.site) as url:
        page = chromium.new_page()
        answers: list[Response] = []

        def note(answer: Response) -> None:
            answers.append(answer)

        page.on("response", note)
        page.goto(url)
        page.locator("html[data-mounted]").wait_for()
        Lab(page, url).mount_all()  # whose modules come by then
        sizes = [answer.request.sizes() for answer in answers]
        total = sum(s["responseBodySize"] + s["responseHeadersSize"] for s in sizes) / 1e6
        page.close()
    beside = f"{len(answers)} requests, headers included"
    yield Line("download, everything", f"{total:.2f} MB", total, "MB", beside, BAR_MB)
