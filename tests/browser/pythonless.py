"""A page whose Python never comes: what is not about Python takes a fifth of the time without."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.lab import Lab

# Its first worker is begun, and hears nothing.
DEAF_WORKERS = "Worker.prototype.postMessage = () => {};"


def without_python(page: Page, base_url: str, link: str = "") -> Lab:
    """The page at a link, as soon as its own code has begun."""
    page.add_init_script(DEAF_WORKERS)
    lab = Lab(page, base_url).open(link, ready=False)
    lab.wait_until_it_listens()
    return lab
