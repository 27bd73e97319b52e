"""A page that stays open for many tests, since to open one takes Python seconds.

A test that asks for `lab` has it, and opens it by a link as any other; what the test before had
done there is undone by the page's own means: runs are reset, fields and folds put back, the storage
emptied, and the link says all settings. Where something is left that cannot be undone, the page is
opened anew. A test that needs a page of its own, as for a reload, or for what runs before the
page's scripts, asks for `page` instead.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Error, JSHandle, Page

from tests.browser.lab import Lab
from tests.browser.profile import Profile
from tests.browser.watch import watch
from tests.browser.workers import ONE_WORKER

# What a page is like at first, as an object with the ways back there (standing.js).
REMEMBER = Path(__file__).with_suffix(".js").read_text()
VIEWPORT = {"width": 1280, "height": 720}


class Standing:
    """The page that stays, from the first test that asks for it on.

    It is in the profile, which has Python's machine code, or else in a context with the options.
    """

    def __init__(
        self, browser: Browser, profile: Profile | None, base_url: str, **options: Any
    ) -> None:
        self.browser = browser
        self.profile = profile
        self.base_url = base_url
        self.options = {"reduced_motion": "reduce", "viewport": VIEWPORT, **options}
        self.problems: list[str] = []
        self.page: Page | None = None
        self.memory: JSHandle | None = None
        self.all_workers = False

    def lab(self, *, all_workers: bool = False) -> StandingLab:
        """The page as it was at first."""
        if all_workers != self.all_workers:
            self.close()
            self.all_workers = all_workers
        page = self._brought_back() or self._opened()
        self.problems.clear()
        return StandingLab(page, self.base_url)

    def as_left(self) -> Lab:
        """The page as the last test has left it."""
        page = self.page if self.page and not self.page.is_closed() else self._opened()
        self._put_back_the_window(page)
        self.problems.clear()
        return Lab(page, self.base_url)

    def _put_back_the_window(self, page: Page) -> None:
        page.mouse.move(0, 0)
        page.set_viewport_size(self.options["viewport"])
        page.emulate_media(
            media="null", color_scheme="null", forced_colors="null", reduced_motion="reduce"
        )

    def _brought_back(self) -> Page | None:
        """The page, if it could be brought back. Another test may have closed or reloaded it."""
        page = self.page
        if page is None or page.is_closed() or self.memory is None:
            return None
        with suppress(Error):
            self._put_back_the_window(page)
            left: list[str] = self.memory.evaluate("(memory) => memory.back()")
            if not left:
                return page
        return None

    def _opened(self) -> Page:
        self.close()
        if self.profile:
            context = self.profile.emptied()
        else:
            context = self.browser.new_context(**self.options)
        page = context.new_page()
        if not self.all_workers:
            page.add_init_script(ONE_WORKER)
        self.problems = watch(page, self.base_url)
        Lab(page, self.base_url).open().mount_all()
        self.page, self.memory = page, page.evaluate_handle(REMEMBER)
        return page

    def close(self) -> None:
        if self.page and not self.page.is_closed():
            self.page.close() if self.profile else self.page.context.close()
        self.page = None


class StandingLab(Lab):
    """A page that is open already: the first link is followed, not loaded."""

    followed = False

    def open(self, link: str = "", *, ready: bool = True) -> Lab:
        if self.followed:
            return super().open(link, ready=ready)
        assert not link.startswith("?"), "what stands before the hash needs a page of its own"
        self.followed = True
        if link:
            self.follow(link)
        self.page.evaluate(AT_REST)
        self.wait_for_samples()
        return self


# For a dozen frames the page holds the window where a link leads (shell/scrolling.js).
AT_REST = """async () => {
    for (let frame = 0; frame < 15; frame++) await new Promise(requestAnimationFrame);
}"""
