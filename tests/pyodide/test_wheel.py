"""The built wheel in the site's own Pyodide: imports, the same numbers as CPython, errors."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from mnist1d_lab import bridge
from mnist1d_lab.data import get_dataset_args, make_dataset
from mnist1d_lab.version import __version__

DATA = """
    from mnist1d_lab.data import get_dataset_args, make_dataset
    args = get_dataset_args()
    args.num_samples = 50
    data = make_dataset(args)
    {"x": data["x"].tolist(), "y": data["y"].tolist()}
"""


def test_describe_is_what_cpython_describes(pyodide: Any) -> None:
    described = json.loads(pyodide.run("from mnist1d_lab import bridge; bridge.describe()"))
    native = json.loads(bridge.describe())
    assert described["version"] == __version__
    assert described["experiments"] == native["experiments"]


def test_data_equal_those_of_cpython(pyodide: Any) -> None:
    got = pyodide.run(DATA)
    args = get_dataset_args()
    args.num_samples = 50
    wanted = make_dataset(args)
    np.testing.assert_allclose(np.array(got["x"]), wanted["x"], rtol=0, atol=1e-12)
    assert got["y"] == wanted["y"].tolist()


def test_a_short_lottery_runs_from_plan_to_record(pyodide: Any) -> None:
    record = pyodide.run("""
        import json
        from mnist1d_lab import bridge
        params = {"hidden": 20, "steps": 20, "eval_every": 10, "trials": 1, "sparsities": [0, 0.5]}
        plan = json.loads(bridge.plan("lottery", json.dumps(params)))
        results, buffers = [], []
        for task in plan["tasks"]:
            session = bridge.start(json.dumps(task), None)
            rows, arrays, kinds = [], [], []
            while "finished" not in kinds:
                text, held = session.advance(20.0)
                for message in json.loads(text):
                    kinds.append(message["kind"])
                    if message["kind"] == "row":
                        rows.append(message["row"])
                    if message["kind"] == "array":
                        buffers.append(bytes(held[message["buffer"]]))
                        arrays.append({**message, "buffer": len(buffers) - 1})
            results.append({"task": task, "rows": rows, "arrays": arrays})
        bridge.merge("lottery", json.dumps(plan["params"]), json.dumps(results), buffers)
    """)
    record = json.loads(record)
    assert {row["arm"] for row in record["rows"]} == {"dense", "lottery", "random"}
    assert any(name.startswith("mask/lottery/trial0/") for name in record["arrays"])


def test_bad_parameter_is_refused_by_name(pyodide: Any) -> None:
    with pytest.raises(Exception, match=r"ParamError.*trials"):
        pyodide.run("""
            from mnist1d_lab import bridge
            bridge.plan("lottery", '{"trials": -1}')
        """)


def test_tracebacks_show_our_source_lines(pyodide: Any) -> None:
    text = pyodide.run("""
        import traceback
        from mnist1d_lab import bridge
        try:
            bridge.plan("lottery", '{"trials": -1}')
        except Exception:
            text = traceback.format_exc()
        text
    """)
    assert "def plan" not in text
    assert "experiment.check(" in text
