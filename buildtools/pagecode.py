"""The page's own code as the browser gets it: of its modules, few files, and the comments left out.

A host sends each file with its headers, and the browser handles each on its own: two hundred of
them cost a start a tenth of a second, and 100 kB of headers. Rollup joins those that are always
wanted together (app/rollup.config.js). What is imported by `import()` comes when it is asked for,
as written.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from buildtools import node
from buildtools.console import run_quietly
from buildtools.paths import APP

# what the document names, and what that begins once it is time
BEGIN = "js/begin.js"
MAIN = "js/main.js"
WORKER = "js/python/worker.js"
CONFIG = "rollup.config.js"
# the plain scripts in the page's head, which run before any module
PLAIN = (
    "js/start/guard.js",
    "js/views/shared/theme.js",
    "js/start/place.js",
    "js/start/headstart.js",
)


@dataclass(frozen=True)
class PageCode:
    """The files by name, and for each module that `import()` names what comes with it."""

    files: dict[str, bytes]
    imports: dict[str, list[str]]

    def of(self, *modules: str) -> set[str]:
        """Return the files without which these modules of `app/` cannot begin."""
        return set().union(*(self.imports[module] for module in modules))


def page_code(external: list[str]) -> PageCode:
    """Return the page's code; the import map has the `external` modules by their names."""
    mounts = (path.relative_to(APP).as_posix() for path in (APP / "js/views").glob("*/mount.js"))
    page = _joined([BEGIN, MAIN, *sorted(mounts)], external)
    worker = _joined([WORKER])
    plain = {name: (APP / name).read_bytes() for name in PLAIN}
    return PageCode({**plain, **worker.files, **page.files}, page.imports)


def _joined(modules: Sequence[str], external: Sequence[str] = ()) -> PageCode:
    rollup = node.install_dev_tools() / "rollup"
    with tempfile.TemporaryDirectory(prefix="page-code-") as temporary:
        # an entry's name is where it lies, so that it has the same place in the site
        entries = (f"--input={name.removesuffix('.js')}={name}" for name in modules)
        by_name = ("--external", ",".join(external)) if external else ()
        command = [rollup, "--config", CONFIG, "--silent", *entries, *by_name, "--dir", temporary]
        run_quietly(command, f"could not join {modules[0]}", cwd=APP, env=node.npm_environment())
        folder = Path(temporary)
        about = json.loads((folder / "about.json").read_text())
        files = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*.js"))
        }
    needed = {
        Path(module).relative_to(APP).as_posix(): sorted(_closure(file, about["imports"], files))
        for module, file in about["entries"]
    }
    return PageCode(files, needed)


def _closure(start: str, imports: Mapping[str, list[str]], files: Mapping[str, bytes]) -> set[str]:
    """Return what a file needs of these, itself among them; libraries are not."""
    found, pending = {start}, [start]
    while pending:
        new = {name for name in imports[pending.pop()] if name in files} - found
        found |= new
        pending += new
    return found
