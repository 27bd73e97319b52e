"""Seconds to make the published data set, and ms for a preview, by the package itself."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import mnist1d_lab
from mnist1d_lab.data import get_dataset_args, make_dataset


def fastest(work: Callable[[], object], rounds: int) -> float:
    """Seconds of the quickest of some rounds."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


def dataset_seconds(rounds: int) -> float:
    """5000 samples, train and test, standardised."""
    return fastest(lambda: make_dataset(get_dataset_args()), rounds)


def preview_seconds(rounds: int) -> float:
    """From parameters to a record with ten samples at every stage; each round another seed."""
    seeds = iter(range(rounds))
    return fastest(lambda: mnist1d_lab.run("preview", seed=next(seeds)), rounds)


def main(rounds: int) -> str:
    """{dataset, preview} in seconds, as JSON."""
    measured = {"dataset": dataset_seconds(rounds), "preview": preview_seconds(4 * rounds)}
    return json.dumps(measured)
