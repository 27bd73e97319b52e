"""``make bench``: every speed this project promises, measured now, its bar beside it.

Contenders take turns and each one's fastest block counts, so that what else the machine does
weighs little; what carries over to another machine is the ratio. One thread each. Sections:

    steps      ms a training step: Chromium, native NumPy, PyTorch
    training   ms a step over 600 steps on the published data, beside PyTorch
    native     kernels compiled for this machine beside PyTorch: steps, trainings, quick search
    engines    50 seeds by a Dask cluster and by processes; a search in a shell and on the page
    kernels    the parts of a step, each by itself, and where sparse meets dense
    dataset    5000 samples, natively beside the reference package and in Chromium; a preview
    protocol   the published lottery search at 500 hidden units, end to end, beside PyTorch
    pool       two workers against one, on the page
    bench      what follows a move on the bench, and how soon; its trial beside PyTorch's
    estimates  what the page says that a search will take, beside what it takes
    nextpaint  from an event on the bench to the next paint, while it trains
    startup    from navigation to a first preview, with an empty and a filled cache, beside Pyodide
    smoothness the longest task of the page's thread, in five ways of using it
    download   what a first visit fetches
    lighthouse Lighthouse's scores of the page, a phone's (by name only: it installs it)
    tfjs       the MLPs' steps beside TensorFlow.js (asked for by name or by --tfjs: it installs it)
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator

# Before NumPy and PyTorch are imported, which read them once.
os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}

from tests.bench import (
    bench,
    dataset,
    download,
    engines,
    estimates,
    kernels,
    lighthouse,
    native,
    nextpaint,
    pool,
    protocol,
    smoothness,
    startup,
    steps,
    tfjs,
    training,
)
from tests.bench.options import Options, parse
from tests.bench.table import Line, head, row

SECTIONS: dict[str, Callable[[Options], Iterator[Line]]] = {
    "steps": steps.measure,
    "training": training.measure,
    "native": native.measure,
    "engines": engines.measure,
    "kernels": kernels.measure,
    "dataset": dataset.measure,
    "protocol": protocol.measure,
    "pool": pool.measure,
    "bench": bench.measure,
    "estimates": estimates.measure,
    "nextpaint": nextpaint.measure,
    "startup": startup.measure,
    "smoothness": smoothness.measure,
    "download": download.measure,
    "lighthouse": lighthouse.measure,
    "tfjs": tfjs.measure,
}


def main() -> int:
    """Print the table, line by line as it is measured; 1 if a bar is missed."""
    chosen, options = parse(list(SECTIONS), list(steps.MODELS), ("lighthouse", "tfjs"))
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores, load {load:.2f}{' (NOT QUIET)' if load > 0.7 else ''}\n")
    print(head(), flush=True)
    missed = 0
    for name in chosen:
        for line in SECTIONS[name](options):
            print(row(line.cells()), flush=True)
            missed += not line.met
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
