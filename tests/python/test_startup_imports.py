"""What a worker imports before it is ready: a start waits for all of it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from mnist1d_lab import ops
from mnist1d_lab.experiments import EXPERIMENTS
from mnist1d_lab.version import __version__

PACKAGE = Path(ops.__file__).parents[2]
SCRIPT = """
import json, sys
from mnist1d_lab import bridge
status = json.loads(bridge.status())
print(json.dumps([status, list(sys.modules)]))
"""


def test_no_experiment_is_imported_before_it_is_asked_for() -> None:
    command = [sys.executable, "-c", SCRIPT]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={"PYTHONPATH": str(PACKAGE)}
    )
    status, imported = json.loads(done.stdout)
    assert status == {"version": __version__, "backend": "native", "fallback_reason": None}
    assert not {f"mnist1d_lab.experiments.{name}" for name in EXPERIMENTS} & set(imported)
    assert not {name for name in imported if name.startswith("mnist1d_lab.dataset.files.load")}
    assert not {name for name in imported if name.startswith("mnist1d_lab.engines.")} - {
        "mnist1d_lab.engines.packing"
    }
    heavy = {"numpy.random", "concurrent.futures", "multiprocessing", "tempfile", "uuid", "csv"}
    assert not heavy & set(imported)
