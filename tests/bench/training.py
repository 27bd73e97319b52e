"""ms a step over a short training on published data, in Chromium beside PyTorch on one thread."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from tests.bench.chromium import browser
from tests.bench.in_pyodide import training as native
from tests.bench.options import Options
from tests.bench.steps import MODELS
from tests.bench.table import Line, milliseconds
from tests.pyodide.host import python_in_chromium

SCRIPT = Path(native.__file__)
STEPS = 600
# The rate of the benchmark, and that of the published lottery.
TRAININGS = (
    *((name, 0.01) for name in ("linear", "mlp100", "mlp256", "mlp500", "cnn", "gru")),
    *((name, 0.02) for name in ("mlp256", "mlp500")),
)


def measure(options: Options) -> Iterator[Line]:
    """One line a training; the fastest of three from each contender, in turns."""
    with browser() as chromium, python_in_chromium(options.site, chromium) as run:
        for name, rate in TRAININGS:
            changes = {**MODELS[name][0], "learning_rate": rate}
            best: dict[str, float] = defaultdict(lambda: float("inf"))
            for _ in range(3):
                result = json.loads(run(SCRIPT, json.dumps(changes), "simd-relaxed", STEPS))
                best["ours"] = min(best["ours"], result.get("ms", float("inf")))
                if find_spec("torch"):
                    from tests.bench import torch_peers

                    best["torch"] = min(best["torch"], torch_peers.training_ms(changes, STEPS))
            what, shown = f"{STEPS} steps, {name}, Adam {rate:g}", f"{best['ours']:.3f} ms"
            if "torch" not in best:
                yield Line(what, shown, best["ours"], "ms a step (no PyTorch here)")
                continue
            beside = milliseconds(PyTorch=best["torch"])
            ratio = best["ours"] / best["torch"]
            yield Line(what, shown, ratio, "of PyTorch", beside, MODELS[name][1])
