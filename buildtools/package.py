"""Our own Python package, seen from the build: its wheel, its parameters, its recorded runs.

The recorded runs are what the page shows before Python is there. They are made by really running
the package, with the parameters below, and kept in the cache under a hash of its sources. Those
that would take too long for a build were recorded on the page itself and are kept in
static/recorded/ (tests/browser/recordings.py, `make recordings`).
"""

from __future__ import annotations

import importlib
import json
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomllib

from buildtools.console import run_quietly, say
from buildtools.hashing import sha256, sha256_of_tree, write_atomically
from buildtools.paths import BUILD, PACKAGE, ROOT, STATIC, cache_dir

# For work on the page or the package: take a run recorded by older sources rather than wait.
REUSE_VARIABLE = "MNIST1D_LAB_REUSE_RECORDS"

RECORDINGS = STATIC / "recorded"

LARGEST_ARRAY = 20_000  # characters of base64 in the page

# By the panel of the page that shows it; "experiment" where the panel has a name of its own.
RECORDED_RUNS: dict[str, dict[str, Any]] = {
    "preview": {},
    "benchmark": {"preset": "quick", "models": ["mlp"]},
    "lottery": {"preset": "quick", "seed": 0},
    "compare": {
        "experiment": "benchmark",
        "preset": "quick",
        "shuffled": "both",
        "eval_every": 100,
    },
    "knob": {"preset": "quick", "steps": 300, "eval_every": 100},
    "gradcheck": {"hidden": 256},
}


def build_wheel() -> Path:
    """Build the wheel of `py/mnist1d_lab` and return its path. Needs no network."""
    folder = BUILD / "wheel"
    shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    # Without hooks it is pure: a browser has no use for kernels compiled for this machine.
    environment = {
        **os.environ, "SOURCE_DATE_EPOCH": "1577836800", "HATCH_BUILD_NO_HOOKS": "true",
    }  # fmt: skip
    run_quietly(command, "could not build the wheel", cwd=ROOT, env=environment)
    return next(folder.glob("*.whl"))


def describe() -> dict[str, Any]:
    """Return the experiments with their parameters and presets, as plain JSON."""
    described: dict[str, Any] = _import("mnist1d_lab.experiments").describe()
    return described


def check_setting(key: str, value: Any) -> None:
    """Check a setting by its key in a link, `max_translation` or `bench.hidden`; ValueError."""
    experiments = _import("mnist1d_lab.experiments")
    scope, _, name = key.rpartition(".")
    experiment = {"": "preview", "compare": "benchmark"}.get(scope, scope)
    if experiment not in experiments.EXPERIMENTS:
        raise ValueError(f"{key} is no setting of this page.")
    of_data = {param.name for param in experiments.get_experiment("preview").params} - {"seed"}
    if scope and name in of_data:
        raise ValueError(f"{key}: all share the data; its setting is called {name}.")
    found = "seed" if key == "data_seed" else name
    known = experiments.get_experiment(experiment).params
    _import("mnist1d_lab.params").check_each(known, {found: value}, where=experiment)


def published() -> dict[str, Any]:
    """Return the published numbers that the page sets beside its own, as plain JSON."""
    described: dict[str, Any] = _import("mnist1d_lab.published").describe()
    return described


def version() -> str:
    """Return the package's version."""
    return str(_import("mnist1d_lab.version").__version__)


def citation() -> dict[str, str]:
    """Return what CITATION.cff says of the version and its day."""
    lines = (ROOT / "CITATION.cff").read_text().splitlines()
    found = dict(line.split(": ", 1) for line in lines if line[:1].isalpha() and ": " in line)
    return {"version": found["version"], "released": found["date-released"]}


def recorded_runs() -> dict[str, Any]:
    """Return the record of each run in RECORDED_RUNS, made now or taken from the cache, and those
    that are kept in static/recorded/.

    They are run by the page's own binary where that runs here, and so say what the page would.
    """
    ops = _import("mnist1d_lab.ops")
    backend = ops.get_ops().name
    if backend == "native":
        backend = ops.get_ops("simd-relaxed").name
    makers = backend + sha256_of_tree([PACKAGE], (".py", ".wasm"))
    made = {
        name: _recorded(name, {**params, "backend": backend}, makers)
        for name, params in RECORDED_RUNS.items()
    }
    return {**made, **{path.stem: _kept(path) for path in sorted(RECORDINGS.glob("*.json"))}}


def recorded_sweeps() -> dict[str, Any]:
    """Return the sweeps of static/recorded/ (`make gain`): what was crossed, and tables as CSV."""
    return {
        table.stem: {
            **tomllib.loads(table.with_suffix(".toml").read_text()),
            "csv": table.read_text(),
        }
        for table in sorted(RECORDINGS.glob("*.csv"))
    }


def repeats(recorded: Mapping[str, Any]) -> dict[str, Any]:
    """Return how to do each recorded run again on the page: in whose part, with which settings.

    The settings are those that differ from the experiment's defaults.
    """
    described = describe()
    panels = {**RECORDED_RUNS, **described}
    return {
        name: {
            "panel": name if name in panels else record["experiment"],
            "settings": _differing(record["params"], described[record["experiment"]]["params"]),
        }
        for name, record in recorded.items()
        if name != "preview"
    }


def _differing(params: dict[str, Any], schemas: list[dict[str, Any]]) -> dict[str, Any]:
    usual = {schema["name"]: schema["default"] for schema in schemas}
    # A schedule's levels follow from it.
    written_out = params.get("schedule", "list") != "list"
    return {
        name: value
        for name, value in params.items()
        if value != usual.get(name) and not (written_out and name == "sparsities")
    }


def _kept(path: Path) -> dict[str, Any]:
    """Return a record of static/recorded/; what follows from its rows is worked out here."""
    record = json.loads(path.read_text())
    experiment = _import("mnist1d_lab.experiments").get_experiment(record["experiment"])
    summary = experiment.summary_of(record["params"], record["rows"])
    return {**record, "arrays": record.get("arrays", {}), "summary": summary}


def _recorded(name: str, params: dict[str, Any], makers: str) -> dict[str, Any]:
    key = sha256(json.dumps([name, params, makers], sort_keys=True).encode())
    given = sha256(json.dumps([name, params], sort_keys=True).encode())[:12]
    cached = cache_dir("recorded") / f"{name}-{given}-{key[:32]}.json"
    older = list(cached.parent.glob(f"{name}-{given}-*.json"))
    if not cached.exists() and older and os.environ.get(REUSE_VARIABLE):
        cached = max(older, key=lambda path: path.stat().st_mtime)
        say(f"{REUSE_VARIABLE}: the recorded {name} was made by older sources")
    if not cached.exists():
        say(f"recording {name} {json.dumps(params)}")
        settings = {"experiment": name, **params}
        record = _import("mnist1d_lab").run(settings.pop("experiment"), **settings)
        write_atomically(cached, record.to_json().encode())
    return _small_enough_for_the_page(json.loads(cached.read_text()))


def _small_enough_for_the_page(record: dict[str, Any]) -> dict[str, Any]:
    """Leave out what the page does not draw at first: large arrays, masks but one trial's W1."""
    arrays = {
        name: array
        for name, array in record["arrays"].items()
        if len(array["data"]) <= LARGEST_ARRAY
        and (not name.startswith("mask/") or ("/trial0/" in name and name.endswith("/W1")))
    }
    return {**record, "arrays": arrays}


def _import(module: str) -> Any:
    # these matrices are small: BLAS threads cost more than they bring, above all on a busy machine
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    folder = str(ROOT / "py")
    if folder not in sys.path:
        sys.path.insert(0, folder)
    return importlib.import_module(module)
