"""The speed experiment: what it counts. How fast anything is, is no matter for a test."""

from __future__ import annotations

import mnist1d_lab
import pytest
from mnist1d_lab.events import TICK
from mnist1d_lab.experiments.speed import EXPERIMENT, StepTimer
from mnist1d_lab.ops.numpy import NumpyOps


def test_rows_hang_together() -> None:
    record = mnist1d_lab.run("speed", seconds=0.05, hidden=20, batch_size=10, backends="numpy")
    assert [row["model"] for row in record.rows] == ["linear", "mlp", "cnn", "gru"]
    for row in record.rows:
        ms = float(row["ms_per_step"] or 0)
        assert 0 < float(row["ms_fastest"] or 0) <= ms
        assert row["steps_per_s"] == pytest.approx(1000 / ms)
        work = 2 * int(row["step_multiply_adds"] or 0)
        assert row["gflops"] == pytest.approx(work / ms / 1e6)
        assert int(row["steps_measured"] or 0) >= 1
    assert record.rows[0]["multiply_adds"] == 400


def test_sparsity_prunes() -> None:
    row = mnist1d_lab.run("speed", models=["mlp"], hidden=20, sparsity=0.9, seconds=0.05).rows[0]
    assert row["nonzero"] == pytest.approx(0.1 * int(row["parameters"] or 0), abs=3)


def test_a_block_is_timed_step_by_step() -> None:
    values = EXPERIMENT.check({"hidden": 10, "batch_size": 5})
    timer = StepTimer({**values, "model": "mlp"}, NumpyOps())
    before = timer.network.weights()
    timer.measure_block()
    assert timer.steps == timer.steps_a_block >= 1
    assert (timer.network.weights() != before).any(), "the steps are real ones"


def test_it_ticks_between_blocks_so_that_a_worker_stays_responsive() -> None:
    values = EXPERIMENT.check({"models": ["linear"], "seconds": 0.2, "hidden": 10})
    events = list(EXPERIMENT.execute(EXPERIMENT.plan(values)[0], None))
    assert sum(event is TICK for event in events) >= 2
