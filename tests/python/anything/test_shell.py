"""Any words on the command line: status 2 and one sentence, or what was asked for.

300 cases. Nothing is run: whatever would be is refused in its place.
"""

from __future__ import annotations

import contextlib
import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mnist1d_lab import ParamError, cli
from mnist1d_lab.cli import running, sweeping
from mnist1d_lab.experiments import EXPERIMENTS

FIRST = st.sampled_from(["run", "data", "list", "sweep", "look", "help", "-x", "--from", ""])
NAMES = st.sampled_from(list(EXPERIMENTS))
FLAGS = st.sampled_from(
    [
        "--seed", "--sparsities", "--out", "--keep", "--resume", "--from", "--preset", "--workers",
        "--backend", "--engine", "--scheduler", "--templates", "--data-file", "--data_reading",
        "--criterion-code", "--padding", "--reading", "--nonsense", "--", "-", "-1",
    ]
)  # fmt: skip
TEXTS = st.sampled_from(
    [
        "3", "-1e-3", "0,0.5", "a.json", "a.npz", "/nowhere/a.csv", ".", "..", "\0.json", "~",
        "x" * 300 + ".json", "x" * 100_000, "1_0", "٣", "nan", "grid.toml", "a\nb", "\ud800",
        "*", "quick", "=", "a=b", "tcp://nowhere:1",
    ]
) | st.text(max_size=12)  # fmt: skip
WORDS = st.lists(FLAGS | TEXTS | NAMES | st.tuples(FLAGS, TEXTS).map("=".join), max_size=5)


def _not_here(*_: Any, **__: Any) -> Any:
    raise ParamError("run", "It would run.")


@pytest.fixture(autouse=True)
def _nothing_runs(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("shell")
    monkeypatch.chdir(folder)
    (folder / "grid.toml").write_text('experiment = "lottery"\n[grid]\nseed = [1, [[2]], "x"]\n')
    (folder / "a.json").write_text("[" * 100_000)
    for module, name in ((running, "run"), (running, "resume"), (sweeping, "sweep")):
        monkeypatch.setattr(module, name, _not_here)


@settings(max_examples=300)
@given(first=FIRST, name=st.none() | NAMES, words=WORDS)
def test_any_words(first: str, name: str | None, words: list[str]) -> None:
    said, told = io.StringIO(), io.StringIO()
    arguments = [first, *([name] if name else []), *words]
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(told):
        try:
            status = cli.main(arguments)
        except SystemExit as done:  # --help
            status = int(done.code or 0)
    lines = told.getvalue().splitlines()
    if status == 0:
        assert said.getvalue()
        return
    assert status == 2
    assert lines[-1].startswith("mnist1d-lab: ")
    assert len(lines[-1]) < 1500
    assert all("keeps what an earlier run" in line for line in lines[:-1])
