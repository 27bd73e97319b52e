"""Runs too long for a build, recorded on the page itself: `make recordings`, or NAMES="controls".

The longest need not keep a browser busy, since the command line repeats the page to the bit:
`mnist1d-lab run lottery --preset paper --trials 4 --out run.json`, then NAMES="paper=run.json".

What the page shows of them before Python is there, and what its text says, comes from these files
(static/recorded/, read by buildtools/package.py). They hold the last measurement of each network,
rounded; means, intervals and differences are worked out at each build. All of them take about half
an hour on two cores.
"""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path
from typing import Any

import numpy as np
from mnist1d_lab.records.arrays import decode_array, encode_array
from playwright.sync_api import Page, sync_playwright

from buildtools.browser import chromium
from buildtools.paths import DIST, STATIC
from buildtools.server import make_server
from tests.browser.lab import Lab
from tests.conftest import ARGUMENTS

GLOBAL: dict[str, Any] = {
    "experiment": "lottery",
    "sparsities": [0.0, 0.5, 0.8, 0.9, 0.95, 0.98],
    "scope": "global",
    "eval_every": 300,
    "seed": 0,
    "trials": 5,
}

# Five seeds each, which is what the text's claims rest on.
RECORDINGS: dict[str, dict[str, Any]] = {
    "controls": {"preset": "standard", "seed": 0, "trials": 5},
    "transfer": {"preset": "noise", "seed": 0, "trials": 5},
    "connectivity": {"seed": 0, "trials": 5},
    "rivals": {"preset": "standard", "seed": 0, "trials": 5},
    "cnn": {"experiment": "lottery", "preset": "cnn", "seed": 0},
    "controls_cnn": {"experiment": "controls", "preset": "cnn", "seed": 0},
    "rivals_cnn": {"experiment": "rivals", "preset": "cnn", "seed": 0},
    "rivals_paper": {"experiment": "rivals", "preset": "paper", "seed": 0, "trials": 5},
    "orders": {"preset": "standard", "seed": 0, "trials": 5},
    # The same where nothing moves; without that noise every network is right.
    "orders_still": {
        "experiment": "orders",
        "preset": "standard",
        "translations": [0],
        "iid_noise_scale": 0.3,
        "seed": 0,
        "trials": 5,
    },
    "survival": {"preset": "steps", "seed": 0},
    "survival_width": {"experiment": "survival", "preset": "width", "seed": 0},
    "survival_rate": {"experiment": "survival", "preset": "rate", "seed": 0},
    # The same trainings as those of "rivals_paper", whose rows it may be made of.
    "survival_rate_paper": {
        "experiment": "survival",
        "preset": "rate",
        "hidden": 500,
        "steps": 1501,
        "sparsities": [0.0, 0.2, 0.4, 0.6, 0.75, 0.85, 0.919],
        "values": [0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.003, 0.002],
        "rates": [0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.003, 0.002],
        "seed": 0,
    },
    "survival_samples": {
        "experiment": "survival",
        "preset": "samples",
        "values": [1000, 2500, 5000, 10000],
        "seed": 0,
    },
    "controls_best": {"experiment": "controls", "preset": "best", "seed": 0, "trials": 5},
    "transfer_best": {"experiment": "transfer", "preset": "best", "seed": 0, "trials": 5},
    "untrained": {"preset": "standard", "seed": 0, "trials": 5},
    # Edge-popup needs more steps than weights do, so both have four times as many.
    "untrained_long": {
        "experiment": "untrained",
        "preset": "standard",
        "steps": 2400,
        "popup_steps": 2400,
        "seed": 0,
        "trials": 5,
    },
    "rewinding": {
        "experiment": "lottery",
        "preset": "quick",
        "arms": ["lottery", "rate_rewound", "random"],
        "seed": 0,
        "trials": 5,
    },
    # Ways to a mask, by the levels of one list.
    "snip": {**GLOBAL, "criterion": "snip_lee", "arms": ["lottery", "random"]},
    "magnitude": {**GLOBAL, "arms": ["lottery", "random", "rate_rewound"]},
    "movement": {**GLOBAL, "criterion": "movement_sanh", "arms": ["lottery", "rate_rewound"]},
    "mnist": {"preset": "standard", "seed": 0, "seeds": 5, "map_points": 250},
    "paper": {"experiment": "lottery", "preset": "paper", "seed": 0, "trials": 4},
    "paper_exact": {
        "experiment": "lottery",
        "preset": "paper",
        "protocol": "paper-exact",
        "seed": 0,
        "trials": 2,
    },
}
# Too long to be recorded unless they are named; no figure shows them, only the text quotes them.
ONLY_NAMED = ("paper", "paper_exact", "rivals_paper", "survival_rate_paper", "orders_still")
QUOTED = (
    *ONLY_NAMED,
    "rivals",
    "survival",
    "survival_width",
    "survival_samples",
    "survival_rate",
    "controls_best",
    "transfer_best",
    "rewinding",
    "snip",
    "magnitude",
    "movement",
    "orders",
    "untrained",
    "untrained_long",
)
NOT_QUOTED = ("train_acc", "survivors", "moved", "living_1", "living_2", "removed")
CHOSEN_BY = ("validation_acc",)  # of the searches in which nothing is chosen by it
SHOWN = {"mnist": {"model", "ms_per_step"}}  # of what else is left out
DRAWN = {"mnist": ("map/mnist", "map/mnist1d", "labels/mnist", "labels/mnist1d")}  # arrays
GRID = 8  # parts of a unit of a map, finer than a screen shows, and packs well
UNUSED = ("stop_acc", "stopped_step", "step", "sparsity", "ticket_from")
UNSTOPPED = ("stopped_test_acc", "stopped_validation_acc")
LEFT_OUT = (
    "model",
    "train_loss",
    "train_acc",
    "test_loss",
    "ms_per_step",
    "nonzero",
    "initial_hash",
)


def main() -> None:
    """Record the runs that are named, or all."""
    names = sys.argv[1:] or [name for name in RECORDINGS if name not in ONLY_NAMED]
    for name, made in [name.split("=") for name in names if "=" in name]:
        _keep(name, json.loads(Path(made).read_text()), "Recorded on the command line")
    names = [name for name in names if "=" not in name]
    if names:
        _record_on_the_page(names)


def _record_on_the_page(names: list[str]) -> None:
    server = make_server(DIST, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium()), args=ARGUMENTS)
        page = browser.new_page()
        lab = Lab(page, f"http://127.0.0.1:{server.server_address[1]}/").open()
        for name in names:
            _record(lab, page, name)
        browser.close()
    server.shutdown()


def _record(lab: Lab, page: Page, name: str) -> None:
    page.set_default_timeout(0)
    settings = dict(RECORDINGS[name])
    record = lab.run(settings.pop("experiment", name), settings)
    _keep(name, record, "Recorded on this page in a browser")


def _keep(name: str, record: dict[str, Any], origin: str) -> None:
    given = {key: value for key, value in RECORDINGS[name].items() if key in record["params"]}
    if {key: record["params"][key] for key in given} != given:
        raise ValueError(f"{name} is to be run with {given}.")
    left_out = {*LEFT_OUT, *(NOT_QUOTED if name in QUOTED else ())}
    left_out -= {"removed"} if name == "untrained" else set()  # its figure's axis
    params = record["params"]
    chooses = record["experiment"] in ("rivals", "survival") or params.get("at_best", False)
    left_out |= set(UNUSED if chooses else CHOSEN_BY)
    left_out |= set(UNSTOPPED if chooses and params["stops"] == ["last"] else ())
    left_out |= {"knob"} if record["experiment"] == "survival" else set()
    left_out -= SHOWN.get(name, set())
    rows = [_short(row, left_out) for row in record["rows"] if row["final"]]
    kept = {key: record[key] for key in ("experiment", "params", "seed", "version", "backend")}
    kept["origin"] = f"{origin} ({record['backend']})"
    kept |= {"elapsed_s": round(record["elapsed_s"], 1), "notices": record["notices"]}
    if name in DRAWN:
        kept["arrays"] = {array: _rounded(record["arrays"][array]) for array in DRAWN[name]}
    lines = ",\n  ".join(json.dumps(row) for row in rows)
    text = f'{json.dumps(kept)[:-1]},\n "rows": [\n  {lines}\n]}}\n'
    path = STATIC / "recorded" / f"{name}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    print(f"{path.relative_to(STATIC.parent)}: {len(rows)} rows, {len(text) / 1000:.0f} kB")


def _rounded(encoded: dict[str, Any]) -> dict[str, Any]:
    array = decode_array(encoded)
    if array.dtype.kind != "f":
        return encoded
    return encode_array(np.asarray(np.round(array * GRID) / GRID, np.float32))


def _short(row: dict[str, Any], left_out: set[str]) -> dict[str, Any]:
    return {
        name: round(value, 4) if isinstance(value, float) else value
        for name, value in row.items()
        if name not in left_out
    }


if __name__ == "__main__":
    main()
