"""What every floor of the tests shares: the built site, and where its parts are."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# These networks are small: a second BLAS thread saves little on an idle machine, and on a busy one
# two that wait for each other have been seen to take twenty times as long as one. Set before NumPy
# is imported, which reads it then.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pytest
from playwright.sync_api import Browser, sync_playwright

from buildtools import native
from buildtools.browser import chromium

# In the background of a script, the shell has the interrupt ignored, and what the tests start would
# ignore it too.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Kernels for this machine, before anything asks which there are; cached after the first time.
native.install_here()

ROOT = Path(__file__).resolve().parent.parent


ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Here, because pytest reads options from this folder's conftest.py alone."""
    parser.addoption(
        "--show-steps", action="store_true", help="traces of failing browser tests show every step"
    )
    parser.addoption(
        "--engine", choices=("chromium", "firefox"), default="chromium", help="of the browser tests"
    )
    parser.addoption(
        "--evidence", default="test-results", help="the folder for what failing browser tests leave"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In another engine, leave out what cannot be asked of it, each with its reason."""
    engine = config.getoption("--engine")
    if engine == "chromium":
        return
    for item in items:
        if marker := item.get_closest_marker("chromium"):
            item.add_marker(pytest.mark.skip(reason=f"Chromium only: {marker.args[0]}"))


@dataclass(frozen=True)
class Site:
    """A built site: its folder and its manifest (`build.json`)."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def runtime(self) -> Path:
        """The folder `runtime-<hash>`."""
        return self.folder / self.manifest["runtime"]["baseUrl"]

    @property
    def wheel(self) -> Path:
        """Our wheel as the page gets it."""
        return self.folder / self.manifest["wheel"]["url"]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site, built from the tree as it is, in a folder of this test session's own.

    What takes long is in the build's cache. MNIST1D_LAB_SITE names a site that is built already.
    """
    from buildtools.site import build_site

    given = os.environ.get("MNIST1D_LAB_SITE")
    folder = Path(given) if given else build_site(tmp_path_factory.mktemp("site") / "dist")
    return _site(folder)


@pytest.fixture(scope="session")
def stock_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site with Pyodide and NumPy as they are published (`build.py site --stock`).

    Uncompressed: to make these files small, which no test is about, takes a minute.
    """
    from buildtools.site import build_site

    return _site(build_site(tmp_path_factory.mktemp("stock") / "dist", stock=True, siblings=False))


def _site(folder: Path) -> Site:
    return Site(folder, json.loads((folder / "build.json").read_text()))


@pytest.fixture(scope="session")
def node() -> Path:
    """Node.js: the one `make test` found, or the one the build would find."""
    from buildtools.node import node as find_node

    return Path(os.environ.get("NODE") or find_node())


@pytest.fixture(scope="session")
def profile_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the browser keeps its profile."""
    return tmp_path_factory.mktemp("profile")


@pytest.fixture(scope="session")
def browser(pytestconfig: pytest.Config, profile_folder: Path) -> Iterator[Browser]:
    """One headless browser for the whole session: Playwright can only be started once."""
    with sync_playwright() as playwright:
        if pytestconfig.getoption("--engine") == "firefox":
            from tests.browser.firefox.engine import firefox

            with firefox(playwright, profile_folder) as browser:
                yield browser
            return
        executable = os.environ.get("CHROMIUM") or str(chromium())
        # With a profile on disk, which most tests of the page use (tests/browser/profile.py).
        context = playwright.chromium.launch_persistent_context(
            profile_folder,
            executable_path=executable,
            args=ARGUMENTS,
            reduced_motion="reduce",
            service_workers="block",
        )
        assert context.browser
        yield context.browser
        context.close()
