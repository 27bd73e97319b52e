"""Records: JSON, CSV and NPZ give back what was put in."""

from __future__ import annotations

import copy
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
from mnist1d_lab.records import Record, decode_array, encode_array, load_record

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
    assert list(read[0]) == ["arm", "step", "test_loss", "final", "data", "extra"]
    for row, original in zip(read, record.table(), strict=True):
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


def test_two_records_are_equal_when_everything_in_them_is() -> None:
    record = make_record()
    assert record == copy.deepcopy(record) == Record.from_json(record.to_json())
    assert record != make_record(elapsed_s=2.0)
    other = {**ARRAYS, "weights": ARRAYS["weights"] + np.float32(1e-7)}
    assert record != make_record(arrays=other)
    assert record != "a record"


def test_what_was_found_has_one_number_whatever_it_took_and_wherever_it_has_been() -> None:
    rows: list[dict[str, Any]] = [{"acc": 61.0, "lost": -0.0, "step": 3, "ms_per_step": 0.2}]
    record = make_record(rows=rows)
    by_javascript = json.loads(record.to_json())
    by_javascript["rows"] = [{"acc": 61, "lost": 0, "step": 3, "ms_per_step": 0.4}]
    by_javascript["elapsed_s"] = 9
    assert Record.from_json(json.dumps(by_javascript)).result_hash == record.result_hash
    for change in ({"acc": math.nextafter(61, 62)}, {"acc": None}, {"more": 1}):
        assert make_record(rows=[{**rows[0], **change}]).result_hash != record.result_hash
    assert make_record(rows=rows, arrays={}).result_hash != record.result_hash
    assert json.loads(record.to_json())["result_hash"] == record.result_hash


@pytest.mark.parametrize(
    ("params", "note"),
    [
        ({"data_seed": 42, "iid_noise_scale": 0.02}, "published"),
        ({"data_seed": 7, "padding": [36, 60]}, "data_seed=7"),
        ({"padding": [0, 5], "hidden": 3, "max_translation": 0}, "max_translation=0, padding=0-5"),
        ({"seed": 7, "num_samples": 500}, "num_samples=500, data_seed=7"),
        ({"templates": "1 2 3", "data_seed": 42}, "templates=own"),
        ({"hidden": 3}, None),
    ],
)
def test_rows_say_what_they_were_measured_on(params: dict[str, Any], note: str | None) -> None:
    record = make_record(params=params)
    assert record.data == note
    assert {row.get("data") for row in record.table()} == {note}
    assert note is None or note in repr(record)
    assert "data" not in record.rows[0]


def test_a_run_by_ones_own_code_is_marked_wherever_it_is_shown() -> None:
    """What a row says of itself does not take the mark off: the code may have written it."""
    params = {"criterion": "custom", "criterion_code": "def score(): ...", "seed": 3}
    own = Record("lottery", params, 3, "1", "numpy", 1.0, [{"step": 1, "own_code": ""}])
    assert "with own code (criterion)" in repr(own)
    assert "with own code (criterion)" in own._repr_html_()
    assert json.loads(own.to_json())["own_code"] == "criterion"
    assert Record.from_json(own.to_json()).own_code == "criterion"
    assert [row["own_code"] for row in own.table()] == ["criterion"]
    plain = Record("lottery", {"criterion": "final"}, 3, "1", "numpy", 1.0, [{"step": 1}])
    assert plain.own_code is None
    assert "own_code" not in json.loads(plain.to_json())
    assert "own_code" not in plain.table()[0]


def test_a_record_is_short_to_look_at() -> None:
    record = make_record(notices=["<b>diverged</b>"], summary=[{"arm": "<i>", "mean": 61.23456}])
    assert len(repr(record)) < 200
    shown = record._repr_html_()
    assert "&lt;b&gt;diverged" in shown
    assert "<td>&lt;i&gt;</td><td>61.23</td>" in shown


@pytest.mark.parametrize("ending", ["json", "npz", "JSON"])
def test_save_and_load_by_path_file_bytes_and_text(ending: str, tmp_path: Path) -> None:
    path, record = tmp_path / f"run.{ending}", make_record()
    record.save(path)
    sources: list[Any] = [path, str(path), path.read_bytes(), io.BytesIO(path.read_bytes())]
    read = Record.from_npz if ending == "npz" else Record.from_json
    if ending != "npz":
        sources += [path.read_text(), io.StringIO(path.read_text())]
    for source in sources:
        for reader in (load_record, read):
            if hasattr(source, "seek"):
                source.seek(0)
            assert_same(reader(source), record)
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_save_writes_the_table_as_csv_and_nothing_that_it_does_not_know(tmp_path: Path) -> None:
    make_record().save(tmp_path / "run.csv")
    assert (tmp_path / "run.csv").read_text() == make_record().to_csv()
    with pytest.raises(ValueError, match=r"path must end in \.json"):
        make_record().save(tmp_path / "run.txt")


def test_a_file_that_is_not_there_is_said_to_be_missing() -> None:
    for read in (load_record, Record.from_json, Record.from_npz):
        with pytest.raises(FileNotFoundError):
            read("nowhere.json")


def test_a_record_of_an_earlier_version_is_read() -> None:
    plain = json.loads(make_record().to_json())
    for name in ("made", "figure", "data", "result_hash"):
        del plain[name]
    assert_same(Record.from_json(json.dumps(plain)), make_record())


def test_pandas_gets_the_same_table() -> None:
    frame = make_record(summary=[{"arm": "dense", "mean": 60.0}]).to_pandas()
    assert list(frame.columns) == ["arm", "step", "test_loss", "final", "data", "extra"]
    assert frame["test_loss"].isna().tolist() == [False, True]
    assert make_record(summary=[{"mean": 60.0}]).to_pandas("summary")["mean"].tolist() == [60]
    with pytest.raises(ValueError, match="rows or summary"):
        make_record().to_pandas("arrays")


def test_a_plot_has_a_line_for_each_series_with_means_and_bands() -> None:
    import matplotlib as mpl

    mpl.use("agg")
    axis = {"x": {"column": "s", "label": "Removed"}, "y": {"column": "acc", "label": "Accuracy"}}
    rows = [
        {"arm": arm, "s": s, "acc": acc + trial, "final": True}
        for arm, acc in (("dense", 50.0), ("lottery", 60.0))
        for s in (0.9, 0.1)
        for trial in (0, 2)
    ]
    rows += [{"arm": "dense", "s": 0.1, "acc": 0.0, "final": False}, {"arm": "dense", "s": 0.2}]
    record = make_record(rows=rows, figure={**axis, "series": ["arm"], "final": True})
    ax = record.plot()
    drawn = {line.get_label(): line.get_xydata().tolist() for line in ax.get_lines()}
    assert drawn == {
        "dense": [[0.1, 51.0], [0.9, 51.0]],
        "lottery": [[0.1, 61.0], [0.9, 61.0]],
    }
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("Removed", "Accuracy")
    assert "published" not in ax.get_title() or record.data == "published"
    with pytest.raises(ValueError, match="give figure="):
        make_record().plot()
