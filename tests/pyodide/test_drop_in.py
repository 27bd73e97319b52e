"""What people type into Pyodide who know the package from elsewhere: it works or says why not."""

from __future__ import annotations

from typing import Any

import pytest

GET = """
    import os, tempfile, warnings
    import numpy as np
    import mnist1d_lab as mnist1d
    args = mnist1d.get_dataset_args()
    args.num_samples = 50
    path = os.path.join(tempfile.mkdtemp(), "set.pkl")
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        made = mnist1d.get_dataset(args, path, verbose=False, download=False)
        size = os.path.getsize(path)
        args.num_samples = 20  # what is read is the file, not another set
        read = mnist1d.get_dataset(args, path, verbose=False, download=False)
    equal = all(np.array_equal(made[name], read[name]) for name in ("x", "y", "x_test", "t"))
    equal = equal and np.array_equal(made["templates"]["x"], read["templates"]["x"])
    [size > 1000, read["x"].shape, equal, [str(warning.message) for warning in warned]]
"""


def test_get_dataset_reads_the_pickle_that_it_has_written(pyodide: Any) -> None:
    assert pyodide.run(GET) == [True, [40, 40], True, []]


@pytest.mark.parametrize(
    "call",
    [
        "mnist1d_lab.run('preview', workers=2)",
        "mnist1d_lab.run('lottery', preset='quick', workers=2, directory='/tmp/kept')",
        "mnist1d_lab.sweep('lottery', {'hidden': [8]}, '/tmp/swept', workers=2)",
    ],
)
def test_several_workers_are_refused_in_one_sentence(call: str, pyodide: Any) -> None:
    said = pyodide.run(f"""
        import os
        import mnist1d_lab
        try:
            {call}
            said = "nothing"
        except mnist1d_lab.ParamError as error:
            said = str(error)
        [said, os.path.exists("/tmp/kept"), os.path.exists("/tmp/swept")]
    """)
    sentence = "workers must be 1 in a browser, which has no processes."
    assert said == [sentence, False, False]


def test_a_sweep_in_one_process_works_there_too(pyodide: Any) -> None:
    rows = pyodide.run("""
        import csv, mnist1d_lab
        small = dict(num_samples=100, hidden=8, steps=4, eval_every=4, sparsities=[0, 0.5])
        table = mnist1d_lab.sweep("lottery", {"hidden": [4, 8]}, "/tmp/grid",
                                  fixed={**small, "batch_size": 20}, seeds=1)
        with open(table) as file:
            rows = list(csv.DictReader(file))
        sorted({row["at_hidden"] for row in rows})
    """)
    assert rows == ["4", "8"]
