"""Downloads read back as the same set; bad files are refused with line and reason."""

from __future__ import annotations

import io
import json
import pickle
import pickletools
import sys
import tracemalloc
import warnings
import zipfile
from pathlib import Path
from typing import Any

import mnist1d.utils as reference_utils
import numpy as np
import pandas
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mnist1d_lab import data
from mnist1d_lab.dataset import formats
from mnist1d_lab.dataset.files import limits
from mnist1d_lab.dataset.files.limits import DataFileError
from mnist1d_lab.dataset.settings import plain_args
from mnist1d_lab.version import __version__

WRITERS = {"npz": formats.to_npz, "csv": formats.to_csv, "pkl": formats.to_pickled}
SMALL = {"num_samples": 60, "final_seq_length": 13, "seed": 9}


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
@given(values=st.lists(st.floats(-1e30, 1e30), min_size=40, max_size=40))
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


def test_the_references_pickle_is_read(tmp_path: Path) -> None:
    made = data.make_arrays(SMALL)
    reference_utils.to_pickle(made, tmp_path / "set.pkl")
    content = (tmp_path / "set.pkl").read_bytes()
    assert_identical(formats.read(content, "set.pkl", "order=file").dataset, made)
    loaded = formats.read(content, "set.pkl")
    assert sorted(map(tuple, loaded.dataset["x"])) == sorted(map(tuple, made["x"]))
    assert "random order (seed 42)" in loaded.notes[0]
    assert loaded.args is None


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_pickle_of_any_protocol_is_read_on_a_page_too(
    protocol: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = data.make_arrays(SMALL)
    made["x"] = np.asfortranarray(made["x"])
    content = pickle.dumps(made, protocol=protocol)
    monkeypatch.setattr(sys, "platform", "emscripten")
    assert_identical(formats.read(content, "set.pkl", "order=file").dataset, made)


@pytest.mark.parametrize("kind", WRITERS)
def test_names_of_classes_come_back(kind: str) -> None:
    made = {**data.make_arrays(SMALL), "class_names": [f"kind {9 - i}" for i in range(10)]}
    loaded = formats.read(WRITERS[kind](made, SMALL), f"set.{kind}").dataset
    assert_identical(loaded, made)


def test_a_set_of_ours_whose_rows_somebody_moved_is_put_in_an_order_of_its_own() -> None:
    made = data.make_arrays(SMALL)
    head, *rows = formats.to_csv(made, SMALL).decode().splitlines(keepends=True)
    moved = formats.read("".join([head, *sorted(rows)]).encode(), "moved.csv")
    assert "random order (seed 42)" in moved.notes[0]
    again = formats.read("".join([head, *sorted(rows, reverse=True)]).encode(), "again.csv")
    np.testing.assert_array_equal(moved.dataset["x"], again.dataset["x"])
    assert not np.array_equal(np.sort(moved.dataset["y"]), moved.dataset["y"])


def test_pandas_and_numpy_read_what_we_write_without_options() -> None:
    made = {**data.make_arrays(SMALL), "class_names": [f"kind {i}" for i in range(10)]}
    frame = pandas.read_csv(io.BytesIO(formats.to_csv(made, SMALL)))
    assert frame.columns.tolist() == ["split", "label", *(f"x{i}" for i in range(13)), "about"]
    train = frame[frame["split"] == "train"]
    np.testing.assert_array_equal(train.filter(regex=r"^x\d+$").to_numpy(), made["x"])
    assert train["label"].tolist() == [f"kind {i}" for i in made["y"]]
    assert json.loads(frame["about"][0])["args"]["seed"] == 9
    assert frame["about"][1:].isna().all()
    with np.load(io.BytesIO(formats.to_npz(made, SMALL))) as archive:
        np.testing.assert_array_equal(archive["x"], made["x"])
        assert archive["class_names"].tolist() == made["class_names"]


def test_our_pickle_names_what_every_numpy_has() -> None:
    """NumPy before 1.26 has no numpy._core; later ones read the older name without a warning."""
    made = data.make_arrays(SMALL)
    content = formats.to_pickled(made, SMALL)
    names = {argument for _, argument, _ in pickletools.genops(content) if argument}
    assert "numpy.core.multiarray _reconstruct" in names
    with warnings.catch_warnings(action="error"):
        assert_identical(pickle.loads(content), made)
    newer = content.replace(b"cnumpy.core.multiarray\n", b"cnumpy._core.multiarray\n", 1)
    assert newer != content
    assert_identical(formats.read(newer, "set.pkl").dataset, made)


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


class ByName:
    """Pickled as a call of any name."""

    def __init__(self, module: str, name: str, *arguments: object) -> None:
        self.call = module, name, arguments

    def pickled(self) -> bytes:
        module, name, arguments = self.call
        called = f"c{module}\n{name}\n".encode()
        packed = pickle.dumps(arguments, protocol=2)[2:-1]
        return b"\x80\x02}X\x01\x00\x00\x00x" + called + packed + b"Rs."


@pytest.mark.parametrize(
    "call",
    [
        ByName("numpy.f2py.diagnose", "dtype"),
        ByName("numpy.testing._private.utils", "scalar"),
        ByName("numpy", "ndarray", (10**9,)),
        ByName("numpy", "zeros", (10**9,)),
        ByName("_codecs", "encode", "x" * 10, "rot13"),
        ByName("numpy", "dtype", "O"),
        ByName("os", "system", "false"),
    ],
    ids=lambda call: ".".join(call.call[:2]),
)
def test_a_pickle_gets_the_references_few_names_and_nothing_for_others(call: ByName) -> None:
    before = set(sys.modules)
    with pytest.raises(DataFileError, match=r"^set\.pkl: "):
        formats.read(call.pickled(), "set.pkl")
    assert set(sys.modules) == before


def test_a_pickle_that_promises_what_it_does_not_hold_takes_no_memory() -> None:
    content = pickle.dumps({"x": np.zeros((3, 7))}, protocol=2)
    bomb = content.replace(b"K\x03K\x07\x86", b"J\x00\x00\x00\x70K\x07\x86")
    assert bomb != content
    with pytest.raises(DataFileError, match="at most 4,020,000 numbers are read"):
        formats.read(bomb, "set.pkl")


def test_csv_from_elsewhere_needs_only_labels_and_values() -> None:
    rows = [f"{i % 3};{i}; 1;2;3;4;5;6;{-i}" for i in range(10)]
    loaded = formats.read("\n".join(rows).encode(), "mine.csv")
    assert loaded.dataset["x"].shape == (8, 8)
    assert loaded.dataset["x_test"].shape == (2, 8)
    assert loaded.dataset["t"].shape == (8,)
    assert loaded.args is None
    assert any("2 of its 10 rows, drawn at random (seed 42)" in note for note in loaded.notes)
    together = np.concatenate([loaded.dataset["x"], loaded.dataset["x_test"]])
    labels = np.concatenate([loaded.dataset["y"], loaded.dataset["y_test"]])
    np.testing.assert_array_equal(together[:, 0] % 3, labels)
    assert sorted(together[:, 0]) == list(range(10))


HEADER = "split,label," + ",".join(f"x{i}" for i in range(8))
ROW = ",1,2,3,4,5,6,7,8"
BAD_CSV = {
    "": "it holds no samples",
    "# only a comment": "it holds no samples",
    HEADER: "it holds a header and no samples",
    f"{HEADER}\ntrain,1{ROW}\ntrain,1,2\n": "line 3 has 3 values, others have 10; gaps=",
    f"{HEADER}\ntrain,1{ROW}\ntrain,1{ROW},9\n": "line 3 has 11 values, others have 10",
    f"{HEADER}\ntrain,1{ROW}\nfit,1{ROW}": r"line 3, column 1 \(split\): the split is 'fit'",
    f"{HEADER}\n\ntrain,1,1,2,three,4,5,6,7,8": r"line 3, column 5 \(x2\): 'three' is not a finite",
    f"1{ROW}\n2,1,2,1_0,4,5,6,7,8": "line 2, column 4: '1_0' is not a finite number",
    f"1{ROW}\n2,1,2,1e999,4,5,6,7,8": "line 2, column 4: '1e999' is not a finite number",
    f"1{ROW}\n2,1,2,1+2j,4,5,6,7,8": r"line 2, column 4: '1\+2j' is not a finite number",
    f"1{ROW}\n2,1,2,inf,4,5,6,7,8": "line 2, column 4: 'inf' is not a finite number",
    f"1{ROW}\n2,1,2,nan,4,5,6,7,8": "line 2, column 4: the value is missing",
    f"1{ROW}\n2,1,2,1e40,4,5,6,7,8": "line 2, column 4: numbers beyond 1e.30",
    f"{HEADER}\ntrain,1{ROW}\ntest,{ROW}": r"line 3, column 2 \(label\): the label is missing",
    f"{HEADER}\ntrain,1{ROW}": "at least one training and one test sample",
    "".join(f"c{i},2{ROW}\n" for i in range(11)): r"11 different labels \(c0, c1, c2, c3, ...\)",
    "0.5,0.25,0.125\n0.75,0.5,0.25": "no column of labels was found",
    "1,2,3\n2,3,4": "The limits: Files of up to 100 MB, up to 20000 samples of 8 to 200 numbers",
    "\0\1": "it is not text",
}
ABOUT = {
    "{oops": "the settings are not readable JSON",
    "[1]": "the settings are not a table",
    '{"args": 3}': "the settings are not a table",
    '{"t": [1, 2]}': r"t has shape \(2,\)",
    '{"templates_x": [[1, 2], [1]]}': "templates_x must be a table of numbers",
    '{"class_names": ["a", "a"]}': "class_names must be at most 10 different texts",
    '{"class_names": 3}': "class_names must be",
    '{"templates_x": [[1, 2]]}': "templates must be finite numbers; templates_t is not",
    '{"templates_x": [[1, 2]], "templates_y": [0, 1], "templates_t": [0, 1]}': "one label a row",
}


@pytest.mark.parametrize("about", ABOUT, ids=ABOUT.values())
def test_what_a_file_says_about_itself_is_checked(about: str) -> None:
    quoted = about.replace('"', '""')
    text = f'{HEADER},about\ntrain,1{ROW},"{quoted}"\ntest,1{ROW},\n'
    with pytest.raises(DataFileError, match=ABOUT[about]):
        formats.read(text.encode(), "mine.csv")


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
INFINITE = np.where(np.arange(10) == 3, np.inf, X.T).T
BAD_NPZ = {
    "not a readable NPZ": b"PK\x03\x04 no",
    "x holds Python objects": npz(x=np.array([{}]), y=Y),
    "x holds complex128": npz(x=X * 1j, y=Y),
    "x holds .*'a'": npz(x=np.zeros(10, [("a", "f8")]), y=Y),
    "t must hold finite numbers": npz(x=X, y=Y, t=np.full(8, np.nan)),
    "t must hold finite numbers only": npz(x=X, y=Y, t=np.full(8, np.inf)),
    "t holds complex": npz(x=X, y=Y, t=X[0] * 1j),
    "class_names must be": npz(x=X, y=Y, class_names=np.array(3)),
    "class_names must be at most 10": npz(x=X, y=Y, class_names=np.arange(3)),
    "templates must be finite numbers": npz(
        x=X, y=Y, templates_x=X * np.nan, templates_t=X[0], templates_y=Y
    ),
    "too deeply nested": npz(x=X, y=Y, args="[" * 10_000),
    "settings are not readable JSON with finite": npz(x=X, y=Y, args='{"a": NaN}'),
    "not readable JSON with finite numbers": npz(x=X, y=Y, args='{"a": 1e999}'),
    "readable JSON with finite numbers": npz(x=X, y=Y, args=f'{{"a": {"9" * 5000}}}'),
    "it has no signals named x": npz(y=Y),
    r"it has no labels; it has x \(10, 8\)": npz(x=X),
    "it has no labels for test": npz(x=X, y=Y, x_test=X),
    "y has 3 labels, but x has 10 signals": npz(x=X, y=Y[:3]),
    r"x has shape \(10,\); signals need one row": npz(x=Y, y=Y),
    "x, row 4, column 1 is not a finite number": npz(x=INFINITE, y=Y),
    "differ in length": npz(x=X, y=Y, x_test=X[:, :5], y_test=Y),
    "settings are not readable JSON": npz(x=X, y=Y, args="{"),
    "settings are not a table": npz(x=X, y=Y, args="3"),
    "templates": npz(x=X, y=Y, templates_x=X),
    r"The limits: .* 20000 samples": npz(x=np.ones((20_001, 8)), y=np.zeros(20_001)),
}


def npy_header(shape: str) -> bytes:
    text = f"{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}"
    return b"\x93NUMPY\x01\x00" + (len(text) + 1).to_bytes(2, "little") + text.encode() + b"\n"


@pytest.mark.parametrize(
    ("shape", "reason"),
    [
        ("(1000000000000, 1)", "at most 4,020,000 numbers are read"),
        ("(4000, 1000)", "does not hold as many numbers"),
        ("(-1, 8)", "at most 4,020,000"),
        ("(10**9,)", "not a readable NPZ"),
    ],
)
def test_a_header_that_promises_more_than_the_file_holds_takes_no_memory(
    shape: str, reason: str
) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.npy", npy_header(shape) + bytes(80))
    tracemalloc.start()
    with pytest.raises(DataFileError, match=reason):
        formats.read(buffer.getvalue(), "bomb.npz")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 40_000_000


def test_an_archive_of_very_many_files_is_not_opened() -> None:
    content = npz(x=X, y=Y) + b"PK\x01\x02" * 2000
    with pytest.raises(DataFileError, match="more than 1000 files"):
        formats.read(content, "many.npz")


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
    monkeypatch.setattr(limits, "MAX_BYTES", len(packed))
    with pytest.raises(DataFileError, match="are read"):
        formats.read(packed, "unpacks-to-more.npz")
    monkeypatch.setattr(limits, "MAX_BYTES", 100)
    with pytest.raises(DataFileError, match="are read"):
        formats.read(bomb, "large.npz")


def test_unknown_kinds_are_refused() -> None:
    with pytest.raises(DataFileError, match=r"^set\.xlsx: only .* \(save the sheet as CSV\)"):
        formats.read(b"", "set.xlsx")
