"""Any static server will do, below any path: here the one that comes with Python."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page

from tests.browser.lab import Lab, small_link
from tests.browser.undisturbed import finished, undisturbed

if TYPE_CHECKING:
    from tests.conftest import Site

SERVER = [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory"]


@pytest.fixture
def base_url(site: Site, tmp_path: Path) -> Iterator[str]:
    """The site two folders down, one with a space, without a header or a compressed file."""
    (tmp_path / "a class").mkdir()
    (tmp_path / "a class" / "lab").symlink_to(site.folder.resolve())
    quiet = subprocess.PIPE
    with subprocess.Popen([*SERVER, tmp_path], stdout=quiet, stderr=subprocess.DEVNULL) as server:
        assert server.stdout
        port = re.search(rb"port (\d+)", server.stdout.readline())
        assert port
        yield f"http://127.0.0.1:{port[1].decode()}/a%20class/lab/"
        server.terminate()


def test_a_run_on_a_plain_server_is_that_of_any_other(page: Page, base_url: str) -> None:
    response = page.goto(base_url + small_link())
    assert response
    headers = response.all_headers()
    assert not {"content-security-policy", "content-encoding", "cache-control"} & set(headers)
    lab = Lab(page, base_url)
    lab.wait_for_state("ready")
    lab.press("lottery", "toggle")
    assert finished(lab) == undisturbed(lab)
