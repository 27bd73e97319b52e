"""Own templates and own files go through every experiment as the generator's data do."""

import json
import os

import mnist1d_lab
import numpy as np
import pytest
from mnist1d_lab import bridge, cli
from mnist1d_lab.data import make_arrays, read_data_file
from mnist1d_lab.dataset import formats
from mnist1d_lab.dataset.arrays import arrays, positions

TINY = {"hidden": 8, "steps": 10, "eval_every": 10, "trials": 1, "sparsities": [0, 0.5]}
TWO_TEMPLATES = "0 1 2 3 4 5 6 5 4 3 2 1\n5 5 5 5 1 1 1 1 5 5 5 5"


@pytest.fixture
def file(tmp_path):
    args = {"num_samples": 100, "seed": 7}
    path = tmp_path / "own.npz"
    path.write_bytes(formats.to_npz(make_arrays(args), args))
    return str(path)


def test_a_file_is_the_data_set_it_was_written_from(file):
    given = mnist1d_lab.run("dataset", data_file=file)
    drawn = mnist1d_lab.run("dataset", num_samples=100, seed=7)
    for name in ("x", "y", "x_test", "y_test", "t"):
        np.testing.assert_allclose(given.arrays[name], drawn.arrays[name], atol=1e-12)
    assert given.rows[0]["fingerprint"] == drawn.rows[0]["fingerprint"]


def test_training_on_a_file_equals_training_on_the_same_drawn_data(file):
    rows = [
        [row["test_acc"] for row in mnist1d_lab.run("lottery", **TINY, **data).rows]
        for data in ({"data_file": file}, {"num_samples": 100, "data_seed": 7})
    ]
    assert rows[0] == rows[1]


def test_shuffled_positions_of_a_file_are_one_permutation(file):
    plain, shuffled = (
        mnist1d_lab.run("dataset", data_file=file, shuffle_seq=s).arrays["x"] for s in (False, True)
    )
    assert not np.array_equal(plain, shuffled)
    assert np.array_equal(np.sort(plain, axis=1), np.sort(shuffled, axis=1))


def test_fresh_samples_of_a_file_are_refused(file):
    with pytest.raises(mnist1d_lab.ParamError, match="none can be drawn afresh"):
        mnist1d_lab.run("controls", **TINY, data_file=file)


def test_own_templates_make_the_classes():
    record = mnist1d_lab.run("dataset", templates=TWO_TEMPLATES, num_samples=60)
    assert np.unique(record.arrays["y"]).tolist() == [0, 1]
    assert mnist1d_lab.run("preview", templates=TWO_TEMPLATES).arrays["labels"].tolist() == [0, 1]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"data_file": "missing.npz"}, "data_file 'missing.npz' is not here"),
        ({"templates": "1 2 x"}, "templates cannot be used: line 1"),
    ],
)
def test_refused_before_anything_runs(wrong, says):
    with pytest.raises(mnist1d_lab.ParamError, match=says):
        mnist1d_lab.stream("lottery", **wrong)


@pytest.mark.parametrize("kind", ["npz", "csv"])
def test_the_page_writes_a_file_and_reads_it_back(kind):
    content = bridge.write_data_file(json.dumps({"num_samples": 80, "seed": 3}), kind)
    found = json.loads(bridge.add_data_file(f"again.{kind}", content))
    assert (found["train_samples"], found["test_samples"], found["length"]) == (64, 16, 40)
    assert found["args"]["seed"] == 3
    planned = json.loads(bridge.plan("lottery", json.dumps({"data_file": f"again.{kind}"})))
    assert planned["params"]["data_file"] == f"again.{kind}"


def test_a_bad_file_is_refused_by_name():
    with pytest.raises(mnist1d_lab.ParamError, match=r"data_file cannot be used: bad\.csv: line 2"):
        bridge.add_data_file("bad.csv", b"0,1.5,2\n1,x,3\n1,2,3")


def test_analysis_arrays():
    record = mnist1d_lab.run("dataset", num_samples=500, analysis="tsne")
    shapes = {name: array.shape for name, array in record.arrays.items()}
    assert shapes["class/mean"] == shapes["class/low"] == shapes["class/high"] == (10, 40)
    assert shapes["pca/points"] == shapes["tsne/points"] == (100, 2)
    assert shapes["gallery/rows"] == (120,)
    chosen = record.arrays["y"][record.arrays["gallery/rows"]]
    assert np.array_equal(chosen, np.repeat(np.arange(10), 12))
    assert 10 < record.rows[0]["nearest_neighbour_acc"] < 90


# What people bring.


def by_class(folder, rows):
    """The published set's small sister as a CSV, with its training rows in this order."""
    made = make_arrays({"num_samples": 1000})
    order = {"class": np.argsort(made["y"], kind="stable"), "drawn": np.arange(800)}[rows]
    names = np.array([f"digit {label}" for label in range(10)])
    lines = ["split,digit," + ",".join(f"x{i}" for i in range(40))]
    for split, x, y in (
        ("train", made["x"][order], made["y"][order]),
        ("test", made["x_test"], made["y_test"]),
    ):
        lines += [
            ",".join([split, names[b], *map(repr, a)])
            for a, b in zip(x.tolist(), y.tolist(), strict=True)
        ]
    path = folder / f"{rows}.csv"
    path.write_text("\n".join(lines))
    return str(path)


def test_the_order_of_rows_decides_nothing(tmp_path):
    """In order of class each batch holds one class: unordered, the CNN would learn nothing."""
    cnn = {"models": ["cnn"], "steps": 160, "eval_every": 40, "batch_size": 40}
    last = {}
    for rows in ("class", "drawn"):
        for reading in ("", "order=file"):
            file = by_class(tmp_path, rows)
            record = mnist1d_lab.run("benchmark", data_file=file, data_reading=reading, **cnn)
            last[rows, reading] = record.rows[-1]["test_acc"], record.rows[-1]["test_loss"]
            said = [n for n in record.notices if "random order (seed 42)" in n]
            assert len(said) == (reading == "")
    assert last["class", ""] == last["drawn", ""]
    assert last["class", ""][0] > 40
    assert last["class", "order=file"][0] < 15


def test_names_of_classes_reach_the_record(tmp_path):
    record = mnist1d_lab.run("dataset", data_file=by_class(tmp_path, "class"))
    assert record.class_names == [f"digit {label}" for label in range(10)]
    assert mnist1d_lab.load_record(record.to_json()).class_names == record.class_names
    assert mnist1d_lab.run("dataset", num_samples=100).class_names is None


def test_what_the_scale_asks_for_is_said_and_done(tmp_path):
    made = make_arrays({"num_samples": 200})
    path = tmp_path / "far.npz"
    np.savez(path, x=made["x"] * 300 + 2000, y=made["y"])
    plain = read_data_file(str(path))
    assert any("scale=whole" in note for note in plain.notes)
    for reading, axis in (("scale=whole", None), ("scale=each", 1)):
        scaled = read_data_file(str(path), reading)
        assert not any("scale=whole" in note for note in scaled.notes)
        np.testing.assert_allclose(scaled.dataset["x"].mean(axis), 0, atol=1e-9)
        np.testing.assert_allclose(scaled.dataset["x"].std(axis), 1)
    x, x_test = (read_data_file(str(path)).dataset[key] for key in ("x", "x_test"))
    whole = read_data_file(str(path), "scale=whole").dataset["x_test"]
    np.testing.assert_allclose(whole, (x_test - x.mean()) / x.std())


def test_a_file_that_was_changed_is_read_again(tmp_path):
    path = tmp_path / "set.csv"
    for labels in ("ab", "abc"):
        rows = [f"{label},0,1,2,3,4,5,6,{i}" for label in labels for i in range(9)]
        path.write_text("\n".join(["label,a,b,c,d,e,f,g,h", *rows]))
        os.utime(path, ns=(len(labels), len(labels)))
        found = np.unique(mnist1d_lab.run("dataset", data_file=str(path)).arrays["y"])
        assert len(found) == len(labels)


def test_the_file_beside_is_found(tmp_path):
    row = ",".join("12345678")
    for name, label in (("Toy_TRAIN.csv", "a"), ("Toy_TEST.csv", "b")):
        (tmp_path / name).write_text(f"{label},{row}\n" * 3)
    loaded = read_data_file(str(tmp_path / "Toy_TRAIN.csv"))
    assert loaded.understood["files"] == ["Toy_TRAIN.csv", "Toy_TEST.csv"]
    assert (len(loaded.dataset["y"]), len(loaded.dataset["y_test"])) == (3, 3)
    said = read_data_file(f"{tmp_path / 'Toy_TEST.csv'} + {tmp_path / 'Toy_TRAIN.csv'}")
    np.testing.assert_array_equal(said.dataset["y"], loaded.dataset["y"])
    np.save(tmp_path / "X.npy", np.arange(80.0).reshape(10, 8))
    np.save(tmp_path / "y.npy", np.arange(10) % 2)
    assert read_data_file(str(tmp_path / "X.npy")).understood["rows"] == 10


def test_a_look_says_what_was_understood(tmp_path, capsys):
    file = by_class(tmp_path, "class")
    assert cli.main(["look", file]) == 0
    shown = capsys.readouterr().out
    assert "class.csv: 1000 samples of 40 numbers, 800 for training and 200 for testing" in shown
    for line in ("delimiter  comma", "label      column 2 (digit)", "class 3    digit 3: "):
        assert f"  {line}" in shown
    assert cli.main(["look", file, "--reading", "label=first, order=file"]) == 2
    assert "line 2, column 2 (digit): 'digit 0' is not a finite number" in capsys.readouterr().err
    assert cli.main(["look", file, "--reading", "labl=first"]) == 2
    assert "Perhaps label?" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["a" * 400 + ".csv", "null\0.csv", "", "no + such.csv"])
def test_no_name_of_a_file_does_harm(name):
    if name:
        with pytest.raises(mnist1d_lab.ParamError, match="is not here"):
            mnist1d_lab.run("dataset", data_file=name)


def test_a_bridge_takes_two_files_as_one():
    first, second = (f"{label},1,2,3,4,5,6,7,8\n".encode() * 2 for label in "ab")
    parts = [
        {"name": "T_TRAIN.csv", "size": len(first)},
        {"name": "T_TEST.csv", "size": len(second)},
    ]
    found = json.loads(bridge.add_data_file("T-12.csv", first + second, json.dumps(parts)))
    assert found["understood"]["files"] == ["T_TRAIN.csv", "T_TEST.csv"]
    assert found["class_names"] == ["a", "b"]
    values = {"data_file": "T-12.csv", "data_reading": "scale=whole"}
    assert json.loads(bridge.describe_data(json.dumps(values)))["train_samples"] == 2


def test_a_file_s_shuffled_positions_are_found_by_the_reading_that_it_needs(tmp_path):
    rows = [f"{i % 2},{'' if i == 3 else i},1,2,3,4,5,6,7" for i in range(20)]
    path = tmp_path / "holes.csv"
    path.write_text("\n".join(["label,a,b,c,d,e,f,g,h", *rows]))
    own = {"data_file": str(path), "data_reading": "gaps=zero", "shuffle_seq": True, "data_seed": 3}
    order = positions(own)
    assert sorted(order) == list(range(8))
    plain = read_data_file(str(path), "gaps=zero").dataset
    np.testing.assert_array_equal(arrays(own)["x"], plain["x"][:, order])
