"""The command line: the same experiments, and one clear sentence for every mistake."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import mnist1d
import mnist1d_lab
import numpy as np
import pytest
from mnist1d_lab import Record, __version__, cli
from mnist1d_lab.cli import running
from mnist1d_lab.dataset import formats
from mnist1d_lab.experiments import EXPERIMENTS
from mnist1d_lab.params import BACKEND, BACKEND_NAMES, WORKERS, ParamError
from mnist1d_lab.utils import PickleWarning

PACKAGE = Path(mnist1d_lab.__file__).parent.parent
SMALL = [
    "--num-samples", "200", "--hidden", "8", "--steps", "6", "--eval_every", "3",
    "--batch-size=50", "--sparsities", "0,.5,.9", "--trials", "1",
]  # fmt: skip


def shell(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """``python -m mnist1d_lab`` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "mnist1d_lab", *arguments],
        capture_output=True, text=True, check=False, cwd=cwd, timeout=60,
        env={**os.environ, "PYTHONPATH": str(PACKAGE)},
    )  # fmt: skip


class Outcome:
    """What ``main`` said and with which status it would have left."""

    def __init__(self, capsys: pytest.CaptureFixture[str], *arguments: str) -> None:
        try:
            self.status = cli.main(arguments)
        except SystemExit as leaving:
            self.status = int(leaving.code or 0)
        self.out, self.err = capsys.readouterr()


def test_list_names_every_experiment(capsys: pytest.CaptureFixture[str]) -> None:
    said = Outcome(capsys, "list")
    assert said.status == 0
    assert [line.split()[0] for line in said.out.splitlines()] == list(EXPERIMENTS)
    assert "quick, standard, paper" in said.out


def test_a_process_of_its_own_runs_an_experiment_and_writes_the_record(tmp_path: Path) -> None:
    done = shell("run", "lottery", *SMALL, "--seed", "7", "--out", "run.json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert done.stderr.startswith("run.json: lottery, seed 7, native, ")
    record = Record.from_json((tmp_path / "run.json").read_text())
    assert record.params["sparsities"] == [0, 0.5, 0.9]
    assert (record.seed, record.params["batch_size"]) == (7, 50)


def test_a_process_of_its_own_refuses_with_status_2_and_one_sentence() -> None:
    done = shell("run", "lottery", "--steps", "0")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == ("mnist1d-lab: steps must be a whole number from 1 to 20000; got 0.\n")


def test_output_cut_short_by_a_reader_is_no_error() -> None:
    """As with ``| head -1``: the reader closes its end, and no traceback follows."""
    command = [sys.executable, "-m", "mnist1d_lab", "data", "--num-samples", "10"]
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read().decode().count("Traceback") == 0
    assert process.returncode == 0


@pytest.mark.parametrize("ending", ["json", "csv", "npz", "NPZ", "Json"])
def test_out_writes_each_kind(
    ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"run.{ending}"
    said = Outcome(capsys, "run", "lottery", *SMALL, "--out", str(path))
    assert (said.status, said.out) == (0, "")
    assert str(path) in said.err
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
    if ending == "csv":
        rows = list(csv.DictReader(io.StringIO(path.read_text())))
        assert {"arm", "sparsity", "test_acc", "seed"} <= rows[0].keys()
        return
    read = Record.from_npz(path) if ending.lower() == "npz" else Record.from_json(path.read_text())
    assert read.experiment == "lottery"
    assert read.rows
    assert read.arrays


def test_without_out_the_rows_are_csv_on_standard_output(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = Outcome(capsys, "run", "lottery", *SMALL)
    rows = list(csv.DictReader(io.StringIO(said.out)))
    assert {row["arm"] for row in rows} == {"dense", "lottery", "random"}
    assert "lottery, seed 0" in said.err


def test_two_workers_write_the_same_rows(capsys: pytest.CaptureFixture[str]) -> None:
    outs = [Outcome(capsys, "run", "lottery", *SMALL, "--workers", n).out for n in ("1", "2")]
    tables = [list(csv.DictReader(io.StringIO(out))) for out in outs]
    for table in tables:
        for row in table:
            del row["ms_per_step"]
    assert tables[0] == tables[1]


@pytest.mark.parametrize("backend", [*BACKEND_NAMES, "auto"])
def test_the_backend_that_is_asked_for_computes(
    backend: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "run.json"
    given = ["lottery", *SMALL, "--backend", backend, "--out", str(path)]
    assert Outcome(capsys, "run", *given).status == 0
    name = BACKEND_NAMES[0] if backend == "auto" else backend
    assert Record.from_json(path.read_text()).backend == name


@pytest.mark.parametrize("kind", ["npz", "csv", "pkl", "json"])
def test_data_writes_the_reference_packages_data_set(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"data.{kind}"
    said = Outcome(capsys, "data", "--out", str(path), "--num-samples", "500", "--seed", "7")
    assert said.status == 0
    args = mnist1d.data.get_dataset_args()
    args.num_samples, args.seed = 500, 7
    expected = mnist1d.data.make_dataset(args)
    made: Mapping[str, Any]
    if kind == "json":
        made = Record.from_json(path.read_text()).arrays
    else:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PickleWarning)
            loaded = formats.read(path.read_bytes(), path.name)
        made = loaded.dataset
        assert loaded.args is not None
        assert (loaded.args["seed"], loaded.args["num_samples"]) == (7, 500)
    for name in ("x", "x_test", "t"):
        np.testing.assert_allclose(made[name], expected[name], rtol=0, atol=1e-12)
    for name in ("y", "y_test"):
        np.testing.assert_array_equal(made[name], expected[name])


@pytest.mark.parametrize("kind", ["npz", "csv", "pkl"])
def test_a_data_set_is_one_file_whichever_command_writes_it(kind: str, tmp_path: Path) -> None:
    contents = []
    for command in (["data"], ["run", "dataset"]):
        path = tmp_path / f"data.{kind}"
        assert cli.main([*command, "--num-samples", "50", "--out", str(path)]) == 0
        contents.append(path.read_bytes())
    assert contents[0] == contents[1]


def test_the_data_files_open_without_this_package(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for kind in ("npz", "pkl"):
        Outcome(capsys, "data", "--out", str(tmp_path / f"data.{kind}"), "--num-samples", "50")
    with np.load(tmp_path / "data.npz") as archive:
        shapes = {name: archive[name].shape for name in ("x", "y", "x_test", "y_test", "t")}
    assert shapes == {
        "x": (40, 40), "y": (40,), "x_test": (10, 40), "y_test": (10,), "t": (40,),
    }  # fmt: skip
    pickled = mnist1d.utils.from_pickle(tmp_path / "data.pkl")
    assert pickled["x"].shape == (40, 40)


def test_a_preset_and_what_overrides_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "run.json"
    preset = ["--preset", "quick", "--out", str(path)]
    assert Outcome(capsys, "run", "lottery", *preset, *SMALL).status == 0
    values = Record.from_json(path.read_text()).params
    assert (values["hidden"], values["learning_rate"], values["trials"]) == (8, 0.02, 1)


@pytest.mark.parametrize("flags", [["--shuffle-seq"], ["--shuffle_seq", "true"]])
def test_a_switch_may_stand_alone(
    flags: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "data.json"
    Outcome(capsys, "data", "--num-samples", "20", *flags, "--out", str(path))
    assert Record.from_json(path.read_text()).params["shuffle_seq"] is True


RANGE = "seed must be a whole number from 0 to 4294967295; got "
MISTAKES: list[tuple[list[str], str]] = [
    (["run", "preview", "--seed", "-1"], f"{RANGE}-1."),
    (["run", "preview", "--seed=-1"], f"{RANGE}-1."),
    (["run", "preview", "--seed", "4294967296"], f"{RANGE}4294967296."),
    (["run", "preview", "--seed", "1.5"], f"{RANGE}1.5."),
    (["run", "preview", "--seed", "abc"], f"{RANGE}'abc'."),
    (["run", "preview", "--seed", "nan"], f"{RANGE}nan."),
    (["run", "preview", "--seed", "-inf"], f"{RANGE}-inf."),
    (["run", "preview", "--seed", "1" * 500], f"{RANGE}inf."),
    (["run", "preview", "--seed", ""], f"{RANGE}''."),
    (["run", "preview", "--seed="], f"{RANGE}''."),
    (["run", "preview", "--seed"], f"{RANGE}''."),
    (["run", "preview", "--seed", "--padding", "1,2"], f"{RANGE}''."),
    (["run", "preview", "--scale-coeff", "-1e-3"], "scale_coeff must be a number from 0 to 2"),
    (["run", "preview", "--padding", "-1,5"], "each a whole number from 0 to 200; got -1."),
    (["run", "preview", "--padding", "60,36"], "padding must be the fewest zeros, then the most"),
    (["run", "preview", "--padding", "5"], "padding must be a list of 2 items"),
    (["run", "preview", "--padding", "1", "2"], "2 is not understood"),
    (["run", "preview", "--shuffle_seq", "maybe"], "shuffle_seq must be true or false"),
    (["run", "preview", "--sead", "1"], "sead is not a parameter of preview. Did you mean seed?"),
    (["run", "preview", "--sead=1"], "sead is not a parameter of preview. Did you mean seed?"),
    (["run", "preview", "seed"], "seed is not understood"),
    (["run", "preview", "-s", "1"], "-s is not understood"),
    (["run", "preview", "--preset", "quick"], "preset must be one of published, clean"),
    (["run", "preview", "--preset", ""], "preset must be one of published, clean"),
    (["run", "preview", "--preset"], "preset must be one of published, clean"),
    (["run", "preview", "--pre", "clean"], "pre is not a parameter of preview"),
    (["run", "preview", "--workers", "0"], "workers must be a whole number from 1 to 64; got 0"),
    (["run", "preview", "--workers", "-2"], "workers must be a whole number from 1 to 64; got -2"),
    (["run", "preview", "--workers", "two"], "workers must be a whole number from 1 to 64"),
    (["run", "preview", "--workers", "1.5"], "workers must be a whole number from 1 to 64"),
    (["run", "preview", "--workers"], "workers must be a whole number from 1 to 64"),
    (["run", "preview", "--backend", "cuda"], "backend must be one of auto, native, simd-relaxed"),
    (["run", "preview", "--backend"], "backend must be one of auto, native, simd-relaxed"),
    (["run", "lottery", "--sparsities", ".5,.4"], "and more than the one before; got [0.5, 0.4]"),
    (["run", "lottery", "--sparsities", "0,,1"], "sparsities must be a list of 1 to 200 items"),
    (
        ["run", "lottery", "--sparsities", "0,2"],
        "and more than the one before; got 2.",
    ),
    (["run", "lottery", "--model", "transformer"], "model must be one of mlp, cnn, linear"),
    (["run", "benchmark", "--models", "mlp,mlp"], "models must be some of linear, mlp, cnn, gru"),
    (["data", "--num-samples", "10", "--train-split", ".05"], "train_split must leave at least"),
    (["run", "lotery"], "experiment must be one of "),
    (["run"], "experiment"),
    (["lottery"], "invalid choice: 'lottery'"),
    (["list", "more"], "experiment must be one of "),
    (["list", "lottery", "more"], "unrecognized arguments: more"),
    (["run", "dataset", "--analysis", "tsne", "--out", "d.npz"], "out must end in .json with"),
    (["data", "--from"], "from must be a record's file"),
    (["--bogus"], "mnist1d-lab"),
    (["run", "preview", "--out", "run.txt"], "out must end in .json, .csv, .npz; got 'run.txt'."),
    (["run", "preview", "--out", "run"], "out must end in .json, .csv, .npz"),
    (["run", "preview", "--out", ""], "out must end in .json, .csv, .npz"),
    (["run", "preview", "--out", "a\0.json"], "out must be a file that can be written"),
    (["run", "--resume", "nowhere"], "nowhere keeps no run"),
    (["run", "--resume"], "keeps no run"),
    (["run", "--resume", "nowhere", "--seed", "1"], "--seed is not understood: a run goes on as"),
    (["run", "lottery", "--resume", "nowhere"], "nowhere keeps no run"),
    (["data", "--resume", "nowhere"], "resume is not a parameter of dataset"),
    (["run", "preview", "--out"], "out must end in .json, .csv, .npz"),
]


@pytest.mark.parametrize(("arguments", "sentence"), MISTAKES, ids=lambda v: " ".join(v)[:40])
def test_a_mistake_gets_one_sentence_and_status_2(
    arguments: list[str],
    sentence: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(running, "run", lambda *_, **__: pytest.fail("something ran"))
    said = Outcome(capsys, *arguments)
    assert (said.status, said.out) == (2, "")
    assert sentence in said.err
    assert said.err.startswith("mnist1d-lab: ")
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("place", ["missing/run.json", "folder.json", "file.txt/run.npz"])
def test_a_path_that_cannot_be_written_is_found_before_the_run(
    place: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "file.txt").touch()
    monkeypatch.setattr(running, "run", lambda *_, **__: pytest.fail("the run began"))
    said = Outcome(capsys, "run", "lottery", "--out", str(tmp_path / place))
    assert said.status == 2
    assert "out must be a file that can be written" in said.err
    assert place in said.err


def test_looking_whether_a_path_can_be_written_leaves_no_trace(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object, **__: object) -> None:
        raise ParamError("seed", "no.")

    monkeypatch.setattr(running, "run", failing)
    (tmp_path / "old.json").write_text("kept")
    for name in ("old.json", "new.json"):
        assert Outcome(capsys, "run", "preview", "--out", str(tmp_path / name)).status == 2
    assert [p.name for p in tmp_path.iterdir()] == ["old.json"]
    assert (tmp_path / "old.json").read_text() == "kept"


def test_a_run_in_a_directory_goes_on_as_it_was_asked_or_not_at_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept, out = str(tmp_path / "kept"), tmp_path / "run.json"
    assert Outcome(capsys, "run", "lottery", *SMALL, "--keep", kept, "--out", str(out)).status == 0
    first = json.loads(out.read_text())["rows"]
    again = Outcome(capsys, "run", "lottery", "--resume", kept, *SMALL, "--out", str(out))
    assert (again.status, json.loads(out.read_text())["rows"]) == (0, first)
    for given, sentence in [
        (["lottery", "--hidden", "9"], "keeps a run whose hidden is 8"),
        (["controls"], "keeps a run of lottery, not of controls"),
    ]:
        said = Outcome(capsys, "run", *given, "--resume", kept)
        assert said.status == 2
        assert sentence in said.err


def test_control_c_leaves_without_a_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "run", interrupted)
    said = Outcome(capsys, "run", "preview")
    assert (said.status, said.err) == (130, "mnist1d-lab: stopped.\n")


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_help_explains_every_parameter(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = Outcome(capsys, "run", name, "--help")
    assert said.status == 0
    text = " ".join(said.out.split())
    for param in (WORKERS, BACKEND, *EXPERIMENTS[name].params):
        assert f"--{param.name.replace('_', '-')}" in text
        assert " ".join(param.help.split())[:30] in text.replace("- ", "-")


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert Outcome(capsys, "--version").out.strip() == __version__
    for arguments in ([], ["--help"], ["run", "--help"]):
        said = Outcome(capsys, *arguments)
        assert said.status == 0
        assert "usage: mnist1d-lab" in said.out
