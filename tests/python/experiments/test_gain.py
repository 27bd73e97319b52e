"""The sweep that is shipped, static/recorded/gain.csv: whole, and what its command gives."""

from __future__ import annotations

import csv
from itertools import product
from typing import Any

import mnist1d_lab
import pytest
from mnist1d_lab.cli.sweeping import read_grid

from tests.bench.gain import GRID, KEPT, POINT, TABLE

ASKED = read_grid(GRID)


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with TABLE.open(newline="") as file:
        return list(csv.DictReader(file))


def test_every_point_has_its_leads_and_what_was_chosen(rows: list[dict[str, str]]) -> None:
    found = {(*(float(row[n]) for n in POINT), row["what"], row["at"], row["arm"]) for row in rows}
    grid = list(product(*ASKED["grid"].values()))
    assert [f"at_{name}" for name in ASKED["grid"]] == list(POINT)
    leads = {(*p, "minus_dense", at, "lottery") for p in grid for at in KEPT["minus_dense"]}
    chosen = {(*p, "chosen", "", arm) for p in grid for arm in ("dense", "lottery")}
    assert found == leads | chosen
    assert len(rows) == len(found) == 27 * 5
    assert {int(row["n"]) for row in rows} == {ASKED["seeds"]} == {10}


def test_intervals_hold_their_means_and_allowances_only_raise_p(
    rows: list[dict[str, str]],
) -> None:
    for row in rows:
        assert float(row["low"]) <= float(row["mean"]) <= float(row["high"])
        assert not row["p"] or float(row["p"]) <= float(row["p_grid"]) <= 1


@pytest.mark.parametrize("point", [(0.02, 48, 40), (0.2, 24, 20)])
def test_the_dense_networks_best_is_had_again(
    point: tuple[float, int, int], rows: list[dict[str, str]]
) -> None:
    """The cheap part of a point: ten trainings at the setting that was chosen."""
    [row] = [
        row for row in rows
        if tuple(float(row[name]) for name in POINT) == point and row["arm"] == "dense"
    ]  # fmt: skip
    setting: dict[str, Any] = {"learning_rate": float(row["rate"]), "rate_decay": row["decay"]}
    only = {"rates": [float(row["rate"])], "decays": [row["decay"]], "rivals": ["dense"]}
    values = {**ASKED["fixed"], **setting, **only, "trials": ASKED["seeds"]}
    record = mnist1d_lab.run("rivals", **values, **dict(zip(ASKED["grid"], point, strict=True)))
    accuracies = [r["test_acc"] for r in record.rows if r["final"]]
    assert len(accuracies) == 10
    assert sum(accuracies) / 10 == pytest.approx(float(row["mean"]), abs=0.006)
