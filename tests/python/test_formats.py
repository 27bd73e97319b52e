"""Downloads read back as the same set; bad files are refused with line and reason."""

from __future__ import annotations

import io
import pickle
import sys
from pathlib import Path
from typing import Any

import mnist1d.utils as reference_utils
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mnist1d_lab import data, data_file, formats
from mnist1d_lab.data_file import DataFileError
from mnist1d_lab.settings import plain_args
from mnist1d_lab.utils import PickleRefusedError, PickleWarning
from mnist1d_lab.version import __version__

WRITERS = {"npz": formats.to_npz, "csv": formats.to_csv, "pkl": formats.to_pickled}
SMALL = {"num_samples": 60, "final_seq_length": 13, "seed": 9}

pytestmark = pytest.mark.filterwarnings("ignore::mnist1d_lab.utils.PickleWarning")


def assert_identical(ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    ours_flat, theirs_flat = formats.flat(ours), formats.flat(theirs)
    assert ours_flat.keys() == theirs_flat.keys()
    for key, values in theirs_flat.items():
        np.testing.assert_array_equal(ours_flat[key], values, err_msg=key)
        assert ours_flat[key].dtype == values.dtype, key


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("own", [False, True])
def test_round_trip_is_exact(kind: str, own: bool) -> None:
    templates = data.make_templates([[0, 1, 2, 3, 0], [3, 1, 1, 0, 3]], [8, 3]) if own else None
    made = data.make_arrays(SMALL, templates=templates)
    loaded = formats.read(WRITERS[kind](made, SMALL), f"set.{kind}")
    assert_identical(loaded.dataset, made)
    assert loaded.args == {**plain_args(SMALL), "version": __version__}
    assert loaded.notes == ()
    assert_identical(data.make_arrays(loaded.args, templates=templates), made)


@pytest.mark.parametrize("kind", WRITERS)
def test_published_set_survives(kind: str) -> None:
    content = WRITERS[kind](data.make_arrays(), None)
    assert data.is_published(formats.read(content, f"SET.{kind.upper()}").dataset)


@settings(max_examples=40, deadline=None)
@given(values=st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=40, max_size=40))
def test_csv_keeps_every_number(values: list[float]) -> None:
    x = np.reshape(values, (5, 8))
    made = {"x": x[:4], "x_test": x[4:], "y": np.arange(4), "y_test": np.array([9]), "t": x[0]}
    assert_identical(formats.read(formats.to_csv(made, None), "a.csv").dataset, made)


def test_the_references_users_can_read_our_pickle(tmp_path: Path) -> None:
    made = data.make_arrays(SMALL)
    (tmp_path / "set.pkl").write_bytes(formats.to_pickled(made, SMALL))
    theirs = reference_utils.from_pickle(tmp_path / "set.pkl")
    assert_identical(theirs, made)
    assert theirs["args"]["seed"] == 9


def test_the_references_pickle_is_read_with_a_warning(tmp_path: Path) -> None:
    made = data.make_arrays(SMALL)
    reference_utils.to_pickle(made, tmp_path / "set.pkl")
    with pytest.warns(PickleWarning):
        loaded = formats.read((tmp_path / "set.pkl").read_bytes(), "set.pkl")
    assert_identical(loaded.dataset, made)
    assert loaded.args is None


def test_a_pickle_of_older_numpy_is_read() -> None:
    content = formats.to_pickled(data.make_arrays(SMALL), SMALL)
    older = content.replace(b"cnumpy._core.multiarray\n", b"cnumpy.core.multiarray\n")
    assert older != content
    assert_identical(formats.read(older, "set.pkl").dataset, data.make_arrays(SMALL))


def test_a_page_refuses_a_pickle(monkeypatch: pytest.MonkeyPatch) -> None:
    content = formats.to_pickled(data.make_arrays(SMALL), SMALL)
    monkeypatch.setattr(sys, "platform", "emscripten")
    with pytest.raises(PickleRefusedError, match=r"set\.pkl is a pickle"):
        formats.read(content, "set.pkl")


class Malice:
    """Unpickling it would create a file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.path,)


def test_a_pickle_that_would_run_code_is_refused(tmp_path: Path) -> None:
    content = pickle.dumps({"x": Malice(tmp_path / "harm")}, protocol=3)
    with pytest.raises(DataFileError, match="no part of a data set"):
        formats.read(content, "set.pkl")
    assert not (tmp_path / "harm").exists()


def test_csv_from_elsewhere_needs_only_labels_and_values() -> None:
    rows = [f"{i % 3};{i}; 1;2;3;4;5;6;{-i}" for i in range(10)]
    loaded = formats.read("\n".join(rows).encode(), "mine.csv")
    assert loaded.dataset["x"].shape == (8, 8)
    assert loaded.dataset["x_test"].shape == (2, 8)
    assert loaded.dataset["t"].shape == (8,)
    assert loaded.args is None
    assert "seed 42" in loaded.notes[0]
    together = np.concatenate([loaded.dataset["x"], loaded.dataset["x_test"]])
    labels = np.concatenate([loaded.dataset["y"], loaded.dataset["y_test"]])
    np.testing.assert_array_equal(together[:, 0] % 3, labels)
    assert sorted(together[:, 0]) == list(range(10))


HEADER = "split,label," + ",".join(f"x{i}" for i in range(8))
ROW = ",1,2,3,4,5,6,7,8"
BAD_CSV = {
    "": "it holds no samples",
    "# only a comment": "it holds no samples",
    f"{HEADER}\ntrain,1{ROW}\ntrain,1,2\n": "line 3 has 3 values; others 10",
    f"{HEADER}\ntrain,1{ROW}\nfit,1{ROW}": "line 3: the split is 'fit'",
    f"{HEADER}\n\ntrain,1,1,2,three,4,5,6,7,8": "line 3: 'three' is not a finite number",
    f"1{ROW}\n2,1,2,nan,4,5,6,7,8": "line 2: 'nan' is not a finite number",
    f"{HEADER}\ntrain,12{ROW}\ntest,1{ROW}": "y must be whole numbers from 0 to 9",
    f"{HEADER}\ntrain,1.5{ROW}\ntest,1{ROW}": "y must be whole numbers from 0 to 9",
    f"{HEADER}\ntrain,1{ROW}": "at least one training and one test sample",
    f"class,{HEADER[12:]}\n1{ROW}": "line 1: the header must begin with label",
    "1,2,3\n2,3,4": "The limits: Files of up to 100 MB, up to 20000 samples of 8 to 200 numbers",
    f"# args: {{oops\n{HEADER}\ntrain,1{ROW}": "line 1: the settings are not readable JSON",
    f"# args: [1]\n{HEADER}\ntrain,1{ROW}": "line 1: the settings are not a table",
    f"# t: 1,2\n{HEADER}\ntrain,1{ROW}\ntest,1{ROW}": r"t has shape \(2,\)",
    f"# templates_x 0: 1,2\n{HEADER}\ntrain,1{ROW}\ntest,1{ROW}": "templates",
    f"# templates_x 0: 1,2\n# templates_x 1: 1\n# templates_y: 0,1\n# templates_t: 0,1\n"
    f"{HEADER}\ntrain,1{ROW}\ntest,1{ROW}": "templates",
}


@pytest.mark.parametrize("text", BAD_CSV, ids=BAD_CSV.values())
def test_bad_csv_is_refused_with_line_and_reason(text: str) -> None:
    with pytest.raises(DataFileError, match=BAD_CSV[text]) as refusal:
        formats.read(text.encode(), "mine.csv")
    assert str(refusal.value).startswith("mine.csv: ")


def npz(**arrays: Any) -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


X, Y = np.ones((10, 8)), np.zeros(10, dtype=int)
BAD_NPZ = {
    "not a readable NPZ": b"PK\x03\x04 no",
    "not a readable NPZ file .*allow_pickle": npz(x=np.array([{}]), y=Y),
    "it has no x": npz(y=Y),
    "it has no y;": npz(x=X),
    "it has no y_test": npz(x=X, y=Y, x_test=X),
    "one label for each of 10": npz(x=X, y=Y[:3]),
    "x must be a table of numbers": npz(x=Y, y=Y),
    "x is not a finite number in row 4": npz(x=np.where(np.arange(10) == 3, np.inf, X.T).T, y=Y),
    "differ in length": npz(x=X, y=Y, x_test=X[:, :5], y_test=Y),
    "settings are not readable JSON": npz(x=X, y=Y, args="{"),
    "settings are not a table": npz(x=X, y=Y, args="3"),
    "templates": npz(x=X, y=Y, templates_x=X),
    r"The limits: .* 20000 samples": npz(x=np.ones((20_001, 8)), y=np.zeros(20_001)),
}


@pytest.mark.parametrize("reason", BAD_NPZ)
def test_bad_npz_is_refused(reason: str) -> None:
    with pytest.raises(DataFileError, match=reason):
        formats.read(BAD_NPZ[reason], "mine.npz")


def test_truncated_files_are_refused() -> None:
    made = data.make_arrays(SMALL)
    for kind in ("npz", "pkl"):
        content = WRITERS[kind](made, SMALL)
        with pytest.raises(DataFileError, match="not a readable"):
            formats.read(content[: len(content) // 2], f"set.{kind}")


def test_limits_are_stated_and_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = npz(x=X, y=Y)
    packed = formats.to_npz(data.make_arrays(SMALL), SMALL)
    monkeypatch.setattr(data_file, "MAX_BYTES", len(packed))
    with pytest.raises(DataFileError, match="are read"):
        formats.read(packed, "unpacks-to-more.npz")
    monkeypatch.setattr(data_file, "MAX_BYTES", 100)
    with pytest.raises(DataFileError, match="are read"):
        formats.read(bomb, "large.npz")


def test_unknown_kinds_are_refused() -> None:
    with pytest.raises(DataFileError, match=r"set\.xlsx: only files ending in npz, csv"):
        formats.read(b"", "set.xlsx")
