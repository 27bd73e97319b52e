"""A record out of a stranger's file: read whole, or refused in one sentence, whatever is in it."""

from __future__ import annotations

import io
import json
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import mnist1d_lab
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mnist1d_lab import ParamError
from mnist1d_lab.records import Record
from mnist1d_lab.records.foreign import read_foreign

RECORD = mnist1d_lab.run("benchmark", models=["linear"], num_samples=200, steps=4, eval_every=2)
JSON = RECORD.to_json().encode()
NPZ = RECORD.npz_bytes()


def changed(**parts: Any) -> bytes:
    return json.dumps({**json.loads(JSON), **parts}).encode()


def npz_of(header: bytes, data: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("x.npy", header + data)
    return out.getvalue()


def header(shape: tuple[int, ...]) -> bytes:
    out = io.BytesIO()
    described: Any = {"descr": "<f8", "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(out, described)
    return out.getvalue()


DAMAGED = {
    "nothing": b"",
    "text": b"hello",
    "no JSON to its end": JSON[: len(JSON) // 2],
    "not UTF-8": b'{"experiment": "\xff"}',
    "a list": b"[1, 2]",
    "null": b"null",
    "not a record": b'{"labels": [1]}',
    "nested 100,000 deep": b"[" * 100_000,
    "infinite": changed(elapsed_s=0).replace(b'"elapsed_s": 0', b'"elapsed_s": 1e999'),
    "not a number": changed(elapsed_s=0).replace(b'"elapsed_s": 0', b'"elapsed_s": NaN'),
    "a long integer": changed(seed=0).replace(b'"seed": 0', b'"seed": ' + b"9" * 5000),
    "a long integer in a row": changed(rows=[{"a": 10**400}]),
    "a seed that is a list": changed(seed=[1]),
    "a figure that is a text": changed(figure="x"),
    "names of classes that are numbers": changed(class_names=[1]),
    "rows that are text": changed(rows="rows"),
    "rows of lists": changed(rows=[[1]]),
    "a cell that is a table": changed(rows=[{"a": {}}]),
    "params null": changed(params=None),
    "an experiment without a name": changed(experiment=3),
    "time as text": changed(elapsed_s="soon"),
    "notices of numbers": changed(notices=[1]),
    "an array without a shape": changed(arrays={"x": {"dtype": "float64", "data": ""}}),
    "an array of objects": changed(arrays={"x": {"dtype": "O", "shape": [1], "data": "AAAA"}}),
    "an array of structures": changed(arrays={"x": {"dtype": "f8,i4", "shape": [0], "data": ""}}),
    "arrays in a list": changed(arrays=[1]),
    "half an NPZ": NPZ[: len(NPZ) // 2],
    "an NPZ without a record": npz_of(header((2,)), bytes(16)),
    "an NPZ that promises terabytes": npz_of(header((2**40,))),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_file_is_refused_in_one_sentence(name: str) -> None:
    with pytest.raises(ParamError) as refusal:
        read_foreign("mine.json", DAMAGED[name])
    told = str(refusal.value)
    assert told.startswith("file mine.json is not a record of this page: "), told
    assert told.count(".") == 2, "one sentence, and the dot in the file's name"
    assert "\n" not in told
    assert len(told) < 200


@pytest.mark.parametrize("name", DAMAGED)
def test_the_packages_own_readers_refuse_it_too(name: str, tmp_path: Path) -> None:
    path = tmp_path / "record.json"
    path.write_bytes(DAMAGED[name])
    with pytest.raises(ValueError, match=r"^This is not a run's record: .+\.$"):
        mnist1d_lab.load_record(path)


@pytest.mark.parametrize("content", [JSON, NPZ])
def test_what_is_whole_is_read(content: bytes) -> None:
    record, altered = read_foreign("mine", content)
    assert json.loads(record.to_json()) == json.loads(JSON)
    assert not altered


def test_a_file_that_was_altered_says_so() -> None:
    plain = json.loads(JSON)
    plain["rows"][-1]["test_acc"] += 0.5
    assert read_foreign("mine", json.dumps(plain).encode())[1]
    del plain["result_hash"]
    assert not read_foreign("mine", json.dumps(plain).encode())[1]


@given(place=st.integers(0, 10**6), byte=st.integers(0, 255), content=st.sampled_from([JSON, NPZ]))
def test_any_byte_may_be_wrong(place: int, byte: int, content: bytes) -> None:
    broken = bytearray(content)
    broken[place % len(broken)] = byte
    with suppress(ParamError):
        record, _ = read_foreign("mine", bytes(broken))
        assert isinstance(record, Record)
        record.to_json()
