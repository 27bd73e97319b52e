"""A copy of the site on a host of its own, where a next version can be deployed under a page."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Page

from buildtools.hashing import integrity

if TYPE_CHECKING:
    from tests.conftest import Site

NEWER = "app-0123456789ab"


class Host:
    """The copy's folder, and what a deployment does to it."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(site.folder, folder)

    def deploy(self) -> str:
        """Put the same page there as another build, and take the present one's code away.

        Returns the name of the folder that is gone.
        """
        [app] = self.folder.glob("app-*")
        app.rename(self.folder / NEWER)
        page = (self.folder / "index.html").read_text()
        maps = (_import_map(page), _import_map(page).replace(app.name, NEWER))
        before, after = (integrity(it.encode()) for it in maps)
        for name in ("index.html", "build.json", "serviceworker.js", "_headers"):
            path = self.folder / name
            path.write_text(path.read_text().replace(app.name, NEWER).replace(before, after))
            for ending in (".br", ".gz"):
                path.with_name(name + ending).unlink(missing_ok=True)
        return app.name


def without_a_cache(page: Page) -> None:
    """Empty the browser's own cache, which would answer for what the host has no more."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.clearBrowserCache")


def _import_map(page: str) -> str:
    found = re.search(r'<script type="importmap">(.*?)</script>', page, re.DOTALL)
    assert found
    return found[1]
