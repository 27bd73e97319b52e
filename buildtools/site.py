"""Assembles dist/: hashed folders for runtime and app, the page, headers, licences, siblings.

dist/index.html           the page, with its data in JSON script blocks
dist/runtime-<hash>/      Pyodide, the standard library, NumPy        (never changes: immutable)
dist/app-<hash>/          js/, css/, vendor/, our wheel, lock file    (never changes: immutable)
dist/build.json           the manifest: every file with its size and sha256
dist/licences.txt  _headers  .nojekyll  and what lies in static/
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

from buildtools import package, trim
from buildtools.compress import compress_tree, compressed
from buildtools.console import say
from buildtools.hashing import sha256, sha256_of_contents
from buildtools.headers import CONTENT_SECURITY_POLICY, headers_file
from buildtools.licences import licences_text
from buildtools.paths import APP, DIST, STATIC
from buildtools.render import render_page
from buildtools.runtime import Runtime, untrimmed
from buildtools.vendor import Vendor, read_lock

APP_FOLDERS = ("js", "css")
STATIC_IMPORT = re.compile(r'^(?:import|export|\})[^"]*? from "([^"]+)";$', re.MULTILINE)
# what only a worker imports, and what is no module
NOT_PRELOADED = (
    "js/worker.js",
    "js/python.js",
    "js/archive.js",
    "js/theme.js",
    "js/headstart.js",
)


def build_site(dist: Path = DIST, *, trimmed: bool = True) -> Path:
    """Build the site into `dist` and return it; `trimmed=False` ships Pyodide's own archives."""
    vendor = Vendor(read_lock())
    runtime = untrimmed(vendor)
    wheel = package.build_wheel()
    wheel_data = trim.with_bytecode(runtime, wheel) if trimmed else wheel.read_bytes()
    if trimmed:
        runtime = trim.trimmed(vendor, runtime, wheel)
    app = _app_files(wheel.name, wheel_data)
    app_folder = f"app-{sha256_of_contents(app)[:12]}"
    config = _config(runtime, app, app_folder, wheel.name)

    staging = dist.with_name(f".{dist.name}.new")
    shutil.rmtree(staging, ignore_errors=True)
    _write(staging / runtime.folder, {**runtime.files, **runtime.on_demand})
    _write(staging / app_folder, app)
    _write(staging, _root_files(vendor, config, app_folder))
    say("compressing (brotli, gzip)")
    compress_tree(staging)
    shutil.rmtree(dist, ignore_errors=True)
    staging.replace(dist)
    return dist


def _app_files(wheel_name: str, wheel: bytes) -> dict[str, bytes]:
    """Return the contents of `app-<hash>/`."""
    files = {
        path.relative_to(APP).as_posix(): path.read_bytes()
        for folder in APP_FOLDERS
        for path in sorted((APP / folder).rglob("*"))
        if path.is_file()
    }
    return {**files, wheel_name: wheel}


def _config(runtime: Runtime, app: dict[str, bytes], folder: str, wheel: str) -> dict[str, Any]:
    """Return what the page's blocks of JSON hold; every URL is relative to the page."""
    base = f"{runtime.folder}/"
    return {
        "version": package.version(),
        "app": f"{folder}/",
        "modules": [f"{folder}/{name}" for name in _modules()[1]],
        "runtime": {
            "baseUrl": base,
            "trimmed": runtime.trimmed,
            "files": [_asset(base + name, data) for name, data in runtime.files.items()],
            "onDemand": [_asset(base + name, data) for name, data in runtime.on_demand.items()],
        },
        "wheel": _asset(f"{folder}/{wheel}", app[wheel]),
        "download": _download_size([*runtime.files.values(), app[wheel]]),
        "experiments": package.describe(),
        "recorded": package.recorded_runs(),
        "published": package.published(),
    }


def _modules() -> tuple[list[str], list[str]]:
    """Return the modules that main.js imports at once, and those that it imports later.

    The browser is told of them, so that it need not discover them in waves.
    """
    every = (path.relative_to(APP).as_posix() for path in sorted((APP / "js").rglob("*.js")))
    first = _imported_at_once("js/main.js")
    return sorted(first), [name for name in every if name not in {*first, *NOT_PRELOADED}]


def _imported_at_once(module: str) -> set[str]:
    """Return a module and what its import statements lead to, import() left out."""
    found = {module}
    pending = [module]
    while pending:
        path = APP / pending.pop()
        for target in STATIC_IMPORT.findall(path.read_text()):
            name = (path.parent / target).resolve().relative_to(APP).as_posix()
            if name not in found:
                found.add(name)
                pending.append(name)
    return found


def _asset(url: str, data: bytes) -> dict[str, Any]:
    return {"url": url, "bytes": len(data), "sha256": sha256(data)}


def _download_size(contents: list[bytes]) -> dict[str, int]:
    """Return the bytes a first visit fetches for Python: as they are, and by brotli."""
    by_brotli = (min(len(data), len(compressed(data, ".br"))) for data in contents)
    return {"bytes": sum(map(len, contents)), "brotli": sum(by_brotli)}


def _root_files(vendor: Vendor, config: dict[str, Any], app_folder: str) -> dict[str, bytes]:
    numpy_wheel = next(iter(vendor.files("numpy").values()))
    manifest = {key: config[key] for key in ("version", "app", "runtime", "wheel", "download")}
    context = {
        "config": config,
        "app": f"{app_folder}/",
        "first_modules": _modules()[0],
        "csp": CONTENT_SECURITY_POLICY,
    }
    static = {
        path.relative_to(STATIC).as_posix(): path.read_bytes()
        for path in sorted(STATIC.rglob("*"))
        if path.is_file()
    }
    return {
        **static,
        "index.html": render_page(context).encode(),
        "build.json": json.dumps(manifest, indent=1).encode(),
        "licences.txt": licences_text(vendor, numpy_wheel).encode(),
        "_headers": headers_file().encode(),
        ".nojekyll": b"",
    }


def _write(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
