"""Estimates against SciPy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mnist1d_lab.analysis.statistics import T_975, estimate, paired_difference
from scipy import stats

VALUES = st.lists(st.floats(0, 100), min_size=2, max_size=50)


def test_table_is_students_t():
    degrees = np.arange(1, len(T_975) + 1)
    assert stats.t.ppf(0.975, degrees) == pytest.approx(T_975, abs=5e-5)


@given(VALUES)
def test_estimate_is_scipys_interval(values):
    ours = estimate(values)
    assert ours.mean == pytest.approx(np.mean(values), abs=1e-9)
    error = stats.sem(values)
    assert ours.standard_error == pytest.approx(error, abs=1e-9)
    low, high = stats.t.interval(0.95, len(values) - 1, np.mean(values), max(error, 1e-300))
    slack = 1e-3 * (high - low) + 1e-9
    assert ours.low == pytest.approx(low, abs=slack)
    assert ours.high == pytest.approx(high, abs=slack)


def test_one_trial_has_no_interval_and_none_has_no_mean():
    assert estimate([3.5]).to_dict() == {
        "mean": 3.5,
        "n": 1,
        "standard_error": None,
        "low": None,
        "high": None,
    }
    with pytest.raises(ValueError, match="at least one"):
        estimate([])


@given(VALUES, st.floats(-5, 5))
def test_pairing_removes_what_trials_share(values, lead):
    found = paired_difference([v + lead for v in values], values)
    assert found.mean == pytest.approx(lead, abs=1e-9)
    assert found.standard_error == pytest.approx(0, abs=1e-9)
