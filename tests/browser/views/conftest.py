"""What the tests of the views share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.lab import Lab
from tests.browser.profile import Profile
from tests.browser.reloading import reload
from tests.browser.standing import REMEMBER, Standing
from tests.browser.workers import ONE_WORKER

__all__ = ["reload", "touched"]


class WithSweeps(Standing):
    """The page that stays, with all that is there only once somebody has come by.

    The menus of the sweeps cannot be as empty again as they were before, so whoever passed them
    cost the next test a page.
    """

    # What the module is called that the page was left by, or its family.
    left_by = ""

    def _opened(self) -> Page:
        page = super()._opened()
        Lab(page, self.base_url).follow("#/tickets/sweeps")
        expect(page.locator("#sweeps-maps svg")).to_have_count(3)
        assert self.memory
        changed = self.memory.evaluate("(memory) => memory.back()")
        assert all(it.startswith("<select name=") for it in changed), changed
        self.memory = page.evaluate_handle(REMEMBER)
        return page


@pytest.fixture(scope="session")
def standing(browser: Browser, profile: Profile | None, base_url: str) -> Iterator[Standing]:
    standing = WithSweeps(browser, profile, base_url)
    yield standing
    standing.close()


@pytest.fixture(scope="module")
def own_page(standing: WithSweeps, request: pytest.FixtureRequest) -> Iterator[None]:
    """For a file that leaves its page to its next test, or to a file of the same `FAMILY`."""
    family = getattr(request.module, "FAMILY", request.module.__name__)
    if standing.left_by != family:
        standing.close()
    standing.all_workers = False
    yield
    standing.left_by = family


@pytest.fixture(scope="session")
def touched(browser: Browser) -> Iterator[Page]:
    """One page under a finger: whoever has it goes on from link to link."""
    page = browser.new_page(reduced_motion="reduce", has_touch=True)
    page.add_init_script(ONE_WORKER)
    yield page
    page.context.close()
