"""The page in Chromium: the built site on a free port, and pages that let no error pass.

`page` fails its test on any console error, uncaught page error, failed request or request to
another origin. A test that provokes one names it:

    @pytest.mark.expect_problem(r"404 .*python_stdlib")
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from buildtools.server import SiteServer, make_server
from tests.browser.lab import Lab
from tests.browser.watch import watch

if TYPE_CHECKING:
    from tests.conftest import Site

PREFIX = "/some/repo/"  # the site must work under any path, so that is where the tests put it


@pytest.fixture(scope="session")
def server(site: Site) -> Iterator[SiteServer]:
    """The built site, served under PREFIX by the project's own server on a free port."""
    server = make_server(site.folder, 0, prefix=PREFIX)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def base_url(server: SiteServer) -> str:
    """The page's address."""
    return f"http://127.0.0.1:{server.server_address[1]}{PREFIX}"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile: no cache, no storage."""
    context = browser.new_context()
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, request: pytest.FixtureRequest, base_url: str) -> Iterator[Page]:
    """An empty page; go to `base_url`. Its problems fail the test once the test is over."""
    page = context.new_page()
    problems = watch(page, base_url)
    yield page
    marker = request.node.get_closest_marker("expect_problem")
    expected = marker.args if marker else ()
    unexpected = [p for p in problems if not any(re.search(pattern, p) for pattern in expected)]
    assert not unexpected, "the page had problems:\n" + "\n".join(unexpected)


@pytest.fixture(scope="module")
def shared_lab(browser: Browser, base_url: str) -> Iterator[Lab]:
    """One page with Python ready, for all tests of a file that leave it fit for the next one."""
    context = browser.new_context()
    page = context.new_page()
    problems = watch(page, base_url)
    yield Lab(page, base_url).open()
    context.close()
    assert not problems, "the page had problems:\n" + "\n".join(problems)
