"""``run --from FILE``: a record's run again, and a status that says whether it found the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mnist1d_lab
import pytest
from mnist1d_lab import Record, cli

RECORD = mnist1d_lab.run(
    "lottery", trials=2, sparsities=[0.0, 0.6], num_samples=400, hidden=16, steps=60, eval_every=30
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "run.json"
    RECORD.save(path)
    return path


def repeat(*arguments: str) -> int:
    return cli.main(["run", *arguments])


def test_the_same_bits_have_status_0(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "again.npz"
    assert repeat("--out", str(out), f"--from={file}", "--workers", "2") == 0
    said = capsys.readouterr().err
    assert f"{file}: The same to the bit: the hash is {RECORD.result_hash[:10]}." in said
    assert mnist1d_lab.load_record(out).result_hash == RECORD.result_hash


def test_a_file_whose_numbers_were_changed_has_status_1(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = json.loads(file.read_text())
    plain["rows"][-1]["test_acc"] += 1
    file.write_text(json.dumps(plain))
    assert repeat("--from", str(file)) == 1
    said = capsys.readouterr().err
    assert f"{file}: Different: the same backend (native) gave other numbers" in said


def test_another_backend_is_close_and_named(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert repeat("--from", str(file), "--backend", "numpy") == 0
    said = capsys.readouterr().err
    assert "The same within what another backend's rounding does" in said
    assert "backend numpy, before native" in said


def test_what_is_given_besides_makes_another_run_and_no_fault(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert repeat("--from", str(file), "--seed", "7") == 0
    assert "With other parameters the results are not those of" in capsys.readouterr().err
    assert repeat("--from", str(file), "--seed", "0") == 0
    assert "The same to the bit" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (lambda _: None, "No such file"),
        (lambda whole: whole[:100], "from must be a record's file"),
        (lambda _: json.dumps({**RECORD.to_dict(), "experiment": "astrology"}), "experiment must"),
        (lambda _: json.dumps({**RECORD.to_dict(), "rows": 3}), "its rows cannot be read"),
    ],
)
def test_what_cannot_be_done_again_has_status_2_and_one_sentence(
    content: Callable[[str], Any], sentence: str, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = content(file.read_text())
    file.unlink()
    if changed is not None:
        file.write_text(changed)
    assert repeat("--from", str(file)) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1


def test_from_without_a_file_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert repeat("--from") == 2
    assert "from must be a record's file" in capsys.readouterr().err


def test_a_record_from_python_says_the_same(tmp_path: Path) -> None:
    """What has been through a page's JSON, where 1.0 is 1, is the same run."""
    plain = json.loads(RECORD.to_json())
    for row in plain["rows"]:
        row.update({k: int(v) for k, v in row.items() if isinstance(v, float) and v.is_integer()})
    file = tmp_path / "page.json"
    file.write_text(json.dumps(plain))
    assert Record.from_json(file).result_hash == RECORD.result_hash
    assert repeat("--from", str(file)) == 0
