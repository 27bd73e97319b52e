"""Any file for any reader: read, or refused in one sentence, before it costs time or memory.

900 cases: 250 arrays in NPZ files, 150 options of reading, 250 records and tickets, 100 headers,
100 checkpoints, 50 directories of runs. Beside these, test_reading_any_table.py has 560.
"""

from __future__ import annotations

import io
import json
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import mnist1d_lab
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from mnist1d_lab import ParamError, bridge
from mnist1d_lab.cli.repeating import params_of, read_earlier
from mnist1d_lab.experiments import get_experiment

from tests.python.anything.wild import JSON, changed, one_sentence
from tests.python.experiments.test_ticket import TINY

PLACES = st.integers(0, 10**6)
PATH = st.lists(PLACES, min_size=1, max_size=4)
KINDS = st.sampled_from(
    [
        "f2", "f4", "f8", "i1", "i8", "u1", "?", "c8", "U3", "S3", "O", "V4", "M8[s]", "m8[s]",
        "f8,i4", ">f8", "f8,(2,)i4",
    ]
)  # fmt: skip
SHAPES = arrays.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=12)
NAMED = st.sampled_from(
    [
        "x", "y", "x_test", "y_test", "X_train", "t", "args", "class_names", "fingerprint",
        "templates_x", "templates_y", "arr_0",
    ]
)  # fmt: skip


def npz_of(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.npy", content)
    return out.getvalue()


def npy_of(array: Any) -> bytes:
    out = io.BytesIO()
    np.save(out, array, allow_pickle=True)
    return out.getvalue()


@st.composite
def sets(draw: st.DrawFn) -> dict[str, bytes]:
    """A good set, of which some arrays are replaced by others."""
    x, y = np.arange(160.0).reshape(20, 8), np.arange(20) % 3
    members = {"x": npy_of(x), "y": npy_of(y)}
    for name in draw(st.lists(NAMED, min_size=1, max_size=3, unique=True)):
        kind = np.dtype(draw(KINDS))
        filled = np.zeros(draw(SHAPES), kind)
        if kind.kind in "fc" and filled.size:
            filled.flat[0] = draw(st.sampled_from([np.nan, np.inf, 6e4, 1]))
        members[name] = npy_of(filled)
    return members


@settings(max_examples=250)
@given(members=sets(), name=st.sampled_from(["mine.npz", "mine.zip", "templates.npz"]))
def test_any_arrays(members: dict[str, bytes], name: str) -> None:
    content = npz_of(members)
    if name.startswith("templates"):
        one_sentence(lambda: bridge.read_templates(name, content))
    else:
        one_sentence(lambda: json.loads(bridge.add_data_file(name, content)))


OPTION_NAMES = st.sampled_from(
    [
        "delimiter", "decimal", "header", "label", "index", "split", "ignore", "gaps", "order",
        "scale", "length",
    ]
)  # fmt: skip
OPTIONS = st.lists(
    OPTION_NAMES.flatmap(lambda name: st.text(max_size=8).map(lambda value: f"{name}={value}"))
    | st.sampled_from(["label=last", "length=10", "gaps=zero", "=", ",", "x" * 900, "label=-1"]),
    max_size=4,
).map(", ".join)


@settings(max_examples=150)
@given(reading=OPTIONS | st.text(max_size=30))
def test_any_way_of_reading(reading: str) -> None:
    rows = [f"{row % 3}" + "".join(f",{row * step}" for step in range(9)) for row in range(20)]
    content = "\n".join(rows).encode()
    one_sentence(lambda: bridge.add_data_file("mine.csv", content, "", reading))
    parts = json.dumps([{"name": "mine.csv", "size": len(content)}])
    one_sentence(lambda: bridge.look_at_files(content, parts, reading))


@pytest.fixture(scope="module")
def ticket() -> list[str]:
    """Its JSON, in a list: hypothesis writes what it is given into its report."""
    return [mnist1d_lab.run("ticket", **TINY).to_json()]


@settings(max_examples=250)
@given(path=PATH, value=JSON | st.sampled_from([1e308, -1, 2**40, "x" * 3000, [[]] * 50]),
       what=st.sampled_from(["read", "head", "json", "npz", "together"]))  # fmt: skip
def test_any_record(ticket: list[str], path: list[int], value: Any, what: str) -> None:
    """What is read says of itself whatever the page asks, and its run is planned or refused."""
    content = changed(ticket[0], path, value).encode("utf-8", "surrogatepass")
    said: list[Any] = []
    one_sentence(lambda: said.append(bridge.about_records(what, [content], "t.json")))
    if said and what == "read":
        asked = json.dumps(json.loads(said[0])["params"])
        one_sentence(lambda: bridge.plan("ticket", asked))
    file = Path("ticket.json")
    one_sentence(lambda: from_the_command_line(file, content))


def from_the_command_line(file: Path, content: bytes) -> None:
    experiment = get_experiment("ticket")
    file.write_bytes(content)
    experiment.check(params_of(read_earlier(str(file), experiment), {}, str(file)))


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("anything"))


SIDES = st.sampled_from([0, 1, 2, 8, 20, 2**31, 2**40, 2**62])


@settings(max_examples=100)
@given(shape=st.lists(SIDES, max_size=4), kind=KINDS.filter(lambda kind: kind != "O"),
       cut=st.integers(0, 200), asks=st.sampled_from(["data", "templates", "record"]))  # fmt: skip
def test_any_header_is_looked_at_before_memory_is_taken(
    shape: list[int], kind: str, cut: int, asks: str
) -> None:
    out = io.BytesIO()
    described: Any = {"descr": np.lib.format.dtype_to_descr(np.dtype(kind)),
                      "fortran_order": False, "shape": tuple(shape)}  # fmt: skip
    np.lib.format.write_array_header_1_0(out, described)
    content = npz_of({"x": out.getvalue()[: -cut or None] + bytes(64), "y": npy_of([0, 1])})
    if asks == "data":
        said = one_sentence(lambda: bridge.add_data_file("big.npz", content))
    elif asks == "templates":
        said = one_sentence(lambda: bridge.read_templates("big.npz", content))
    else:
        said = one_sentence(lambda: bridge.about_records("head", [content], "big.npz"))
    assert said, "nothing of it is of use"


@settings(max_examples=100)
@given(place=PLACES, byte=st.integers(0, 255), cut=st.integers(0, 3), value=JSON)
def test_any_checkpoint(place: int, byte: int, cut: int, value: Any) -> None:
    """Out of a browser's storage: gone on with, or refused; never an error of the insides."""
    task, checkpoint = kept()
    broken = bytearray(checkpoint)
    broken[place % len(broken)] = byte
    if cut == 1:
        del broken[place % len(broken) :]
    if cut == 2:
        task = changed(task, [place], value)
    if cut == 3:
        broken = bytearray(npz_of({"plain.json": npy_of(json.dumps(value))}))
    one_sentence(lambda: bridge.start(task, bytes(broken)).advance(1000.0))


@cache
def kept() -> tuple[str, bytes]:
    """A task and its first checkpoint."""
    plan = json.loads(bridge.plan("lottery", json.dumps({**TINY, "trials": 1})))
    for task in plan["tasks"]:
        session = bridge.start(json.dumps(task))
        said, buffers = session.advance(10_000.0)
        for message in json.loads(said):
            if message["kind"] == "checkpoint":
                return json.dumps(task), bytes(buffers[message["buffer"]])
    raise AssertionError("no checkpoint")


@settings(max_examples=50)
@given(path=PATH, value=JSON, place=PLACES, byte=st.integers(0, 255))
def test_any_directory_of_a_run(path: list[int], value: Any, place: int, byte: int) -> None:
    folder = Path(f"run{place}-{byte}")
    folder.mkdir(exist_ok=True)
    about: dict[str, Any] = {"experiment": "preview", "params": {"num_samples": 20},
                             "backend": "auto", "version": mnist1d_lab.__version__}  # fmt: skip
    (folder / "run.json").write_text(changed(json.dumps(about), path, value))
    one_sentence(lambda: mnist1d_lab.resume(folder))
    (folder / "run.json").write_bytes(bytes([byte]) * (place % 50))
    with pytest.raises(ParamError):
        mnist1d_lab.resume(folder)
