"""Our own Python package, seen from the build: its wheel, its parameters, its recorded runs.

The recorded runs are what the page shows before Python is there. They are made by really running
the package, with the parameters below, and kept in the cache under a hash of its sources.
"""

from __future__ import annotations

import importlib
import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

from buildtools.console import run_quietly, say
from buildtools.hashing import sha256, sha256_of_tree, write_atomically
from buildtools.paths import BUILD, PACKAGE, ROOT, cache_dir

RECORDED_RUNS: dict[str, dict[str, Any]] = {
    "preview": {},
    "benchmark": {"models": ["mlp"], "seeds": 1},
    "lottery": {"preset": "quick", "seed": 0},
}


def build_wheel() -> Path:
    """Build the wheel of `py/mnist1d_lab` and return its path. Needs no network."""
    folder = BUILD / "wheel"
    shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1577836800"}
    run_quietly(command, "could not build the wheel", cwd=ROOT, env=environment)
    return next(folder.glob("*.whl"))


def describe() -> dict[str, Any]:
    """Return the experiments with their parameters and presets, as plain JSON."""
    described: dict[str, Any] = _import("mnist1d_lab.experiments").describe()
    return described


def version() -> str:
    """Return the package's version."""
    return str(_import("mnist1d_lab.version").__version__)


def recorded_runs() -> dict[str, Any]:
    """Return the record of each run in RECORDED_RUNS, made now or taken from the cache."""
    sources = sha256_of_tree([PACKAGE], (".py",))
    return {name: _recorded(name, params, sources) for name, params in RECORDED_RUNS.items()}


def _recorded(name: str, params: dict[str, Any], sources: str) -> dict[str, Any]:
    key = sha256(json.dumps([name, params, sources], sort_keys=True).encode())
    cached = cache_dir("recorded") / f"{name}-{key[:32]}.json"
    if not cached.exists():
        say(f"recording {name} {json.dumps(params)}")
        record = _import("mnist1d_lab").run(name, **params)
        write_atomically(cached, record.to_json().encode())
    return _small_enough_for_the_page(json.loads(cached.read_text()))


def _small_enough_for_the_page(record: dict[str, Any]) -> dict[str, Any]:
    """Of the masks, keep what the page draws at first: the first layer of the first trial."""
    arrays = {
        name: array
        for name, array in record["arrays"].items()
        if not name.startswith("mask/") or ("/trial0/" in name and name.endswith("/W1"))
    }
    return {**record, "arrays": arrays}


def _import(module: str) -> Any:
    folder = str(ROOT / "py")
    if folder not in sys.path:
        sys.path.insert(0, folder)
    return importlib.import_module(module)
