"""The pictures for the README and for the eye: `make screenshots`, or with a folder as argument.

Every view at 1440 and 390 pixels, light and dark, as it is met and whole, after a real training and
a real ticket search. Into docs/screenshots, and the README's docs/screenshot.png.
"""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from buildtools.browser import chromium
from buildtools.paths import DIST, ROOT
from buildtools.server import make_server
from tests.browser.lab import Lab
from tests.conftest import ARGUMENTS

WIDTHS = (1440, 390)
THEMES = ("light", "dark")
README_PART = "search-1440-light"


def main() -> None:
    """Take all pictures of the site in dist/ (or in the folder named second)."""
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screenshots"
    site = Path(sys.argv[2]) if len(sys.argv) > 2 else DIST
    out.mkdir(parents=True, exist_ok=True)
    server = make_server(site, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}/"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium()), args=ARGUMENTS)
        for width in WIDTHS:
            for theme in THEMES:
                _take(browser, url, width, theme, out)
        browser.close()
    server.shutdown()
    if out.is_relative_to(ROOT):
        (ROOT / "docs" / "screenshot.png").write_bytes((out / f"{README_PART}.png").read_bytes())


def _take(browser: Browser, url: str, width: int, theme: str, out: Path) -> None:
    height = 1000 if width > 600 else 844
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    lab = Lab(page, url).open()
    for run in ("benchmark", "lottery"):
        lab.press(run, "toggle")
        lab.wait_for_phase(run, "finished")
    page.mouse.move(0, 0)
    for view in lab.views():
        lab.go(view)
        page.screenshot(path=out / f"{view}-{width}-{theme}.png")
        page.screenshot(path=out / f"{view}-whole-{width}-{theme}.png", full_page=True)
    bench = page.locator("#tickets .bench").first
    lab.reveal(bench).screenshot(path=out / f"search-{width}-{theme}.png")
    context.close()


if __name__ == "__main__":
    main()
