"""Every guess about a file can be changed: what there is to choose from, and what choosing does."""

from __future__ import annotations

import io
import pickle
from typing import Any

import numpy as np
import pytest
from mnist1d_lab.dataset.files import names
from mnist1d_lab.dataset.files.archive import File
from mnist1d_lab.dataset.files.looking import look

X = np.random.RandomState(0).randn(30, 12)
THREE, TWO = np.arange(30) % 3, np.arange(30) % 2


def npz(**arrays: Any) -> list[File]:
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return [("set.npz", buffer.getvalue())]


def npy(**arrays: Any) -> list[File]:
    files = []
    for name, array in arrays.items():
        buffer = io.BytesIO()
        np.save(buffer, array)
        files.append((f"{name}.npy", buffer.getvalue()))
    return files


def pkl(**arrays: Any) -> list[File]:
    return [("set.pkl", pickle.dumps(arrays, protocol=2))]


def guesses(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    listed = found["understood"]["guesses"] if "understood" in found else found["guesses"]
    return {guess["name"]: guess for guess in listed}


def label_choices(found: dict[str, Any]) -> list[str]:
    return [value for value, _ in guesses(found)["label"]["choices"]]


@pytest.mark.parametrize("kind", [npz, npy, pkl])
def test_which_array_holds_the_labels_can_be_said(kind: Any) -> None:
    files = kind(X=X, y=THREE, target=TWO)
    refused = look(files, "")
    assert "it has two arrays of labels: y and target" in refused["refused"]
    assert label_choices(refused) == ["y", "target"]
    for name, classes in (("y", 3), ("target", 2)):
        found = look(files, f"label={name}")
        assert len(found["understood"]["classes"]) == classes
        assert guesses(found)["label"] == {
            "name": "label", "value": name, "said": True,
            "choices": [["y", "y"], ["target", "target"]],
        }  # fmt: skip


def test_the_array_of_one_split_stands_for_those_of_all() -> None:
    files = npz(X_train=X, y_train=THREE, groupTrain=TWO, X_test=X, y_test=THREE, groupTest=TWO)
    assert label_choices(look(files, "")) == ["y_train", "groupTrain"]
    for said, classes in (("groupTrain", 2), ("groupTest", 2), ("y_test", 3)):
        understood = look(files, f"label={said}")["understood"]
        assert (understood["train"], understood["test"]) == (30, 30)
        assert len(understood["classes"]) == classes


@pytest.mark.parametrize("kind", [npz, npy, pkl])
def test_an_array_of_an_unknown_name_can_be_the_labels(kind: Any) -> None:
    files = kind(X=X, klass=np.array(["up", "down"] * 15))
    found = look(files, "label=klass")
    assert [entry["name"] for entry in found["understood"]["classes"]] == ["down", "up"]
    assert "klass" in label_choices(look(files, ""))


@pytest.mark.parametrize("kind", [npz, npy, pkl])
def test_saying_the_labels_does_not_hide_signals_of_an_unknown_name(kind: Any) -> None:
    assert len(look(kind(foo=X, bar=THREE), "label=bar")["understood"]["classes"]) == 3
    files = kind(foo=X, bar=THREE, baz=TWO)
    refused = look(files, "")
    assert "label=baz, say, takes that one" in refused["refused"]
    assert label_choices(refused) == ["bar", "baz"]
    for name, classes in (("bar", 3), ("baz", 2)):
        found = look(files, f"label={name}")
        assert len(found["understood"]["classes"]) == classes
        assert label_choices(found) == ["bar", "baz"]


@pytest.mark.parametrize("kind", [npz, npy, pkl])
def test_names_in_any_script_are_told_apart(kind: Any) -> None:
    files = kind(数据=X, 标签=THREE, 类别=TWO)
    assert label_choices(look(files, "")) == ["标签", "类别"]
    for name, classes in (("标签", 3), ("类别", 2)):
        found = look(files, f"label={name}")
        assert len(found["understood"]["classes"]) == classes
    ways = ("train", "test")
    both = kind(**{f"{name}_{way}": array for way in ways for name, array in
                   (("数据", X), ("标签", THREE), ("类别", TWO))})  # fmt: skip
    understood = look(both, "label=类别_test")["understood"]
    assert (understood["train"], len(understood["classes"])) == (30, 2)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("标签", "类别", False),
        ("标签_train", "标签_test", True),
        ("标签_train", "类别_train", False),
        ("Étiquette", "étiquette", True),
        ("__", "--", False),
        ("train", "test", True),
        ("arr_1", "arr_3", True),
    ],
)
def test_what_is_left_of_a_name_without_its_split(one: str, other: str, same: bool) -> None:
    assert (names.without_split(one) == names.without_split(other)) is same
    assert names.without_split("标签") == ("标签",)


def test_of_arrays_nothing_is_offered_that_would_do_nothing() -> None:
    found = look(npz(X=X, y=THREE), "")
    assert list(guesses(found)) == ["label", "gaps", "order", "scale", "length"]
    assert label_choices(found) == ["y"]
    refused = look(npz(X=X, y=THREE), "label=none")
    assert "label=none: there is no such array; it has X (30, 12), y (30,)" in refused["refused"]
    assert label_choices(refused) == ["y"]


@pytest.mark.parametrize("kind", [npz, npy, pkl])
def test_of_refused_arrays_nothing_is_offered_that_would_do_nothing(kind: Any) -> None:
    always = ["gaps", "order", "scale", "length"]
    alone = look(kind(X=X), "")
    assert "it has no labels" in alone["refused"]
    assert list(guesses(alone)) == always
    said = guesses(look(kind(X=X), "label=X"))
    assert list(said) == ["label", *always], "to be taken back"
    assert (said["label"]["value"], said["label"]["choices"]) == ("X", [])
    cube = look(kind(foo=np.zeros((30, 4, 4))), "")
    assert "foo has shape (30, 4, 4)" in cube["refused"]
    assert list(guesses(cube)) == always
    table = look(kind(foo=X), "")  # one array of signals and labels, perhaps
    assert list(guesses(table)) == ["label", "index", "split", "ignore", *always]
    assert label_choices(table)[:2] == ["none", "1"]


def test_a_refused_table_offers_its_own_columns() -> None:
    titles = [*(f"a{i}" for i in range(6)), "klass", *(f"b{i}c" for i in range(6))]
    rows = np.column_stack([X[:, :6], THREE, X[:, 6:]])
    lines = [",".join(titles), *(",".join(f"{cell:g}" for cell in row) for row in rows)]
    files = [("middle.csv", "\n".join(lines).encode())]
    refused = look(files, "")
    assert "no column of labels was found" in refused["refused"]
    for option in ("label", "index", "split"):
        assert guesses(refused)[option]["choices"][7] == ["7", "7 (klass)"]
    assert len(look(files, "label=7")["understood"]["classes"]) == 3
    lines[3] = lines[3].rpartition(",")[0]
    short = look([("short.csv", "\n".join(lines).encode())], "label=7")
    assert "line 4 has 12 values" in short["refused"]
    assert guesses(short)["label"]["value"] == "7"
    assert ["7", "7 (klass)"] in guesses(short)["label"]["choices"]


def test_a_refused_table_whose_dialect_is_given_offers_no_other() -> None:
    rows = "\n".join(",".join(f"{cell:g}" for cell in row) for row in X)
    titles = "\n".join(f"@attribute a{i} numeric" for i in range(12))
    files = [("mine.arff", f"@relation mine\n{titles}\n@data\n{rows}\n".encode())]
    refused = look(files, "")
    assert "no column of labels was found" in refused["refused"]
    assert not {"delimiter", "decimal", "header"} & set(guesses(refused))
    refused = look([("mine.csv", rows.encode())], "")
    assert {"delimiter", "decimal", "header"} <= set(guesses(refused))


def test_a_file_of_nothing_offers_what_any_table_has() -> None:
    refused = look([("empty.csv", b"")], "")
    assert label_choices(refused) == ["first", "last", "none"]


def test_a_delimiter_that_is_not_there_is_refused_with_its_line() -> None:
    text = "\n# made by hand\nlabel;x0;x1\n" + "0;1.5;2.5\n1;2.5;3.5\n" * 5
    for mark in ("bar", "tab", "comma"):
        refused = look([("mine.csv", text.encode())], f"delimiter={mark}")["refused"]
        why = f"no {mark} divides it, as delimiter={mark} has it"
        assert refused == f"mine.csv: line 3 has no numbers: {why}."
    alone = look([("alone.csv", b"0\n1\n" * 9)], "")["refused"]
    assert alone == "alone.csv: line 1 has no numbers: it is a label alone."


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        (b"label,split\n" + b"0,train\n1,test\n" * 9, "delimiter=comma"),
        (b"label,split\n" + b"0,train\n1,test\n" * 9, ""),
        (b"label,a,b\n" + b"0,1.5,2\n1,2,2\n" * 9, "delimiter=comma,ignore=2+3"),
    ],
)
def test_where_no_numbers_are_left_the_delimiter_is_not_blamed(text: bytes, reading: str) -> None:
    refused = look([("mine.csv", text)], reading)["refused"]
    why = "no column of numbers is left beside label, index, split and those ignored"
    assert refused == f"mine.csv: line 2: {why}."


def test_a_delimiter_at_the_end_of_a_line_divides_nothing() -> None:
    refused = look([("mine.csv", b"0,\n1,\n" * 9)], "delimiter=comma")["refused"]
    assert refused == (
        "mine.csv: line 1 has no numbers: no comma divides it, as delimiter=comma has it."
    )
