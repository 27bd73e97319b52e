"""Whatever marks a table is written with, the same samples come out of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from mnist1d_lab.dataset import formats
from mnist1d_lab.dataset.files.limits import DataFileError

NUMBERS = st.floats(-1e6, 1e6).map(lambda value: round(value, 3))
LABELS = (["0", "1", "2"], ["-1", "1"], ["1", "2", "3"], ["up", "down"], ["a b", "c,d", 'e"f'])
MARKS = st.sampled_from([(",", "."), (";", "."), (";", ","), ("\t", "."), ("\t", ","), ("|", ".")])


@st.composite
def tables(draw: st.DrawFn) -> dict[str, Any]:
    """A table of 12 to 20 rows, whose labels come again and whose signals are no counting."""
    rows, length = draw(st.integers(12, 20)), draw(st.integers(8, 12))
    x = draw(st.lists(NUMBERS, min_size=rows * length, max_size=rows * length))
    names = draw(st.sampled_from(LABELS))
    y = [names[row % len(names)] for row in range(rows)]
    return {"x": np.reshape(x, (rows, length)), "y": y}


@settings(max_examples=60)
@given(table=tables(), marks=MARKS, last=st.booleans(), header=st.booleans(), index=st.booleans(),
       end=st.sampled_from(["\n", "\r\n", "\r"]))  # fmt: skip
def test_pandas_tables_are_read_back(
    table: dict[str, Any], marks: tuple[str, str], last: bool, header: bool, index: bool, end: str
) -> None:
    x, y = table["x"], table["y"]
    # With a header or words nothing is left to guess; else the first column of few whole numbers is
    # it.
    assume(header or y[0] in ("up", "a b") or (x.round() != x).any(axis=0).all())
    frame = pandas.DataFrame(x, columns=[f"x{i}" for i in range(x.shape[1])])
    frame.insert(x.shape[1] if last else 0, "label", y)
    text = frame.to_csv(
        sep=marks[0], decimal=marks[1], header=header, index=index, lineterminator=end
    )
    loaded = formats.read(text.encode(), "any.csv", "order=file")
    dataset = loaded.dataset
    names = dataset.get("class_names") or list("0123456789")
    read = [
        (names[label], tuple(signal))
        for suffix in ("", "_test")
        for label, signal in zip(dataset[f"y{suffix}"], dataset[f"x{suffix}"], strict=True)
    ]
    assert sorted(read) == sorted((name, tuple(signal)) for name, signal in zip(y, x, strict=True))


HEADS = (
    b"", b"@relation a\n", b"@problemName a\n", b"PK\3\4", b"\x93NUMPY\1\0", b"\x80\2}",
    b"\xff\xfe", b"label,x0\n",
)  # fmt: skip


@settings(max_examples=300)
@given(content=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)),
       ending=st.sampled_from(["csv", "tsv", "txt", "ts", "arff", "npz", "npy", "pkl", "zip"]),
       head=st.sampled_from(HEADS))  # fmt: skip
def test_any_bytes_are_a_set_or_refused_in_a_sentence(
    content: bytes, ending: str, head: bytes
) -> None:
    said = refusal(head + content, f"any.{ending}")
    assert said == "" or said.startswith(f"any.{ending}: ")
    assert len(said) < 600


@settings(max_examples=200)
@given(place=st.integers(0, 10**6), byte=st.integers(0, 255), kind=st.sampled_from(["npz", "pkl"]))
def test_a_damaged_file_is_a_set_or_refused(place: int, byte: int, kind: str) -> None:
    x, y = np.arange(160.0).reshape(20, 8), np.arange(20) % 3
    made = {"x": x, "y": y, "x_test": x, "y_test": y, "t": x[0]}
    writer = formats.to_npz if kind == "npz" else formats.to_pickled
    content = bytearray(writer(made, None))
    content[place % len(content)] = byte
    said = refusal(bytes(content), f"damaged.{kind}")
    assert said == "" or said.startswith(f"damaged.{kind}: ")


def refusal(content: bytes, name: str) -> str:
    """What is said against a file, and "" of one that is read; any other error comes through."""
    try:
        formats.read(content, name)
    except DataFileError as error:
        return str(error)
    return ""


def test_rows_are_counted_while_they_are_read() -> None:
    rows = [f"{row % 10}" + ",0.5" * 8 for row in range(20_001)]
    with pytest.raises(DataFileError, match="more than 20000 rows"):
        formats.read("\n".join(rows).encode(), "large.csv")
    most = formats.read("\n".join(rows[:20_000]).encode(), "large.csv")
    assert most.understood["rows"] == 20_000
