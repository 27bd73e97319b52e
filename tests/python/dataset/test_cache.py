"""get_dataset: the pickle at `path`, as the reference package keeps it."""

from __future__ import annotations

import sys
from pathlib import Path

import mnist1d.utils as reference_utils
import numpy as np
import pytest
from mnist1d_lab import data, utils


def small(**changes: object) -> utils.ObjectView:
    return utils.ObjectView({**data.get_dataset_args(as_dict=True), "num_samples": 50, **changes})


def test_makes_and_saves_then_reads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "set.pkl"
    made = data.get_dataset(small(), path=path)
    assert "Generated" in capsys.readouterr().out
    np.testing.assert_array_equal(reference_utils.from_pickle(path)["x"], made["x"])
    read = data.get_dataset(small(seed=1), path=path)  # a cache: the file wins, as documented
    assert "Read" in capsys.readouterr().out
    np.testing.assert_array_equal(read["x"], made["x"])
    again = data.get_dataset(small(seed=1), path=path, download=False, regenerate=True)
    assert not np.array_equal(again["x"], made["x"])
    np.testing.assert_array_equal(reference_utils.from_pickle(path)["x"], again["x"])


def test_reads_the_references_pickle(tmp_path: Path) -> None:
    path = tmp_path / "theirs.pkl"
    made = data.make_arrays({"num_samples": 20})
    reference_utils.to_pickle(made, path)
    read = data.get_dataset(small(), path=path, verbose=False)
    np.testing.assert_array_equal(read["x"], made["x"])


def test_published_by_default_without_a_network(tmp_path: Path) -> None:
    made = data.get_dataset(data.get_dataset_args(), path=tmp_path / "p.pkl", verbose=False)
    assert data.is_published(made)


def test_shuffled_sets_have_their_own_default_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    plain = data.get_dataset(small(), verbose=False)
    shuffled = data.get_dataset(small(shuffle_seq=True), verbose=False)
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "mnist1d_data.pkl",
        "mnist1d_data_shuffle.pkl",
    ]
    assert not np.array_equal(plain["x"], shuffled["x"])


def test_an_unreadable_file_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "thesis.txt"
    path.write_text("not to be lost")
    with pytest.warns(UserWarning, match="stays as it is"):
        made = data.get_dataset(small(), path=path, verbose=False)
    assert made["x"].shape == (40, 40)
    assert path.read_text() == "not to be lost"


def test_what_was_saved_on_a_page_is_read_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "emscripten")
    made = data.get_dataset(small(), path=tmp_path / "set.pkl", verbose=False)
    read = data.get_dataset(small(seed=1), path=tmp_path / "set.pkl", verbose=False)
    np.testing.assert_array_equal(read["x"], made["x"])


def test_download_and_regenerate_exclude_each_other() -> None:
    with pytest.raises(AssertionError, match="exclude"):
        data.get_dataset(small(), regenerate=True)


def test_own_templates_are_passed_on(tmp_path: Path) -> None:
    own = data.make_templates(np.random.RandomState(0).standard_normal((3, 12)))
    made = data.get_dataset(small(), path=tmp_path / "own.pkl", verbose=False, template=own)
    assert set(made["y"]) == {0, 1, 2}
