"""JupyterLite as its users have it, but with Pyodide and all wheels from here: its REPL, built."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from buildtools.hashing import sha256
from buildtools.paths import REQUIREMENTS, cache_dir

LOCK = REQUIREMENTS / "jupyterlite.lock"
KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"


def build(folder: Path, pyodide: Path) -> Path:
    """Build it in ``folder`` on the Pyodide of another folder; return what is to be served."""
    shutil.copytree(pyodide, folder / "static" / "pyodide")
    shutil.copytree(_kernel_wheels(), folder / "wheels")
    config = {
        "LiteBuildConfig": {"apps": ["repl"], "no_sourcemaps": True, "output_dir": "site"},
        "PipliteAddon": {"piplite_urls": ["wheels"]},
    }
    (folder / "jupyter_lite_config.json").write_text(json.dumps(config))
    # Nothing from PyPI either: what the kernel needs is among the wheels.
    settings = {"litePluginSettings": {KERNEL: {"disablePyPIFallback": True}}}
    page = {"jupyter-lite-schema-version": 0, "jupyter-config-data": settings}
    (folder / "jupyter-lite.json").write_text(json.dumps(page))
    _call([sys.executable, "-m", "jupyterlite_core", "build"], folder)
    return folder / "site"


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
