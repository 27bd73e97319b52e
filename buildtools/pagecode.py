"""The page's own code as the browser gets it: of its modules, few files, and the comments left out.

A host sends each file with its headers, and the browser handles each on its own: two hundred of
them cost a start a tenth of a second, and 100 kB of headers. esbuild joins those that are always
wanted together. What is imported by `import()` comes when it is asked for, as written.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from buildtools import node
from buildtools.console import run_quietly
from buildtools.paths import APP

MAIN = "js/main.js"
WORKER = "js/python/worker.js"
# the plain scripts in the page's head, which run before any module
PLAIN = (
    "js/start/guard.js",
    "js/views/shared/theme.js",
    "js/start/place.js",
    "js/start/headstart.js",
)
# Names stay, so that an error says where it was.
OPTIONS = (
    "--bundle",
    "--format=esm",
    "--minify-whitespace",
    "--minify-syntax",
    "--legal-comments=none",
    "--log-level=warning",
    "--outbase=.",
    "--entry-names=[dir]/[name]",
    "--chunk-names=js/[name]-[hash]",
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
    by_name = (f"--external:{name}" for name in external)
    page, imports = _joined(MAIN, *sorted(mounts), "--splitting", *by_name)
    worker, _ = _joined(WORKER)
    plain = {name: (APP / name).read_bytes() for name in PLAIN}
    return PageCode({**plain, **worker, **page}, imports)


def _joined(*arguments: str) -> tuple[dict[str, bytes], dict[str, list[str]]]:
    esbuild = node.install_dev_tools() / "esbuild"
    with tempfile.TemporaryDirectory(prefix="page-code-") as temporary:
        folder = Path(temporary) / "out"
        about = Path(temporary) / "about.json"
        command = [esbuild, *arguments, *OPTIONS, f"--outdir={folder}", f"--metafile={about}"]
        run_quietly(command, f"could not join {arguments[0]}", cwd=APP, env=node.npm_environment())
        files = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*.js"))
        }
        outputs = json.loads(about.read_text())["outputs"]
    named = {_name(path, files): output for path, output in outputs.items()}
    needed = {
        output["entryPoint"]: sorted(_closure(name, named, files))
        for name, output in named.items()
        if "entryPoint" in output
    }
    return files, needed


def _closure(start: str, outputs: dict[str, Any], files: dict[str, bytes]) -> set[str]:
    found, pending = {start}, [start]
    while pending:
        for it in outputs[pending.pop()]["imports"]:
            if it["kind"] != "import-statement" or it.get("external"):
                continue
            name = _name(it["path"], files)
            if name not in found:
                found.add(name)
                pending.append(name)
    return found


def _name(path: str, files: dict[str, bytes]) -> str:
    """esbuild's paths are relative to the folder that it was started in."""
    return next(name for name in files if path.endswith(f"/{name}"))
