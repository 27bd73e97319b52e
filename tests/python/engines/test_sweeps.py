"""Sweeps: every point is the run of its parameters; they go on where they were stopped."""

from __future__ import annotations

import csv
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

import mnist1d_lab
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from mnist1d_lab import ParamError
from mnist1d_lab.cli import main
from mnist1d_lab.engines import alone, tables

from tests.python.engines.test_runner import SMALL

FIXED = {name: value for name, value in SMALL["lottery"].items() if name != "trials"}
GRID: dict[str, list[Any]] = {"iid_noise_scale": [0.02, 0.2], "padding": [[36, 60], [0, 10]]}
TOML = """experiment = "lottery"
seeds = 2
[fixed]
num_samples = 200
hidden = 8
steps = 6
eval_every = 3
batch_size = 50
sparsities = [0, 0.5, 0.9]
seed = 3
[grid]
iid_noise_scale = [0.02, 0.2]
padding = [[36, 60], [0, 10]]
"""


def read(path: Path) -> list[dict[str, str]]:
    with path.open() as file:
        return list(csv.DictReader(file))


def told(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return [{n: v for n, v in row.items() if n != "ms_per_step"} for row in rows]


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sweep") / "grid"
    table = mnist1d_lab.sweep("lottery", GRID, folder, fixed=FIXED, seeds=2)
    assert table == folder / "table.csv"
    return folder


def test_each_point_is_the_run_of_its_parameters(done: Path) -> None:
    rows = read(done / "table.csv")
    places = list(dict.fromkeys((r["at_iid_noise_scale"], r["at_padding"]) for r in rows))
    assert places == [("0.02", "36 60"), ("0.02", "0 10"), ("0.2", "36 60"), ("0.2", "0 10")]
    record = mnist1d_lab.run(
        "lottery", trials=2, **{**FIXED, "iid_noise_scale": 0.2, "padding": [0, 10]}
    )
    here = [r for r in rows if (r["at_iid_noise_scale"], r["at_padding"]) == places[-1]]
    assert [r["test_loss"] for r in here] == [str(row["test_loss"]) for row in record.rows]
    assert {r["data"] for r in here} == {"iid_noise_scale=0.2, padding=0-10, num_samples=200"}


def test_seeds_are_the_same_at_every_point_and_summaries_have_intervals(done: Path) -> None:
    seeds: dict[str, set[str]] = {}
    for row in read(done / "table.csv"):
        seeds.setdefault(row["at_iid_noise_scale"] + row["at_padding"], set()).add(row["seed"])
    assert list(seeds.values()) == [{"3", "4"}] * 4
    summary = read(done / "summary.csv")
    leads = [row for row in summary if row["what"] == "minus_dense" and row["arm"] == "lottery"]
    assert len(leads) == 4 * 2
    assert {row["n"] for row in leads} == {"2"}
    assert all(float(row["low"]) <= float(row["mean"]) <= float(row["high"]) for row in leads)


def test_a_sweep_that_was_stopped_does_only_what_is_left(
    done: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []
    advance = alone.advance

    def stopping(run: str, task: Any, backend: str, number: int, state: Any) -> Any:
        if number == 0:
            begun.append(f"{task.params['iid_noise_scale']} {task.params['padding']} {task.id}")
        if len(begun) == 7:  # within the second point, whose first task is done
            raise KeyboardInterrupt
        return advance(run, task, backend, number, state)

    monkeypatch.setattr(alone, "advance", stopping)
    with pytest.raises(KeyboardInterrupt):
        mnist1d_lab.sweep("lottery", GRID, tmp_path, fixed=FIXED, seeds=2)
    assert len(list((tmp_path / "points").glob("*.json"))) == 1
    table = mnist1d_lab.sweep("lottery", GRID, tmp_path, fixed=FIXED, seeds=2)
    # Each task was begun once, but for the one in which it was stopped.
    assert begun.pop(6) == begun[6]
    assert len(begun) == len(set(begun)) == 4 * 4
    assert told(read(table)) == told(read(done / "table.csv"))
    assert len(list((tmp_path / "points").iterdir())) == 4


class Watching(ThreadPoolExecutor):
    """Notes to which point each piece belongs, and how many points are open just then."""

    def __init__(self, folder: Path) -> None:
        super().__init__(3)
        self.folder = folder
        self.most_open, self.points = 0, set[str]()

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.points.add(str(args[1].params["iid_noise_scale"]) + str(args[1].params["padding"]))
        self.most_open = max(self.most_open, len(list(self.folder.glob("points/*.run"))))
        return super().submit(fn, *args, **kwargs)


def test_one_pool_does_all_points_and_holds_open_only_what_is_under_way(
    done: Path, tmp_path: Path
) -> None:
    seen: list[float] = []
    with Watching(tmp_path) as executor:
        table = mnist1d_lab.sweep(
            "lottery", GRID, tmp_path, fixed=FIXED, seeds=2, workers=3, executor=executor,
            progress=lambda share, _: seen.append(share),
        )  # fmt: skip
    assert told(read(table)) == told(read(done / "table.csv"))
    # The next point begins while the last of the one before is still under way, and of three
    # pieces under way no more than three points are open.
    assert 2 <= executor.most_open <= 3
    assert len(executor.points) == 4
    assert all(later >= before - 1e-12 for before, later in pairwise(seen))  # but for rounding
    assert seen[-1] == 1.0
    assert not list(tmp_path.glob("points/*.run"))


@pytest.mark.parametrize("name", ["table", "summary"])
def test_parquet_holds_what_the_csv_holds_with_its_types(name: str, done: Path) -> None:
    typed = pd.read_parquet(done / f"{name}.parquet")
    plain = pd.read_csv(done / f"{name}.csv")
    pd.testing.assert_frame_equal(typed, plain, check_dtype=False, rtol=1e-15)
    assert typed["at_iid_noise_scale"].dtype == np.float64
    assert typed["at_padding"][0] == "36 60"
    if name == "table":
        assert typed["final"].dtype == np.bool_
        assert typed["seed"].dtype == np.int64


def test_where_pyarrow_is_missing_there_is_the_csv_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    tables.write_tables(tmp_path / "t.csv", lambda: iter([{"a": 1}, {"b": None}]))
    assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]
    assert (tmp_path / "t.csv").read_text() == "a,b\n1,\n,\n"


def test_columns_of_mixed_values_keep_all_of_them(tmp_path: Path) -> None:
    rows = [{"a": 1, "b": 1, "c": None}, {"a": 0.5, "b": "x", "c": None}, {"a": None, "d": True}]
    tables.write_tables(tmp_path / "t.csv", lambda: iter(rows))
    assert pq.read_table(tmp_path / "t.parquet").to_pydict() == {
        "a": [1.0, 0.5, None], "b": ["1", "x", None], "c": [None] * 3, "d": [None, None, True],
    }  # fmt: skip


def test_the_command_line_gives_the_same_table_on_two_processes(
    done: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "grid.toml").write_text(TOML)
    out = tmp_path / "out"
    given = ["sweep", str(tmp_path / "grid.toml"), "--out", str(out), "--workers", "2"]
    assert main(given) == 0
    assert capsys.readouterr().out == f"{out / 'table.csv'}\n"
    assert told(read(out / "table.csv")) == told(read(done / "table.csv"))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (TOML + "[more]\n", "does not know more"),
        ("experiment = 3\n", "needs grid"),
        ("experiment = 'lottery'\ngrid = 4\n", "grid is a table, [grid]"),
        ("experiment = 'lottery'\nfixed = 3\n[grid]\n", "fixed is a table, [fixed]"),
        ("experiment = 'lottery'\n[fixed]\ndata_file = 3\n[grid]\n", "data_file must be a text"),
        ("nothing", "cannot be read"),
        (TOML.replace("0.2]", "7]"), "iid_noise_scale must be a number from 0 to 1"),
        (TOML.replace("[0.02, 0.2]", "0.2"), "grid: iid_noise_scale must be a list"),
        (TOML.replace('"lottery"', '"preview"'), "seeds: preview has no repetitions"),
        (TOML.replace("hidden", "hiden"), "hiden is not a parameter of lottery"),
    ],
)
def test_what_cannot_be_swept_is_told_before_anything_runs(
    text: str, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "grid.toml").write_text(text)
    assert main(["sweep", str(tmp_path / "grid.toml"), "--out", str(tmp_path / "out")]) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_another_sweep_does_not_write_over_one(done: Path) -> None:
    with pytest.raises(ParamError, match="keeps another run"):
        mnist1d_lab.sweep("lottery", GRID, done, fixed=FIXED, seeds=3)
