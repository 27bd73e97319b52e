"""``make bench``: ms a step in Chromium, in native NumPy and in PyTorch, side by side.

Contenders take turns, and each one's fastest block of steps counts, so that what else the machine
does weighs little. The ratio is what carries over to another machine. All run on one thread.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import defaultdict
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from buildtools.browser import chromium
from tests.pyodide.host import Run, python_in_chromium

# Before NumPy and PyTorch are imported, which read them once.
os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}

HERE = Path(__file__).parent
SITE = HERE.parent.parent / "dist"
BACKENDS = ("simd-relaxed", "simd", "numpy")
# Issue 5's bars: the ratio to PyTorch on one thread that each model may take.
MODELS: dict[str, tuple[dict[str, Any], float | None]] = {
    "linear": ({"model": "linear"}, 0.6),
    "mlp 100": ({"model": "mlp", "hidden": 100}, 0.35),
    "mlp 256": ({"model": "mlp", "hidden": 256}, 0.95),
    "mlp 500": ({"model": "mlp", "hidden": 500}, 1.45),
    "mlp 500, 90 % pruned": ({"model": "mlp", "hidden": 500, "sparsity": 0.9}, None),
    "cnn": ({"model": "cnn"}, 0.6),
    "gru": ({"model": "gru"}, 0.4),
}
LEVELS = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95]
PROTOCOL_BAR = 0.6


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="turns that everyone takes")
    parser.add_argument("--seconds", type=float, default=0.4, help="the length of a turn")
    parser.add_argument("--models", nargs="+", choices=MODELS, default=list(MODELS))
    parser.add_argument(
        "--protocol-steps", type=int, default=0, help="also the lottery protocol (published: 1501)"
    )
    return parser.parse_args()


def measure(run: Run, name: str, rounds: int, seconds: float) -> dict[str, float]:
    """Best ms a step by contender."""
    changes = MODELS[name][0]
    from tests.bench import steps

    best: dict[str, float] = defaultdict(lambda: float("inf"))
    for _ in range(rounds):
        for backend in BACKENDS:
            result = json.loads(run(HERE / "steps.py", json.dumps(changes), backend, seconds))
            best[backend] = min(best[backend], result.get("ms", float("inf")))
        native = json.loads(steps.main(json.dumps(changes), "numpy", seconds))
        best["native"] = min(best["native"], native["ms"])
        if find_spec("torch"):
            from tests.bench import torch_peers

            best["torch"] = min(best["torch"], torch_peers.ms_per_step(changes, seconds))
    return best


def line(name: str, best: dict[str, float]) -> str:
    cells = [best[key] for key in ("torch", "native", *BACKENDS)]
    ratio, bar = best["simd-relaxed"] / best["torch"], MODELS[name][1]
    verdict = "" if bar is None else f"{bar:.2f} {'ok' if ratio <= bar else 'MISSED'}"
    return f"{name:22}" + "".join(f"{ms:10.3f}" for ms in cells) + f"{ratio:9.2f}  {verdict}"


def run_protocol(run: Run, count: int) -> None:
    """The published search at 500 hidden units, one worker, against the notebook's model."""
    ours = json.loads(run(HERE / "protocol.py", 500, count, LEVELS))
    print(f"lottery protocol, {count} steps a level: {ours['seconds']:.1f} s ({ours['backend']})")
    if find_spec("torch"):
        from tests.bench import torch_peers

        theirs = torch_peers.protocol_seconds(500, count, LEVELS)
        ratio = ours["seconds"] / theirs
        print(f"  PyTorch {theirs:.1f} s; ratio {ratio:.2f}, bar {PROTOCOL_BAR}")


def main() -> None:
    options = arguments()
    with sync_playwright() as playwright:
        executable = os.environ.get("CHROMIUM") or str(chromium())
        flags = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=executable, args=flags)
        print(f"Chromium {browser.version}; ms a training step, batch 100, one thread")
        head = ("PyTorch", "NumPy", *BACKENDS[:2], "NumPy/wasm", "ratio")
        print(f"{'':22}" + "".join(f"{h[:9]:>10}" for h in head[:-1]) + f"{head[-1]:>9}  bar")
        with python_in_chromium(SITE, browser) as run:
            for name in options.models:
                best = measure(run, name, options.rounds, options.seconds)
                print(line(name, best), flush=True)
            if options.protocol_steps:
                run_protocol(run, options.protocol_steps)
        browser.close()


if __name__ == "__main__":
    main()
