"""Files at the edge of what is read: the last that is, the first that is not, and why."""

from __future__ import annotations

import io
import pickle
import zipfile
from typing import Any

import numpy as np
import pandas
import pytest
from mnist1d_lab import data
from mnist1d_lab.dataset import formats
from mnist1d_lab.dataset.files.header import has_header
from mnist1d_lab.dataset.files.labels import classes_of
from mnist1d_lab.dataset.files.limits import DataFileError

SMALL = {"num_samples": 60, "final_seq_length": 13, "seed": 9}
X, Y = np.ones((10, 8)), np.zeros(10, dtype=int)


def npz(**arrays: Any) -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def assert_same(ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    ours, theirs = formats.flat(ours), formats.flat(theirs)
    assert ours.keys() == theirs.keys()
    for key, values in theirs.items():
        np.testing.assert_array_equal(ours[key], values, err_msg=key)


@pytest.mark.parametrize(("row", "column"), [(0, 0), (3, 5)])
def test_a_table_s_infinite_number_is_named_by_its_place(row: int, column: int) -> None:
    table = np.arange(180.0).reshape(20, 9)
    table[row, column] = -np.inf
    buffer = io.BytesIO()
    np.save(buffer, table)
    with pytest.raises(DataFileError, match=f"row {row + 1}, column {column + 1} is not a finite"):
        formats.read(buffer.getvalue(), "set.npy")


@pytest.mark.parametrize("name", ["set.npz", "set.npy", "set.pkl"])
def test_a_file_that_memory_does_not_suffice_for_is_not_called_damaged(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def starved(*_: object, **__: object) -> None:
        raise MemoryError

    buffer = io.BytesIO()
    np.save(buffer, X)
    content = {"npz": npz(x=X, y=Y), "npy": buffer.getvalue(), "pkl": pickle.dumps({"x": X})}
    monkeypatch.setattr(np.lib.format, "read_magic", starved)
    monkeypatch.setattr("mnist1d_lab.dataset.files.pickled._DataOnly.load", starved)
    with pytest.raises(DataFileError, match=f"^{name}: there is not enough memory to read it"):
        formats.read(content[name[4:]], name)


@pytest.mark.parametrize("length", [8, 200])
def test_signals_may_be_as_short_and_as_long_as_is_said(length: int) -> None:
    loaded = formats.read(npz(x=np.ones((10, length)), y=np.arange(10) % 2), "set.npz")
    assert loaded.dataset["x"].shape[1] == length
    for beyond in (length - 1, length + 1):
        if not 8 <= beyond <= 200:
            with pytest.raises(DataFileError, match="8 to 200 numbers"):
                formats.read(npz(x=np.ones((10, beyond)), y=np.arange(10) % 2), "set.npz")


def test_an_archive_may_have_as_many_files_as_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mnist1d_lab.dataset.files.npy._MAX_MEMBERS", 3)
    arrays = {"x": X, "y": Y, "t": X[0]}
    assert formats.read(npz(**arrays), "set.npz").dataset["x"].shape[1] == 8
    with pytest.raises(DataFileError, match="an archive of more than 3 files"):
        formats.read(npz(**arrays, more=Y), "set.npz")


def test_what_is_no_table_in_an_archive_is_left_aside() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("set.csv", formats.to_csv(data.make_arrays(SMALL), None))
        for name in ("picture.png", "README.csv", ".hidden.csv", "notes"):
            archive.writestr(name, "nothing")
    assert_same(formats.read(buffer.getvalue(), "a.zip").dataset, data.make_arrays(SMALL))


def test_numbers_that_name_classes_are_in_the_order_of_their_values() -> None:
    assert classes_of(["1", "0.5", "0", "-1", "b10", "b9"]).names == (
        "-1", "0", "0.5", "1", "b9", "b10",
    )  # fmt: skip


@pytest.mark.parametrize("odd", [[1, 2], "none", None, np.arange(3)], ids=str)
def test_a_pickle_s_templates_may_be_something_else(odd: object) -> None:
    made = data.make_arrays(SMALL)
    content = pickle.dumps({**made, "templates": odd})
    loaded = formats.read(content, "set.pkl", "order=file")
    assert_same(loaded.dataset, {key: made[key] for key in made if key != "templates"})


@pytest.mark.parametrize(
    ("first", "header"),
    [("0,1,2,3", True), ("1,2,3,4", True), ("2,3,4,5", False), ("1,2,4,5", False), ("1,2", False)],
)
def test_a_first_row_that_counts_is_names_of_columns(first: str, header: bool) -> None:
    cells = first.split(",")
    body = [[f"{0.5 * i + j}" for j, _ in enumerate(cells)] for i in range(1, 4)]
    assert has_header([cells, *body], ".") is header


def test_a_word_in_parquet_is_named_by_its_place() -> None:
    frame = pandas.DataFrame({"label": Y, **{f"x{i}": X[:, i] for i in range(8)}})
    frame["x2"] = frame["x2"].astype(str).replace("1.0", "high")
    buffer = io.BytesIO()
    frame.to_parquet(buffer)
    with pytest.raises(DataFileError, match=r"row 1, column 4 \(x2\): 'high' is not a finite"):
        formats.read(buffer.getvalue(), "set.parquet")


def test_a_signal_may_be_a_single_number() -> None:
    assert data.make_arrays({"num_samples": 20, "final_seq_length": 1})["x"].shape == (16, 1)
