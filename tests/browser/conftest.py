"""The page in Chromium: the built site on a free port, and pages that let no error pass.

`page` fails its test on any console error, uncaught page error, failed request or request to
another origin. A test that provokes one names it:

    @pytest.mark.expect_problem(r"404 .*python_stdlib")

What a failing test leaves behind is in evidence.py.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from buildtools.paths import ROOT
from buildtools.server import SiteServer, make_server
from tests.browser.evidence import EVIDENCE, Evidence
from tests.browser.lab import PATIENCE_MS, Lab
from tests.browser.profile import Profile
from tests.browser.standing import Standing
from tests.browser.watch import watch
from tests.browser.workers import ONE_WORKER

if TYPE_CHECKING:
    from tests.conftest import Site

PREFIX = "/some/repo/"  # the site must work under any path, so that is where the tests put it

# A visit that waits for machine code takes ten seconds, and saves one of each that follows.
WORTH_WARMING = 20

expect.set_options(
    timeout=PATIENCE_MS / 3
)  # what is shown at once, or after one answer of Python's


@pytest.fixture(scope="session")
def browser(browser: Browser, pytestconfig: pytest.Config) -> Browser:
    """The session's browser, from here on with somebody who remembers what its pages do."""
    folder = ROOT / pytestconfig.getoption("--evidence")
    show_steps = pytestconfig.getoption("--show-steps")
    pytestconfig.stash[EVIDENCE] = Evidence(browser, folder, show_steps=show_steps)
    # A service worker would answer before the tests' own routes; test_offline.py allows it.
    for name in ("new_context", "new_page"):
        setattr(browser, name, partial(getattr(browser, name), service_workers="block"))
    for context in browser.contexts:
        _wait_longer(context)
    browser.on("context", _wait_longer)
    return browser


def _wait_longer(context: BrowserContext) -> None:
    """For a button to be ready, a file, a worker: as for any other state, not 30 seconds."""
    context.set_default_timeout(PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """First the tests that share a page, which the others close; last those whose file keeps it."""

    def turn(item: pytest.Item) -> int:
        names = getattr(item, "fixturenames", ())
        if "standing" not in names:
            return 3
        return 2 if "shared_lab" in names else int(_all_workers(item))

    items.sort(key=turn)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if evidence := item.config.stash.get(EVIDENCE, None):
        evidence.begin()


def pytest_runtest_call(item: pytest.Item) -> None:
    if evidence := item.config.stash.get(EVIDENCE, None):
        evidence.remember_contexts()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    evidence = item.config.stash.get(EVIDENCE, None)
    if evidence and report.failed and "browser" in getattr(item, "fixturenames", ()):
        folder = evidence.keep(item.nodeid)
        report.sections.append(("kept", os.path.relpath(folder, ROOT)))
        if standing := item.funcargs.get("standing"):
            standing.close()  # nobody knows what it is like now
    if evidence and call.when == "call":
        evidence.close_what_was_left_open()
    return report


@contextmanager
def served(folder: Path) -> Iterator[SiteServer]:
    """A folder, served under PREFIX on a free port."""
    server = make_server(folder, 0, prefix=PREFIX)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def address(server: SiteServer) -> str:
    """Where the page of a served folder is."""
    return f"http://127.0.0.1:{server.server_address[1]}{PREFIX}"


@pytest.fixture(scope="session")
def server(site: Site) -> Iterator[SiteServer]:
    """The built site, served by the project's own server."""
    with served(site.folder) as server:
        yield server


@pytest.fixture(scope="session")
def base_url(server: SiteServer) -> str:
    """The page's address."""
    return address(server)


@pytest.fixture(scope="session")
def profile(
    browser: Browser, profile_folder: Path, base_url: str, request: pytest.FixtureRequest
) -> Profile | None:
    """The one that stays for the session, with nothing stored; Playwright's Firefox has none."""
    if browser.browser_type.name != "chromium":
        return None
    profile = Profile(browser)
    if len(request.session.items) >= WORTH_WARMING:
        profile.warm(base_url, profile_folder)
    return profile


@pytest.fixture
def first_visit(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile: no cache, no storage. Nothing moves by itself: the bench waits for Play."""
    context = browser.new_context(reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture
def context(profile: Profile | None, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A profile with nothing stored, but with the page's files in its cache where it can be.

    What is set for the whole context stays in it (`page.clock` too): a test of that asks for
    `first_visit`.
    """
    if profile is None:
        yield request.getfixturevalue("first_visit")
        return
    yield profile.emptied()
    profile.close_pages()


@pytest.fixture
def page(context: BrowserContext, request: pytest.FixtureRequest, base_url: str) -> Iterator[Page]:
    """An empty page; go to `base_url`. Its problems fail the test once the test is over.

    It has one worker, unless the test is marked `all_workers`; so has `lab`.
    """
    page = context.new_page()
    if not _all_workers(request.node):
        page.add_init_script(ONE_WORKER)
    problems = watch(page, base_url)
    yield page
    assert_none_unexpected(problems, request)


def _all_workers(node: pytest.Item | pytest.Collector) -> bool:
    return node.get_closest_marker("all_workers") is not None


def assert_none_unexpected(problems: list[str], request: pytest.FixtureRequest) -> None:
    """The test that has just been, not a later one, is told of its page's problems."""
    marker = request.node.get_closest_marker("expect_problem")
    expected = marker.args if marker else ()
    unexpected = [p for p in problems if not any(re.search(pattern, p) for pattern in expected)]
    if unexpected:
        request.config.stash[EVIDENCE].keep(request.node.nodeid)
    assert not unexpected, "the page had problems:\n" + "\n".join(unexpected)


@pytest.fixture(scope="session")
def standing(browser: Browser, profile: Profile | None, base_url: str) -> Iterator[Standing]:
    """The page of all tests that ask for `lab`."""
    standing = Standing(browser, profile, base_url)
    yield standing
    standing.close()


@pytest.fixture
def lab(standing: Standing, request: pytest.FixtureRequest) -> Iterator[Lab]:
    """A page with Python ready, where `open` follows a link: as if just opened (standing.py)."""
    yield standing.lab(all_workers=_all_workers(request.node))
    assert_none_unexpected(standing.problems, request)


@pytest.fixture(scope="module")
def own_page(standing: Standing, request: pytest.FixtureRequest) -> Iterator[None]:
    """For a file that leaves its page to its next test as it is: nobody else knows the way back."""
    standing.close()
    standing.all_workers = _all_workers(request.node)
    yield
    standing.close()


@pytest.fixture
def shared_lab(standing: Standing, own_page: None, request: pytest.FixtureRequest) -> Iterator[Lab]:
    """The same page as the file's test before has left it, where the file has its own way back."""
    yield standing.as_left()
    assert_none_unexpected(standing.problems, request)
