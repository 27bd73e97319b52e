"""A run on a file of one's own, from a shell: what was understood is said before it, and once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from mnist1d_lab import cli
from mnist1d_lab.cli import running
from mnist1d_lab.data import read_data_file
from mnist1d_lab.dataset.files.load import load
from mnist1d_lab.dataset.files.options import parse_options

SMALL = ["--models", "linear", "--steps", "4", "--eval_every", "4", "--seeds", "1"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    x = np.random.RandomState(0).randn(60, 12) * 300 + 2000
    rows = [",".join([f"kind {row % 3}", *map(str, x[row])]) for row in range(60)]
    path = tmp_path / "mine.csv"
    path.write_text("\n".join(rows))
    return path


def test_what_is_understood_is_said_before_a_run(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before: list[str] = []
    run = running.run
    monkeypatch.setattr(
        running, "run", lambda *a, **kw: before.append(capsys.readouterr().err) or run(*a, **kw)
    )
    asked = ["run", "benchmark", "--data_file", str(file), "--data_reading", "order=file", *SMALL]
    assert cli.main(asked) == 0
    loaded = read_data_file(str(file), "order=file")
    assert before == [f"{loaded!r}\n"]
    for words in (
        "mine.csv: 60 samples of 12 numbers, 48 for training and 12 for testing",
        "order      file as you said",
        "drawn at random (seed 42), were set aside for testing",
        "Labels as classes: kind 0 is 0, kind 1 is 1, kind 2 is 2.",
        "Standardise the whole set (scale=whole), or each signal (scale=each)",
    ):
        assert before[0].count(words) == 1
    after = capsys.readouterr()
    assert "samples of 12 numbers" not in after.err
    assert "test_acc" in after.out.splitlines()[0], "the rows alone, for a file or a pipe"


def test_it_is_said_of_a_run_that_goes_on_too(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = str(tmp_path / "kept")
    assert cli.main(["run", "benchmark", "--data_file", str(file), "--keep", kept, *SMALL]) == 0
    first = capsys.readouterr().err
    assert cli.main(["run", "--resume", kept]) == 0
    again = capsys.readouterr().err
    said = repr(read_data_file(str(file)))
    assert first.count(said) == again.count(said) == 1


def test_nothing_is_said_where_the_generator_makes_the_data(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["run", "benchmark", "--num-samples", "200", *SMALL]) == 0
    assert "samples of" not in capsys.readouterr().err


def test_it_is_said_of_a_sweep(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    grid = tmp_path / "grid.toml"
    grid.write_text(
        f"""experiment = "benchmark"
        seeds = 1
        [fixed]
        data_file = "{file}"
        models = ["linear"]
        eval_every = 4
        [grid]
        steps = [4, 8]
        """
    )
    assert cli.main(["sweep", str(grid), "--out", str(tmp_path / "out")]) == 0
    assert capsys.readouterr().err.count(repr(read_data_file(str(file)))) == 1


def test_what_a_file_holds_gives_the_terminal_no_commands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.csv"
    cells = [f"{row % 7},{row},{row * 0.5}" for row in range(30)]
    rows = [f'"kind\x1b]0;mine\x07\xa0{row % 2}\u202e",{text}' for row, text in enumerate(cells)]
    text = "\n".join(["label\x1b[2J,a,b\x1b[2J,c", *rows])
    path.write_text(text, "utf-8")
    read = ["--reading", "length=12"]
    assert cli.main(["look", str(path), *read]) == 0
    told = capsys.readouterr().out
    assert "column 1 (label?[2J)" in told
    assert "kind?]0;mine? 1?: " in told
    assert all(line.isprintable() for line in told.splitlines())
    path.write_text(text.replace(",1,0.5", ",one,0.5"), "utf-8")
    assert cli.main(["look", str(path), *read]) == 2
    refused = capsys.readouterr().err
    assert "column 3 (b?[2J): 'one' is not a finite number" in refused
    assert refused.strip().isprintable()
    loaded = load([("red\x1b[31m.csv", text.encode())], parse_options("length=12"))
    assert repr(loaded).startswith("red?[31m.csv: 30 samples of 12 numbers")
