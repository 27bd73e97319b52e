"""The sweep that the page ships: a ticket's lead over noise, translation and resolution.

`make gain` runs static/recorded/gain.toml as anybody would,

    mnist1d-lab sweep static/recorded/gain.toml --out build/gain

(some ten minutes of one core; it goes on where it was stopped), and keeps of its summary.csv what a
figure needs, in the same columns: for each point and arm the setting and level that were chosen on
validation samples ("chosen"), and the ticket's paired lead over the dense network ("minus_dense"):
`at` "best", each at its own; "dense_best", the ticket as published, dense at its best; and
"published", both at the published rate. `p_grid` is `p` with Holm's allowance for all points.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import Any

from mnist1d_lab import cli
from mnist1d_lab.analysis.statistics import holm

from buildtools.paths import ROOT, STATIC

GRID = STATIC / "recorded" / "gain.toml"
TABLE = GRID.with_suffix(".csv")
KEPT = {"minus_dense": ("published", "best", "dense_best"), "chosen": ("",)}
POINT = ("at_iid_noise_scale", "at_max_translation", "at_final_seq_length")
COLUMNS = (
    *POINT, "what", "at", "arm", "rate", "decay", "sparsity", "at_edge", "mean", "n", "low", "high",
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
    """Run what is left of the sweep, and write its table."""
    out = ROOT / "build" / "gain"
    out.parent.mkdir(exist_ok=True)
    if status := cli.main(["sweep", str(GRID), "--out", str(out), *sys.argv[1:]]):
        return status
    with (out / "summary.csv").open(newline="") as file:
        rows = kept(list(csv.DictReader(file)))
    write(rows, TABLE)
    print(f"{TABLE}: {len(rows)} rows")
    return 0


def write(rows: Rows, path: Path) -> None:
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    sys.exit(main())
