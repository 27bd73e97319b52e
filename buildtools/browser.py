"""Browsers for the tests: an installed Chromium, else Playwright's own, else the system's package.

Firefox and WebKitGTK are installed ones, or the system's packages, or their tests are skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from buildtools.console import BuildError, run_quietly, say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FIREFOX = ("firefox-esr", "firefox")
PLACES = (
    "/usr/bin/chromium",
    "/usr/bin/google-chrome",
    "/opt/google/chrome/chrome",
    "/snap/bin/chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
DOWNLOAD_TIMEOUT_S = 300.0

_EXECUTABLE_PATH = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""


@cache
def chromium() -> Path:
    """Return a Chromium that starts; install one where there is none.

    The environment variable CHROMIUM names one outright.
    """
    named = os.environ.get("CHROMIUM")
    if named:
        if _starts(Path(named)):
            return Path(named)
        raise BuildError(f"CHROMIUM={named} does not start")
    found = _installed() or _playwrights_own() or _system_chromium()
    if found is None:
        raise BuildError(
            "no Chromium: install one with the system's package manager, or name one in CHROMIUM"
        )
    return found


def _installed() -> Path | None:
    candidates = [shutil.which(name) for name in NAMES] + list(PLACES)
    paths = (Path(candidate) for candidate in candidates if candidate)
    return next((path for path in paths if path.exists() and _starts(path)), None)


def _playwrights_own() -> Path | None:
    command = [sys.executable, "-c", _EXECUTABLE_PATH]
    path = Path(run_quietly(command, "Playwright does not start").strip())
    if path.exists() and _starts(path):
        return path
    say("no Chromium is installed; asking Playwright for its own")
    install = [sys.executable, "-m", "playwright", "install", "chromium"]
    try:
        run_quietly(install, "not to be had", timeout=DOWNLOAD_TIMEOUT_S)
    except BuildError:
        say("Playwright's own Chromium cannot be fetched from here")
        return None
    return path if path.exists() and _starts(path) else None


def _system_chromium() -> Path | None:
    _install_packages("chromium")
    return _installed()


@cache
def firefox() -> Path | None:
    """An installed Firefox, which is asked of the system where there is none."""
    if _program(*FIREFOX) is None:
        _install_packages("firefox-esr")
    return _program(*FIREFOX)


@cache
def webkit_driver() -> Path | None:
    """The driver of WebKitGTK and a display that it can open, likewise."""
    if _program("WebKitWebDriver") is None or _program("Xvfb") is None:
        _install_packages("webkit2gtk-driver", "xvfb")
    return _program("WebKitWebDriver") if _program("Xvfb") else None


def _program(*names: str) -> Path | None:
    return next((Path(found) for name in names if (found := shutil.which(name))), None)


def _install_packages(*names: str) -> None:
    """Install packages of Debian or Ubuntu, where this process may; say so where it fails."""
    if not shutil.which("apt-get") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return
    say(f"installing the system's packages {', '.join(names)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *names]
    try:
        run_quietly(["apt-get", "update"], "apt-get update failed", env=environment)
        run_quietly(install, f"apt-get could not install {', '.join(names)}", env=environment)
    except BuildError as error:
        say(str(error))


def _starts(path: Path) -> bool:
    """Tell whether the binary runs at all: one whose libraries are missing does not."""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
