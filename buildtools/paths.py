"""Where things are: the source tree, the output folder and the per-user cache."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APP = ROOT / "app"
PACKAGE = ROOT / "py" / "mnist1d_lab"
STATIC = ROOT / "static"
DIST = ROOT / "dist"
BUILD = ROOT / "build"
VENV = ROOT / ".venv"
REQUIREMENTS = ROOT / "requirements"
VENDOR_LOCK = APP / "vendor.lock.json"

CACHE_VARIABLE = "MNIST1D_LAB_CACHE"


def cache_dir(*parts: str) -> Path:
    """Return (and create) a folder of the per-user cache; MNIST1D_LAB_CACHE overrides its root."""
    override = os.environ.get(CACHE_VARIABLE)
    root = Path(override) if override else _user_cache() / "mnist1d-lab"
    folder = root.joinpath(*parts)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _user_cache() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home() / "AppData" / "Local")))
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def venv_python() -> Path:
    """Return the interpreter of the project's own virtual environment."""
    return VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
