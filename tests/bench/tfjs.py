"""The MLPs' training steps beside TensorFlow.js with its WebAssembly backend, in one Chromium."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from buildtools import node
from buildtools.console import run_quietly, say
from buildtools.paths import cache_dir
from tests.bench import steps
from tests.bench.chromium import browser
from tests.bench.options import Options
from tests.bench.table import Line
from tests.pyodide.host import python_in_chromium

VERSION = "4.22.0"
PACKAGES = [f"@tensorflow/tfjs@{VERSION}", f"@tensorflow/tfjs-backend-wasm@{VERSION}"]
PAGE = Path(__file__).parent / "tfjs_page"
TIMES_QUICKER = 10


def measure(options: Options) -> Iterator[Line]:
    """One line an MLP; the two take turns."""
    folder = _installed()
    with (
        browser() as chromium,
        _served(folder) as url,
        python_in_chromium(options.site, chromium) as run,
    ):
        page = chromium.new_page()
        page.goto(url)
        for name in ("mlp100", "mlp256", "mlp500"):
            changes: dict[str, Any] = steps.MODELS[name][0]
            ours = theirs = float("inf")
            for _ in range(options.rounds):
                answer = run(steps.SCRIPT, json.dumps(changes), "simd-relaxed", options.seconds)
                ours = min(ours, json.loads(answer)["ms"])
                asked = [changes["hidden"], options.seconds]
                result = page.evaluate("([hidden, seconds]) => fastest(hidden, seconds)", asked)
                theirs = min(theirs, result["ms"])
            yield _line(name, ours, theirs, f"{result['version']}, {result['backend']}")


def _line(name: str, ours: float, theirs: float, what: str) -> Line:
    return Line(
        f"step, {name}, TensorFlow.js",
        f"{ours:.3f} ms",
        theirs / ours,
        "times quicker",
        f"TensorFlow.js {what} {theirs:.2f} ms",
        TIMES_QUICKER,
        at_least=True,
    )


def _installed() -> Path:
    """The page beside the two packages, in the cache: nothing of theirs enters the tree."""
    folder = cache_dir("tfjs", VERSION)
    if not (folder / "node_modules" / ".package-lock.json").exists():
        say(f"installing {' and '.join(PACKAGES)}")
        command = [*node.npm(), "install", "--prefix", folder, "--ignore-scripts", "--no-audit"]
        failure = "could not install TensorFlow.js"
        run_quietly([*command, *PACKAGES], failure, env=node.npm_environment())
    for part in PAGE.iterdir():
        shutil.copy(part, folder)
    return folder


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """The shell is for the table."""


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """Without our site's headers, which would forbid TensorFlow.js what it does."""
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
