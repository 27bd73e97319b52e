"""What is kept of a failing test is what its page showed, did and said."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page

from tests.browser.evidence import EVIDENCE, Evidence
from tests.browser.lab import wait_until

SPEAKS = """<!doctype html><title>speaks</title><link rel=icon href='data:,'>
<p>to be seen</p><script>console.log("to be read")</script>"""


@pytest.fixture
def evidence(
    page: Page, pytestconfig: pytest.Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Evidence:
    """The session's own, with another folder."""
    evidence = pytestconfig.stash[EVIDENCE]
    monkeypatch.setattr(evidence, "folder", tmp_path)
    return evidence


def test_picture_markup_console_and_trace_are_kept(
    page: Page, base_url: str, evidence: Evidence
) -> None:
    page.route("**/speaks.html", lambda route: route.fulfill(body=SPEAKS, content_type="text/html"))
    page.goto(f"{base_url}speaks.html")
    wait_until(page, lambda: any("to be read" in line for line in evidence.lines), "what it says")
    folder = evidence.keep("tests/browser/views/test_a.py::test_b[1/2]")
    assert folder.name == "views-test_a.py-test_b-1-2"
    assert "log: to be read" in (folder / "console.txt").read_text()
    [picture], [markup], [trace] = (folder.glob(f"*.{kind}") for kind in ("png", "html", "zip"))
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert "to be seen" in markup.read_text()
    with ZipFile(trace) as archive:
        assert b"speaks.html" in archive.read("trace.trace")


def test_what_another_test_said_is_not(page: Page, base_url: str, evidence: Evidence) -> None:
    page.route("**/speaks.html", lambda route: route.fulfill(body=SPEAKS, content_type="text/html"))
    page.goto(f"{base_url}speaks.html")
    wait_until(page, lambda: evidence.lines, "what it says")
    evidence.begin()
    folder = evidence.keep("tests/browser/test_a.py::test_b")
    assert (folder / "console.txt").read_text() == ""
    [trace] = folder.glob("*.zip")
    with ZipFile(trace) as archive:
        assert b"goto" not in archive.read("trace.trace")
