"""Own templates and own files go through every experiment as the generator's data do."""

import json

import mnist1d_lab
import numpy as np
import pytest
from mnist1d_lab import bridge, formats
from mnist1d_lab.data import make_arrays

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
    with pytest.raises(mnist1d_lab.ParamError, match=r"data_file cannot be used: bad\.csv"):
        bridge.add_data_file("bad.csv", b"0,1,2\n1,x,3")


def test_analysis_arrays():
    record = mnist1d_lab.run("dataset", num_samples=500, analysis="tsne")
    shapes = {name: array.shape for name, array in record.arrays.items()}
    assert shapes["class/mean"] == shapes["class/low"] == shapes["class/high"] == (10, 40)
    assert shapes["pca/points"] == shapes["tsne/points"] == (100, 2)
    assert shapes["gallery/rows"] == (120,)
    chosen = record.arrays["y"][record.arrays["gallery/rows"]]
    assert np.array_equal(chosen, np.repeat(np.arange(10), 12))
    assert 10 < record.rows[0]["nearest_neighbour_acc"] < 90
