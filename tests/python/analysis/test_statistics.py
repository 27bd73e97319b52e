"""Estimates against SciPy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mnist1d_lab.analysis.statistics import T_975, estimate, holm, p_value, paired_difference
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


def rejected_step_by_step(p_values, alpha):
    """Holm's own words: compare the smallest with alpha / m, the next with alpha / (m - 1), ..."""
    rejected = set()
    for rank, place in enumerate(sorted(range(len(p_values)), key=lambda i: p_values[i])):
        if p_values[place] > alpha / (len(p_values) - rank):
            break
        rejected.add(place)
    return rejected


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8), st.sampled_from([0.01, 0.05, 0.2]))
def test_holm_rejects_what_his_procedure_rejects(p_values, alpha):
    adjusted = holm(p_values)
    near = min(abs(p - alpha) for p in adjusted) < 1e-12
    assert near or {i for i, p in enumerate(adjusted) if p <= alpha} == rejected_step_by_step(
        p_values, alpha
    )


def test_holm_by_hand():
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.5, 0.9]) == [1.0, 1.0]
    assert holm([]) == []


@given(VALUES)
def test_p_values_are_scipys(values):
    found = estimate(values)
    if np.ptp(values) < 1e-9:
        return
    expected = stats.ttest_1samp(values, 0).pvalue
    assert p_value(found) == pytest.approx(expected, rel=1e-6, abs=1e-10)


def test_p_values_of_no_spread_and_of_one_trial():
    assert (p_value(estimate([2.0, 2.0])), p_value(estimate([0.0, 0.0]))) == (0.0, 1.0)
    with pytest.raises(ValueError, match="at least two trials"):
        p_value(estimate([1.0]))
