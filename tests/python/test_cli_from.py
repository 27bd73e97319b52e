"""``run EXPERIMENT --from FILE``: a kept ticket, or any record, run again from a shell."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import mnist1d_lab
import numpy as np
import pytest
from mnist1d_lab import Record, cli

from tests.python.experiments.test_ticket import TINY, flat, last

CUSTOM = {"criterion": "custom", "criterion_code": "def score(i, t, g):\n    return abs(t)\n"}


@pytest.fixture(scope="module")
def found() -> Record:
    return mnist1d_lab.run("ticket", **TINY)


@pytest.fixture(scope="module", params=["json", "npz"])
def file(
    request: pytest.FixtureRequest, found: Record, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    path = tmp_path_factory.mktemp("tickets") / f"ticket.{request.param}"
    found.save(path)
    return path


def run(*arguments: str, out: Path) -> tuple[int, Record | None]:
    status = cli.main(["run", *arguments, "--out", str(out)])
    return status, mnist1d_lab.load_record(out) if status == 0 else None


def altered(record: Record, path: Path, **params: Any) -> Path:
    plain = record.to_dict()
    plain["params"] |= params
    path.write_text(json.dumps(plain))
    return path


def test_a_kept_ticket_is_trained_again_and_told_to_be_the_very_same(
    file: Path, found: Record, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, again = run("ticket", "--from", str(file), out=tmp_path / "again.json")
    said = capsys.readouterr().err
    assert status == 0
    assert again is not None
    assert again.result_hash == found.result_hash
    assert f"{file}: The same to the bit" in said
    assert f"{last(found)['initial_hash']}: the very same ticket." in said


def test_it_is_the_files_ticket_that_other_data_get(
    file: Path, found: Record, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the recipe alone, a search on the other data would find another one."""
    given = ["--data-seed", "7", "--beside", "lottery,dense"]
    status, elsewhere = run("ticket", "--from", str(file), *given, out=tmp_path / "else.json")
    assert status == 0
    assert elsewhere is not None
    np.testing.assert_array_equal(flat(elsewhere, "mask"), flat(found, "mask"))
    assert last(elsewhere)["initial_hash"] == last(found)["initial_hash"]
    assert last(elsewhere)["test_acc"] != last(found)["test_acc"]
    assert {row["arm"] for row in elsewhere.rows} == {"lottery", "dense"}
    said = capsys.readouterr().err
    assert "are not those of" in said
    assert "the very same ticket" in said
    searched = mnist1d_lab.run("ticket", data_seed=7, **TINY)
    assert (flat(searched, "mask") != flat(found, "mask")).any()


def test_other_initial_weights_are_another_ticket(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("ticket", "--from", str(file), "--seed", "5", out=tmp_path / "o.json")[0] == 0
    assert f"another ticket ({file} has " in capsys.readouterr().err


def test_any_experiments_record_is_run_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = mnist1d_lab.run("lottery", trials=1, **TINY)
    record.save(tmp_path / "search.json")
    status, again = run("lottery", "--from", str(tmp_path / "search.json"), out=tmp_path / "a.npz")
    assert status == 0
    assert again is not None
    assert again.result_hash == record.result_hash
    assert capsys.readouterr().err.count("initial weights") == 1


def test_code_in_a_file_does_not_run_unasked(
    found: Record, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither by a file that needs it nor by one that only carries it beside its mask."""
    ran = tmp_path / "ran"
    code = f"def score(i, t, g):\n    open({str(ran)!r}, 'w').close()\n    return abs(t)\n"
    search = mnist1d_lab.run("lottery", trials=1, **TINY)
    file = altered(search, tmp_path / "search.json", criterion="custom", criterion_code=code)
    assert run("lottery", "--from", str(file), out=tmp_path / "out.json")[0] == 2
    assert "is not run unasked" in capsys.readouterr().err
    bare = Record.from_json(found.to_json())
    bare.arrays.clear()
    file = altered(bare, tmp_path / "bare.json", criterion="custom", criterion_code=code)
    assert run("ticket", "--from", str(file), out=tmp_path / "out.json")[0] == 2
    file = altered(found, tmp_path / "ticket.json", criterion="custom", criterion_code=code)
    status, again = run("ticket", "--from", str(file), out=tmp_path / "out.json")
    assert status == 0
    assert again is not None
    assert last(again)["test_acc"] == last(found)["test_acc"]
    assert not ran.exists()
    given = ["--criterion-code", code, "--criterion", "custom", "--mask="]
    assert run("ticket", "--from", str(file), *given, out=tmp_path / "out.json")[0] == 0
    assert ran.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "No such file"),
        (b"{}", "This is not a run's record"),
        (b"PK nothing", "from must be a record's file"),
        ({"experiment": "lottery"}, "is a record of lottery: give it to mnist1d-lab run lottery."),
        (b"[" * 100_000, "it is too deeply nested."),
        (b"PK\3\4 nothing", "it is damaged."),
        ({"params": None}, "its params cannot be read."),
        ({"rows": "x"}, "its rows cannot be read."),
        ({"params": {"sparsities": 3}}, "sparsities must be a list"),
        ({"params": {"hiden": 3}}, "hiden is not a parameter of ticket"),
    ],
)
def test_what_is_no_ticket_gets_one_sentence(
    content: Any,
    sentence: str,
    found: Record,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "file"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content:
        path.write_text(json.dumps({**found.to_dict(), **content}))
    assert run("ticket", "--from", str(path), out=tmp_path / "out.json")[0] == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1


def test_a_preset_beside_a_record_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = mnist1d_lab.run("lottery", trials=1, **TINY)
    record.save(tmp_path / "run.json")
    given = ["lottery", "--from", str(tmp_path / "run.json"), "--preset", "quick"]
    assert run(*given, out=tmp_path / "out.json")[0] == 2
    assert "preset does not go with --from" in capsys.readouterr().err
