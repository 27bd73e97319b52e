"""The virtual environment `.venv`, installed from hash-locked requirements.

Imports the standard library only: it runs under the machine's own python3, before anything else
is there. A lock that is already installed is skipped, so that a second build needs no network.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from buildtools.console import BuildError, run_quietly, say
from buildtools.hashing import sha256
from buildtools.paths import REQUIREMENTS, ROOT, VENV, venv_python

MINIMUM_PYTHON = (3, 11)


def enter(lock_name: str) -> None:
    """Make the environment hold `requirements/<lock_name>.lock`, then go on inside it.

    Replaces the running process by the environment's interpreter unless it is that already.
    """
    if sys.version_info < MINIMUM_PYTHON:
        found = ".".join(map(str, sys.version_info[:3]))
        raise BuildError(f"Python 3.11 or newer is needed; this is {found}")
    _create_if_missing()
    install(lock_name)
    if Path(sys.prefix).resolve() != VENV.resolve():
        sys.stdout.flush()
        command = [str(venv_python()), str(ROOT / "build.py"), *sys.argv[1:]]
        if sys.platform == "win32":
            sys.exit(subprocess.call(command))
        os.execv(command[0], command)


def install(lock_name: str) -> None:
    """Install one lock file into the environment, unless exactly that lock is installed."""
    lock = REQUIREMENTS / f"{lock_name}.lock"
    stamp = VENV / f".{lock_name}.installed"
    wanted = sha256(lock.read_bytes())
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say(f"installing {lock.relative_to(ROOT)} into .venv")
    pip = [venv_python(), "-m", "pip", "--disable-pip-version-check"]
    options = ["--quiet", "--require-hashes", "--only-binary", ":all:", "--timeout", "15"]
    # most of what is installed is never imported, and compiling it takes as long as all else
    options.append("--no-compile")
    run_quietly([*pip, "install", *options, "-r", lock], f"could not install {lock.name}")
    stamp.write_text(wanted)


def lock() -> None:
    """Renew every requirements/*.lock from the dependency groups of pyproject.toml, with uv."""
    pip = [venv_python(), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "uv"]
    run_quietly(pip, "could not install uv")
    base = [venv_python(), "-m", "uv", "pip", "compile", "--quiet", "--upgrade"]
    base += ["--generate-hashes", "--no-header"]
    here = ["--universal", "--python-version", "3.11"]
    in_pyodide = ["--python-platform", "wasm32-pyodide2024", "--python-version", "3.14"]
    # the groups share one environment, so the site's versions are held to those of the tests
    held = [*here, "--constraint", str(REQUIREMENTS / "test.lock")]
    groups = {"test": here, "site": held, "node": here, "jupyterlite": in_pyodide}
    for name, options in groups.items():
        output = REQUIREMENTS / f"{name}.lock"
        command = [*base, "--group", name, *options, "--output-file", output]
        run_quietly(command, f"could not lock {name}", cwd=ROOT)


def _create_if_missing() -> None:
    """Create `.venv`; one whose interpreter is gone or too old is made anew."""
    if venv_python().exists() and _starts(venv_python()):
        return
    if VENV.exists():
        shutil.rmtree(VENV)
    say("creating .venv")
    try:
        venv.create(VENV, with_pip=True, symlinks=sys.platform != "win32")
    except (subprocess.CalledProcessError, OSError) as error:
        shutil.rmtree(VENV, ignore_errors=True)
        raise BuildError(
            "python3 could not make a virtual environment; on Debian or Ubuntu install the "
            "package python3-venv and try again"
        ) from error


def _starts(python: Path) -> bool:
    check = f"import sys; sys.exit(sys.version_info < {MINIMUM_PYTHON})"
    try:
        return subprocess.run([str(python), "-c", check], check=False).returncode == 0
    except OSError:
        return False
