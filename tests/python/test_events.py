"""Events: a row is fit for JSON whatever the measuring code put into it."""

from __future__ import annotations

import json
import math
from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mnist1d_lab import events
from mnist1d_lab.events import Row

cells = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.text(),
    st.floats(allow_nan=False, allow_infinity=False),
)  # fmt: skip


@given(st.dictionaries(st.text(), cells))
def test_plain_cells_stay_as_they_are(values: dict[str, events.Cell]) -> None:
    assert json.loads(json.dumps(Row(values).values, allow_nan=False)) == values


@pytest.mark.parametrize(
    "lost", [math.nan, math.inf, -math.inf, np.float32("nan"), np.float64("inf")]
)
def test_what_is_no_finite_number_becomes_none(lost: float) -> None:
    assert Row({"loss": lost, "step": 1}).values == {"loss": None, "step": 1}


def test_numpy_scalars_become_pythons() -> None:
    row = Row({"a": np.float32(0.5), "b": np.int64(3), "c": np.bool_(True), "d": np.str_("x")})
    assert row.values == {"a": 0.5, "b": 3, "c": True, "d": "x"}
    assert [type(v) for v in row.values.values()] == [float, int, bool, str]


def test_a_row_does_not_share_the_dictionary_it_came_from() -> None:
    measured: dict[str, events.Cell] = {"loss": 1.0}
    row = Row(measured)
    measured["loss"] = 2.0
    assert row.values == {"loss": 1.0}


def test_events_cannot_be_changed() -> None:
    for event in (Row({}), events.Progress(1, 2), events.Notice("x"), events.TICK):
        with pytest.raises(FrozenInstanceError):
            event.extra = 1  # type: ignore[union-attr]
