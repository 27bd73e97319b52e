"""JupyterLite as its users have it, but with Pyodide and all wheels from here: built."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from buildtools.hashing import sha256
from buildtools.paths import REQUIREMENTS, cache_dir
from buildtools.runtime import LOCK as PYODIDE_LOCK
from buildtools.vendor import Vendor, VendoredFile, read_lock

LOCK = REQUIREMENTS / "jupyterlite.lock"
PACKAGES = REQUIREMENTS / "notebook-in-pyodide.json"
KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"


def build(folder: Path, pyodide: Path) -> Path:
    """Build it in ``folder`` on the Pyodide of another folder; return what is to be served."""
    shutil.copytree(pyodide, folder / "static" / "pyodide")
    shutil.copytree(_kernel_wheels(), folder / "wheels")
    config = {
        "LiteBuildConfig": {
            "apps": ["notebooks"],
            "no_sourcemaps": True,
            "output_dir": "site",
        },
        "PipliteAddon": {"piplite_urls": ["wheels"]},
    }
    (folder / "jupyter_lite_config.json").write_text(json.dumps(config))
    # Nothing from PyPI either: what the kernel needs is among the wheels.
    settings: dict[str, Any] = {"litePluginSettings": {KERNEL: {"disablePyPIFallback": True}}}
    # And its state within reach, as `jupyterapp`: the page does not show when a kernel has come.
    settings |= {"exposeAppInBrowser": True}
    page = {"jupyter-lite-schema-version": 0, "jupyter-config-data": settings}
    (folder / "jupyter-lite.json").write_text(json.dumps(page))
    _call([sys.executable, "-m", "jupyterlite_core", "build"], folder)
    return folder / "site"


def add_packages(pyodide: Path) -> None:
    """Put Pyodide's own builds of pandas and matplotlib beside it, as its distribution has them."""
    lock = json.loads((pyodide / PYODIDE_LOCK).read_text())
    vendor = Vendor(read_lock())
    sources = vendor.component("numpy").files[0].sources
    for name, package in json.loads(PACKAGES.read_text())["packages"].items():
        file, size, digest = package["file_name"], package.pop("bytes"), package["sha256"]
        (pyodide / file).write_bytes(vendor.get(VendoredFile(file, digest, size, sources)))
        own = {"name": name, "install_dir": "site", "package_type": "package"}
        lock["packages"][name] = {**own, **package}
    (pyodide / PYODIDE_LOCK).write_text(json.dumps(lock))


def add_notebook(site: Path, notebook: Path) -> None:
    """Lay a notebook among a built site's files, where its file browser finds it."""
    (site / "files").mkdir(exist_ok=True)
    shutil.copy(notebook, site / "files" / notebook.name)
    when = "2026-01-01T00:00:00Z"
    common = {"created": when, "last_modified": when, "mimetype": None, "writable": True}
    entry = {
        **common, "name": notebook.name, "path": notebook.name, "type": "notebook",
        "format": None, "content": None, "size": notebook.stat().st_size,
    }  # fmt: skip
    listing = {
        **common, "name": "", "path": "", "type": "directory",
        "format": "json", "content": [entry], "size": None,
    }  # fmt: skip
    index = site / "api" / "contents" / "all.json"
    index.parent.mkdir(parents=True, exist_ok=True)
    index.write_text(json.dumps(listing))
    settings = json.loads((site / "jupyter-lite.json").read_text())
    settings["jupyter-config-data"]["contentsAllJsonFile"] = index.name
    (site / "jupyter-lite.json").write_text(json.dumps(settings))


def _kernel_wheels() -> Path:
    """The pure-Python wheels that the kernel installs in the browser, kept by their lock's hash."""
    folder = cache_dir("jupyterlite") / sha256(LOCK.read_bytes())[:16]
    if not folder.exists():
        partial = folder.with_name(f".{folder.name}.part")
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet"]
        pure = ["--only-binary", ":all:", "--platform", "any", "--implementation", "py"]
        pure += ["--python-version", "3.14", "--no-deps", "--require-hashes"]
        _call([*pip, *pure, "-d", str(partial), "-r", str(LOCK)], folder.parent)
        partial.replace(folder)
    return folder


def _call(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
