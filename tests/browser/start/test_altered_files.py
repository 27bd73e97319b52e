"""One byte altered in what the page loads: refused, named, and right again after "Try again".

The byte is altered in the served folder, not on its way by the test driver: so the browser may keep
the wrong file, which its headers allow for ever, and a second try has to get past that.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import address, served
from tests.browser.lab import Lab

if TYPE_CHECKING:
    from tests.conftest import Site

# What the browser itself says on its console when it refuses a file.
REFUSALS = (r"integrity", r"Failed to load module script", r"dynamically imported module")


class Altered:
    """A copy of the site, of which files can be made wrong by a byte, and right again."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(site.folder, folder, copy_function=_link_or_copy)
        self.right: dict[str, tuple[Path, bytes]] = {}

    def alter(self, pattern: str) -> str:
        """Change a byte in the middle of the one file that fits; return its name."""
        [path] = self.folder.glob(pattern)
        data = path.read_bytes()
        self.right[path.name] = (path, data)
        for sibling in (".br", ".gz"):
            path.with_name(path.name + sibling).unlink(missing_ok=True)
        at = len(data) // 2
        _write_anew(path, data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        return path.name

    def page(self) -> str:
        """The document."""
        return (self.folder / "index.html").read_text()

    def mend(self, *names: str) -> None:
        """Those of these names, or all."""
        for name in names or [*self.right]:
            _write_anew(*self.right.pop(name))


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _write_anew(path: Path, data: bytes) -> None:
    path.unlink()  # the site's own file may be behind a hard link
    path.write_bytes(data)


@pytest.fixture
def altered(site: Site, tmp_path: Path) -> Altered:
    return Altered(site, tmp_path / "site")


@pytest.fixture
def base_url(altered: Altered) -> Iterator[str]:
    with served(altered.folder) as server:
        yield address(server)


RUNTIME = {
    "our wheel": "app-*/mnist1d_lab-*.whl",
    "the WebAssembly": "runtime-*/pyodide.asm.wasm",
    "Pyodide's own module": "runtime-*/pyodide.asm.mjs",
}
# Of these all arrive before any is compared.
ARCHIVES = (RUNTIME["our wheel"], "runtime-*/numpy-*.whl", "runtime-*/python_stdlib.zip")


def _is_refused(page: Page, base_url: str, altered: Altered, what: str) -> Lab:
    name = altered.alter(what)
    lab = Lab(page, base_url).open(ready=False)
    lab.wait_for_state("failed")
    expect(page.locator("#status-detail")).to_contain_text(name)
    return lab


def _works_once_it_is_right(lab: Lab, altered: Altered) -> None:
    altered.mend()
    lab.page.get_by_role("button", name="Try again").click()
    lab.wait_for_state("ready")
    lab.wait_for_sections()
    assert lab.run("preview", {})["params"]["seed"] == 42


@pytest.mark.expect_problem(*REFUSALS, r"SyntaxError|Unexpected|Invalid")
@pytest.mark.parametrize("what", [file for name, file in RUNTIME.items() if name != "our wheel"])
def test_python_does_not_start_with_an_altered_file(
    page: Page, base_url: str, altered: Altered, what: str
) -> None:
    lab = _is_refused(page, base_url, altered, what)
    _works_once_it_is_right(lab, altered)


@pytest.mark.expect_problem("")  # it runs until it is refused, and may say anything before
def test_python_does_not_start_with_an_altered_worker(
    page: Page, base_url: str, altered: Altered
) -> None:
    lab = _is_refused(page, base_url, altered, "app-*/js/python/worker.js")
    _works_once_it_is_right(lab, altered)


def test_each_altered_archive_is_refused_again_while_it_is_still_altered(
    page: Page, base_url: str, altered: Altered
) -> None:
    """In what the document begins and in what "Try again" begins anew, one after the other."""
    left = {altered.alter(what) for what in ARCHIVES}
    lab = Lab(page, base_url)
    while left:
        page.goto("about:blank")
        lab.open(ready=False)
        name = _named(lab, left)
        page.get_by_role("button", name="Try again").click()  # which begins anew at once
        assert _named(lab, left) in left
        left.remove(name)
        altered.mend(name)
        if left:
            # Once it is right, it has left the cache, and only the others are refused.
            page.get_by_role("button", name="Try again").click()
            assert _named(lab, left) in left
    _works_once_it_is_right(lab, altered)


def _named(lab: Lab, names: set[str]) -> str:
    """Which of the files is refused."""
    lab.wait_for_state("failed")
    detail = lab.page.locator("#status-detail")
    expect(detail).to_have_text(re.compile("|".join(map(re.escape, names))))
    [name] = [name for name in names if name in detail.inner_text()]
    return name


@pytest.mark.expect_problem(*REFUSALS)
def test_a_part_of_the_page_that_is_altered_is_left_out_and_named(
    page: Page, base_url: str, altered: Altered
) -> None:
    """One that all others need, and two that the page begins without."""
    imported = re.search(r'rel="modulepreload"[^>]* href="([^"]+)"', altered.page())
    assert imported
    parts = [altered.alter(it) for it in ("app-*/js/views/tickets/mount.js", "app-*/css/page.css")]
    lab = _is_refused(page, base_url, altered, imported[1])
    altered.mend(imported[1].rpartition("/")[2])
    page.get_by_role("button", name="Try again").click()
    lab.wait_for_state("ready")
    page.locator('.views a[data-to="tickets"]').hover()  # which brings that view
    status, detail = page.locator("#status-text"), page.locator("#status-detail")
    expect(status).to_contain_text("a part of this page could not be loaded")
    for name in parts:
        expect(detail).to_contain_text(name)
    expect(detail).to_contain_text("did not arrive as they were built")
    altered.mend()
    page.get_by_role("button", name="Try again").click()
    expect(status).to_contain_text("Every control is live")
    assert lab.run("preview", {})["params"]["seed"] == 42


def _prefixed(route: Route, words: str) -> None:
    """What the worker is begun with; the page compares what it asks for itself."""
    if route.request.resource_type != "script":
        return route.continue_()
    answer = route.fetch()
    return route.fulfill(response=answer, body=words + answer.text())


@pytest.mark.expect_problem(*REFUSALS)
def test_without_a_secure_context_the_browser_compares(
    page: Page, base_url: str, altered: Altered
) -> None:
    lacks = "Object.defineProperty(crypto, 'subtle', { value: undefined });"
    page.add_init_script(lacks)
    page.route("**/python/worker.js", lambda route: _prefixed(route, lacks))
    lab = _is_refused(page, base_url, altered, RUNTIME["our wheel"])
    _works_once_it_is_right(lab, altered)
