"""Runs in Pyodide: does what the page does, and writes down which files were loaded for it.

Everything the lab imports when it starts, trains, fails, and exports is then in `sys.modules`.
"""

import importlib
import json
import sys
import time
import traceback
from pathlib import Path

import mnist1d_lab
from mnist1d_lab import bridge

# Short runs: whichever of these an experiment has is set for it, and none goes on for longer than
# SECONDS: what matters is what is imported, not what comes out.
SMALL = {
    "steps": 2,
    "seeds": 1,
    "trials": 1,
    "sparsities": [0.0, 0.5],
    "models": ["mlp"],
    # Small enough to get to the end on a busy machine too.
    "hidden": 16,
    "num_samples": 200,
    "control_steps": 2,
    "rewind_steps": [0],
}
SECONDS = 0.5
# What the page's code panel and its exports use, and what people type first.
ALSO = (
    *(
        "mnist1d_lab.data",
        "mnist1d_lab.transform",
        "mnist1d_lab.utils",
        "mnist1d_lab.bridge.console",
    ),
    # Quantiles and np.unique need it, and it does not import beside modules without docstrings.
    "numpy.ma",
    # sitecustomize.py checks with it what it fetches, so it cannot be fetched itself.
    "hashlib",
    *("csv", "difflib", "pickle", "random", "statistics", "textwrap", "timeit", "zipfile"),
)


def main() -> None:
    """Load, run, fail, export; then write /work/loaded.json."""
    for name, experiment in json.loads(bridge.describe())["experiments"].items():
        has = {param["name"] for param in experiment["params"]}
        if (
            "mnist_file" not in has
        ):  # its images are fetched by a press, with what it imports besides
            run(name, {key: value for key, value in SMALL.items() if key in has})
    fail()
    for name in ALSO:
        importlib.import_module(name)
    specs = [getattr(module, "__spec__", None) for module in list(sys.modules.values())]
    origins = {spec.origin for spec in specs if spec is not None and spec.origin}
    Path("/work/loaded.json").write_text(json.dumps(sorted(origins)))


def run(name: str, params: dict) -> None:
    """Run an experiment the way the worker does: plan, tasks in slices, merge if there is time."""
    deadline = time.monotonic() + SECONDS
    try:
        plan = json.loads(bridge.plan(name, json.dumps(params)))
    except mnist1d_lab.ParamError:  # some pairs of parameters exclude each other
        plan = json.loads(bridge.plan(name, "{}"))
    results, buffers = [], []
    for task in plan["tasks"]:
        session = bridge.start(json.dumps(task), None)
        rows, arrays, finished = [], [], False
        while not finished:
            if time.monotonic() > deadline:
                session.close()
                return
            text, held = session.advance(50.0)
            for message in json.loads(text):
                finished = finished or message["kind"] == "finished"
                if message["kind"] == "row":
                    rows.append(message["row"])
                if message["kind"] == "array":
                    buffers.append(bytes(held[message["buffer"]]))
                    arrays.append({**message, "buffer": len(buffers) - 1})
        session.close()
        results.append({"task": task, "rows": rows, "arrays": arrays})
    bridge.merge(name, json.dumps(plan["params"]), json.dumps(results), buffers)


def fail() -> None:
    """Format an error as the worker does, suggestion and source line included."""
    try:
        bridge.plan("no such experiment", "{}")
    except Exception:
        traceback.format_exc()
    try:
        mnist1d_lab.rnu()
    except AttributeError:
        traceback.format_exc()


main()
