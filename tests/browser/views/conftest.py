"""What the tests of the views share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.reloading import reload
from tests.browser.workers import ONE_WORKER

__all__ = ["reload", "touched"]


@pytest.fixture(scope="session")
def touched(browser: Browser) -> Iterator[Page]:
    """One page under a finger: whoever has it goes on from link to link."""
    page = browser.new_page(reduced_motion="reduce", has_touch=True)
    page.add_init_script(ONE_WORKER)
    yield page
    page.context.close()
