"""The sweeps that are shipped, static/recorded/gain*.csv: whole, and what their commands give."""

from __future__ import annotations

import csv
from itertools import product
from typing import Any

import mnist1d_lab
import pytest
from mnist1d_lab.cli.sweeping import read_grid

from tests.bench.gain import GRIDS, KEPT

Asked = dict[str, Any]
Rows = list[dict[str, str]]


@pytest.fixture(scope="module", params=GRIDS, ids=lambda grid: grid.stem)
def sweep(request: pytest.FixtureRequest) -> tuple[Asked, Rows]:
    """What was asked for, and the table."""
    with request.param.with_suffix(".csv").open(newline="") as file:
        return read_grid(request.param), list(csv.DictReader(file))


def _point(asked: Asked, row: dict[str, str]) -> tuple[float, ...]:
    return tuple(float(row[f"at_{name}"]) for name in asked["grid"])


def test_every_point_has_its_leads_and_what_was_chosen(sweep: tuple[Asked, Rows]) -> None:
    asked, rows = sweep
    found = {(*_point(asked, row), row["what"], row["at"], row["arm"]) for row in rows}
    grid = list(product(*asked["grid"].values()))
    leads = {(*p, "minus_dense", at, "lottery") for p in grid for at in KEPT["minus_dense"]}
    chosen = {(*p, "chosen", "", arm) for p in grid for arm in ("dense", "lottery")}
    assert found == leads | chosen
    assert len(rows) == len(found) == len(grid) * 5
    assert {int(row["n"]) for row in rows} == {asked["seeds"]} == {10}


def test_intervals_hold_their_means_and_allowances_only_raise_p(
    sweep: tuple[Asked, Rows],
) -> None:
    for row in sweep[1]:
        assert float(row["low"]) <= float(row["mean"]) <= float(row["high"])
        assert not row["p"] or float(row["p"]) <= float(row["p_grid"]) <= 1


@pytest.mark.parametrize("which", [1 / 3, 2 / 3])
def test_the_dense_networks_best_is_had_again(which: float, sweep: tuple[Asked, Rows]) -> None:
    """The cheap part of a point: ten trainings at the setting that was chosen."""
    asked, rows = sweep
    points = list(product(*asked["grid"].values()))
    point = points[int(which * len(points))]
    [row] = [row for row in rows if _point(asked, row) == point and row["arm"] == "dense"]
    setting: dict[str, Any] = {"learning_rate": float(row["rate"]), "rate_decay": row["decay"]}
    only = {"rates": [float(row["rate"])], "decays": [row["decay"]], "rivals": ["dense"]}
    values = {**asked["fixed"], **setting, **only, "trials": asked["seeds"]}
    record = mnist1d_lab.run("rivals", **values, **dict(zip(asked["grid"], point, strict=True)))
    accuracies = [r["test_acc"] for r in record.rows if r["final"]]
    assert len(accuracies) == 10
    assert sum(accuracies) / 10 == pytest.approx(float(row["mean"]), abs=0.006)
