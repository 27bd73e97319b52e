"""The pictures for the README and for the eye: `make screenshots`, or with a folder as argument.

The page at 1440 and 390 pixels, light and dark, whole and part by part, after a real training and
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
README_PART = "bench-1440-light"
PARTS = ("why", "data", "models", "tickets", "about")


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
    # A header that sticks would lie across every part.
    page.locator(".top").evaluate("(header) => { header.style.position = 'static'; }")
    # What is far outside the window is not drawn, and in a picture of the whole would be missing.
    page.locator(".sub").evaluate_all(
        "(all) => { for (const part of all) part.style.contentVisibility = 'visible'; }"
    )
    page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=out / f"page-{width}-{theme}.png", full_page=True)
    page.screenshot(path=out / f"top-{width}-{theme}.png")
    for part in PARTS:
        page.locator(f"#{part}").screenshot(path=out / f"{part}-{width}-{theme}.png")
    bench = page.locator("#tickets .bench").first
    bench.screenshot(path=out / f"bench-{width}-{theme}.png")
    context.close()


if __name__ == "__main__":
    main()
