"""Records: JSON, CSV and NPZ give back what was put in."""

from __future__ import annotations

import csv
import io
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from mnist1d_lab.records import Record, decode_array, encode_array

ARRAYS: dict[str, np.ndarray[Any, Any]] = {
    "mask/lottery/trial0/level1/W1": np.array([[0, 1], [1, 0]], np.uint8),
    "weights": np.array([1.5, -0.0, 3e-45], np.float32),
    "x": np.array([[math.pi, 5e-324]]),
    "labels": np.arange(4),
    "order": np.arange(3, dtype=np.int32),
    "kept": np.array([True, False]),
    "empty": np.zeros((0, 3), np.float32),
    "scalar": np.array(2.5),
    "names": np.array(["mlp", "é"]),
    "nan": np.array([np.nan, np.inf]),
    "columns first": np.asfortranarray(np.arange(6.0).reshape(2, 3)),
    "every other": np.arange(10)[::2],
    "other byte order": np.arange(3, dtype=">i4"),
}


def make_record(**changes: Any) -> Record:
    fields: dict[str, Any] = {
        "experiment": "lottery",
        "params": {"sparsities": [0.0, 0.9], "model": "mlp", "shuffle_seq": False},
        "seed": 3,
        "version": "0",
        "backend": "numpy",
        "elapsed_s": 1.25,
        "rows": [
            {"arm": "dense", "step": 1, "test_loss": 0.1, "final": False},
            {"arm": "lottery", "step": 2, "test_loss": None, "final": True, "extra": 'a,"b"\nc'},
        ],
        "arrays": ARRAYS,
        "notices": ["The loss stopped being a number."],
    }
    return Record(**{**fields, **changes})


def assert_same_array(a: np.ndarray[Any, Any], b: np.ndarray[Any, Any]) -> None:
    assert a.shape == b.shape
    assert a.dtype.newbyteorder("=") == b.dtype.newbyteorder("=")
    assert a.tobytes() == b.astype(a.dtype).tobytes()


def assert_same(a: Record, b: Record) -> None:
    assert a.head() == b.head()
    assert a.rows == b.rows
    assert a.arrays.keys() == b.arrays.keys()
    for name, array in b.arrays.items():
        assert_same_array(a.arrays[name], array)


def test_json_round_trip() -> None:
    record = make_record()
    assert_same(Record.from_json(record.to_json()), record)


def test_npz_round_trip(tmp_path: Path) -> None:
    record = make_record()
    record.to_npz(tmp_path / "run.npz")
    assert_same(Record.from_npz(tmp_path / "run.npz"), record)
    with np.load(tmp_path / "run.npz") as plain:
        assert_same_array(plain["x"], ARRAYS["x"])


@given(
    hnp.arrays(
        st.one_of(hnp.boolean_dtypes(), hnp.integer_dtypes(), hnp.floating_dtypes()),
        hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4),
    )
)
def test_any_array_survives_json(array: np.ndarray[Any, Any]) -> None:
    encoded = json.loads(json.dumps(encode_array(array), allow_nan=False))
    assert_same_array(decode_array(encoded), array)


def test_json_has_the_shape_that_the_page_reads() -> None:
    plain = json.loads(make_record().to_json())
    assert {
        "experiment", "params", "seed", "version", "backend", "elapsed_s", "rows", "arrays",
        "notices",
    } <= plain.keys()  # fmt: skip
    mask = plain["arrays"]["mask/lottery/trial0/level1/W1"]
    assert mask == {"shape": [2, 2], "dtype": "uint8", "data": "AAEBAA=="}


def test_decoded_arrays_can_be_written_to() -> None:
    decode_array(encode_array(np.zeros(3)))[0] = 1


def test_objects_are_refused_rather_than_stored_as_addresses() -> None:
    with pytest.raises(TypeError, match="Python objects"):
        encode_array(np.array([object()]))


def test_json_never_holds_nan() -> None:
    for rows in ([{"loss": math.nan}], [{"loss": math.inf}]):
        with pytest.raises(ValueError, match="JSON"):
            make_record(rows=rows).to_json()


def test_csv_has_every_column_and_gives_back_every_cell() -> None:
    record = make_record()
    read = list(csv.DictReader(io.StringIO(record.to_csv())))
    assert list(read[0]) == ["arm", "step", "test_loss", "final", "extra"]
    for row, original in zip(read, record.rows, strict=True):
        expected = {c: "" if original.get(c) is None else str(original[c]) for c in row}
        assert row == expected


def test_a_record_without_rows_or_arrays(tmp_path: Path) -> None:
    empty = make_record(rows=[], arrays={}, notices=[])
    assert empty.to_csv() == ""
    assert_same(Record.from_json(empty.to_json()), empty)
    empty.to_npz(tmp_path / "empty.npz")
    assert_same(Record.from_npz(tmp_path / "empty.npz"), empty)


@pytest.mark.parametrize("name", ["run.npz", "run.NPZ", "run", "run.data"])
def test_npz_goes_exactly_where_it_was_told(tmp_path: Path, name: str) -> None:
    make_record().to_npz(tmp_path / name)
    make_record().to_npz(str(tmp_path / name))
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert_same(Record.from_npz(tmp_path / name), make_record())


@pytest.mark.parametrize("text", ["{}", "[]", "null", "3", '{"rows": [], "arrays": {}}'])
def test_json_of_something_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a run's record"):
        Record.from_json(text)


def test_npz_of_something_else_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "other.npz", x=np.zeros(3))
    with pytest.raises(ValueError, match="not a run's record"):
        Record.from_npz(tmp_path / "other.npz")
