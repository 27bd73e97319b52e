"""The bench on the page's own pool, two workers, warm: what follows a move, and how soon."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Page

from tests.bench.chromium import browser, served
from tests.bench.options import Options
from tests.bench.table import Line
from tests.sources import serve_sources

SCRIPT = Path(__file__).with_name("bench_moves.js")
HIDDEN, STEPS, EVERY, LEVELS = 128, 400, 100, [0.0, 0.4, 0.65, 0.8, 0.9]
TRIAL: dict[str, Any] = {
    "hidden": HIDDEN, "steps": STEPS, "eval_every": EVERY, "sparsities": LEVELS, "trials": 10,
}  # fmt: skip
ROWS = 2 * len(LEVELS) - 1  # trainings of a trial: dense, and each further level twice
DRAG: dict[str, Any] = {"steps": 150, "eval_every": 150, "sparsities": [0, 0.65, 0.9], "trials": 1}
MOVES, TRIALS = 9, 10
BETWEEN_MS = 300  # a move comes in the middle of a trial
SHARE = 0.25


def measure(options: Options) -> Iterator[Line]:
    """Medians, with the worst beside them; then trials without a pause, and PyTorch's."""
    with browser() as chromium, served(options.site) as url:
        page = chromium.new_page()
        serve_sources(page)
        # Not the page itself, which has workers of its own and works by itself.
        page.goto(f"{url}licences.txt")
        page.evaluate(SCRIPT.read_text(), TRIAL)
        moves = [_move(page, 0.02 + 0.01 * i, ROWS) for i in range(MOVES + 1)][1:]
        signals = _busy_signals(page)
        stops = _stops(page)
        cnns = [_move(page, 0.4 + 0.01 * i, ROWS, {"model": "cnn"}) for i in range(MOVES)]
        drags = [_move(page, 0.2 + 0.01 * i, 5, DRAG) for i in range(MOVES)]
        trial = page.evaluate("([n, rows]) => bench.trials({}, n, rows)", [TRIALS, ROWS])
    yield _line("signals, both workers training", signals, 50)
    yield _line("stop, until both workers are free", stops, 30)
    yield _line("a move: its signals", [m["signals"] for m in moves], 50)
    yield _line("a move: its dense point", [m["dense"] for m in moves], 300)
    yield _line("a move: its first whole trial", [m["trial"] for m in moves], 1000)
    yield _line("a move: the same for the CNN", [m["trial"] for m in cnns], 1000)
    yield _line("while dragging: a quick trial", [m["trial"] for m in drags], 250)
    yield from _beside_torch(median(m["trial"] for m in moves), trial)


def _line(what: str, ms: list[float], bar: float) -> Line:
    middle = median(ms)
    return Line(f"bench, {what}", f"{middle:.0f} ms", middle, "ms", f"worst {max(ms):.0f} ms", bar)


def _move(page: Page, noise: float, rows: int, changes: Any = None) -> dict[str, float]:
    page.wait_for_timeout(BETWEEN_MS)
    given = {"iid_noise_scale": round(noise, 3)}
    moved: dict[str, float] = page.evaluate(
        "([given, rows, changes]) => bench.move(given, rows, changes)", [given, rows, changes or {}]
    )
    return moved


def _busy_signals(page: Page) -> list[float]:
    page.evaluate("() => void bench.trials({}, 1, 99)")  # goes on while the signals are asked for
    return [
        page.evaluate("(given) => bench.signals(given)", {"iid_noise_scale": 0.001 * i})
        for i in range(40)
    ]


def _stops(page: Page) -> list[float]:
    stops = []
    for index in range(MOVES):
        page.evaluate("(given) => void bench.trials(given, 1, 99)", {"iid_noise_scale": index / 20})
        page.wait_for_timeout(40 * index + 20)  # in the middle of the data, or of a training
        stops.append(page.evaluate("() => bench.stop()"))
    return stops


def _beside_torch(first: float, trial: float) -> Iterator[Line]:
    what = f"bench, a trial of {ROWS} trainings of {STEPS} steps"
    if not find_spec("torch"):
        yield Line(what, f"{trial:.0f} ms", trial, "ms (no PyTorch here)")
        return
    from tests.bench import torch_notebook

    theirs = 1000 * torch_notebook.trial_seconds(HIDDEN, STEPS, EVERY, LEVELS)
    beside = f"masked in PyTorch, one thread {theirs:.0f} ms"
    yield Line(f"{what}, two workers", f"{trial:.0f} ms", trial / theirs, "of it", beside, SHARE)
    yield Line("bench, the first one after a move", f"{first:.0f} ms", first / theirs, "of it",
               "its data set included, PyTorch's not", SHARE)  # fmt: skip
