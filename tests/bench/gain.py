"""The sweeps that the page ships: a ticket's lead over the data (gain.toml: noise, translation and
resolution), and over the network's width and the length of training (gain_size.toml).

`make gain` runs each as anybody would,

    mnist1d-lab sweep static/recorded/gain.toml --out build/gain

(some ten minutes of one core each; it goes on where it was stopped), and keeps of its summary.csv
what a figure needs, in the same columns: for each point and arm the setting and level that were
chosen on validation samples ("chosen"), and the ticket's paired lead over the dense network
("minus_dense"): `at` "best", each at its own; "dense_best", the ticket as published, dense at its
best; and "published", both at the published rate. `p_grid` is `p` with Holm's allowance for all
points of a sweep.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import Any

from mnist1d_lab import cli
from mnist1d_lab.analysis.statistics import holm

from buildtools.paths import ROOT, STATIC

GRIDS = [STATIC / "recorded" / f"{name}.toml" for name in ("gain", "gain_size")]
KEPT = {"minus_dense": ("published", "best", "dense_best"), "chosen": ("",)}
COLUMNS = (
    "what", "at", "arm", "rate", "decay", "sparsity", "at_edge", "mean", "n", "low", "high",
    "p", "p_grid",
)  # fmt: skip
SHOWN = {"mean": ".2f", "low": ".2f", "high": ".2f", "p": ".2g", "p_grid": ".2g"}

Rows = list[dict[str, Any]]


def kept(summary: Rows) -> Rows:
    """The rows of a summary.csv that are shipped, rounded, with ``p_grid``."""
    rows = [dict(row) for row in summary if row["at"] in KEPT.get(row["what"], ())]
    for at in KEPT["minus_dense"]:
        leads = [row for row in rows if row["at"] == at and row["p"]]
        for row, p in zip(leads, holm([float(row["p"]) for row in leads]), strict=True):
            row["p_grid"] = p
    for row in rows:
        for name, digits in SHOWN.items():
            if row.get(name) not in (None, ""):
                row[name] = float(format(float(row[name]), digits)) + 0.0  # no -0.0
    return rows


def main() -> int:
    """Run what is left of the sweeps, and write their tables."""
    for grid in GRIDS:
        out = ROOT / "build" / grid.stem
        out.parent.mkdir(exist_ok=True)
        if status := cli.main(["sweep", str(grid), "--out", str(out), *sys.argv[1:]]):
            return status
        with (out / "summary.csv").open(newline="") as file:
            rows = kept(list(csv.DictReader(file)))
        table = grid.with_suffix(".csv")
        write(rows, table)
        print(f"{table}: {len(rows)} rows")
    return 0


def write(rows: Rows, path: Path) -> None:
    point = [name for name in rows[0] if name.startswith("at_") and name not in COLUMNS]
    with path.open("w", newline="") as file:
        columns = [*point, *COLUMNS]
        writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    sys.exit(main())
