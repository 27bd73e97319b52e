"""The gradient-check experiment, and that it would notice."""

from __future__ import annotations

from typing import Any

import mnist1d_lab
import numpy as np
import pytest
from mnist1d_lab.nn import build
from mnist1d_lab.nn.initialisers import initial_weights
from mnist1d_lab.ops.base import Array, Call
from mnist1d_lab.ops.numpy import NumpyOps
from mnist1d_lab.params import MODEL_NAMES

SMALL = {"num_samples": 100, "entries": 5, "samples": 4, "hidden": 12}


@pytest.mark.parametrize("model", MODEL_NAMES)
def test_every_parameter_passes(model: str) -> None:
    record = mnist1d_lab.run("gradcheck", model=model, **SMALL)
    counts = {"linear": 2, "mlp": 6, "cnn": 8, "gru": 10}
    assert len(record.rows) == counts[model]
    for row in record.rows:
        assert row["passed"]
        assert float(row["max_relative_error"] or 0) <= 1e-6
        assert float(row["backend_error"] or 0) < 1e-5
        assert int(row["checked"] or 0) + int(row["kinks"] or 0) == min(5, int(row["size"] or 0))
        name = row["parameter"]
        analytic, numeric = record.arrays[f"analytic/{name}"], record.arrays[f"numeric/{name}"]
        assert np.allclose(analytic, numeric, rtol=1e-5, atol=1e-8)
        assert record.arrays[f"index/{name}"].shape == analytic.shape == (row["checked"],)


@pytest.mark.parametrize(
    "options",
    [{"steps": 40}, {"dropout": 0.5}, {"activation": "sigmoid"}, {"depth": 4}, {"seed": 9}],
)
def test_options(options: dict[str, Any]) -> None:
    """Trained, with dropout, deeper: the check holds, and the derivatives are others."""
    record = mnist1d_lab.run("gradcheck", **SMALL, **options)
    plain = mnist1d_lab.run("gradcheck", **SMALL)
    assert all(row["passed"] and float(row["backend_error"] or 0) < 1e-4 for row in record.rows)
    assert not np.array_equal(record.arrays["analytic/W2"], plain.arrays["analytic/W2"])


def test_more_samples_than_there_are() -> None:
    record = mnist1d_lab.run("gradcheck", model="linear", num_samples=10, samples=500)
    assert all(row["passed"] for row in record.rows)


def test_a_wrong_backpropagation_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def doubled(self: NumpyOps, a: Array, out: Array) -> Call:
        return lambda: np.multiply(2, a.reshape(len(out), -1).sum(1), out=out)

    monkeypatch.setattr(NumpyOps, "row_sums", doubled)
    rows = mnist1d_lab.run("gradcheck", **SMALL).rows
    assert {str(row["parameter"]) for row in rows if not row["passed"]} == {"b1", "b2", "b3"}


def test_a_parameter_that_was_checked_nowhere_has_not_passed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """All weights of a layer zero, and no biases: every rectified unit sits on its kink."""

    def first_layer_zero(*args: Any) -> Any:
        weights = initial_weights(*args)
        weights[: 12 * 40 + 12] = 0
        return weights

    monkeypatch.setattr(build, "initial_weights", first_layer_zero)
    rows = {row["parameter"]: row for row in mnist1d_lab.run("gradcheck", **SMALL).rows}
    assert (rows["W1"]["checked"], rows["W1"]["kinks"]) == (0, 5)
    assert rows["W1"]["max_relative_error"] is None
    assert not rows["W1"]["passed"]
    assert rows["b3"]["passed"]
