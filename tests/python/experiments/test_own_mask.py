"""A first layer pruned by hand: the same training as the algorithm's, if the mask is the same."""

from __future__ import annotations

from typing import Any

import mnist1d_lab
import numpy as np
import pytest
from mnist1d_lab import ParamError
from mnist1d_lab.experiments import EXPERIMENTS
from mnist1d_lab.experiments.shared.mask_text import encode_mask

BENCH = EXPERIMENTS["bench"]
TINY: dict[str, Any] = {
    "num_samples": 200, "hidden": 16, "steps": 20, "eval_every": 8, "batch_size": 50,
    "sparsities": [0, 0.4, 0.6, 0.9], "trials": 2, "seed": 3, "arms": [],
}  # fmt: skip
FIRST = 16 * 40
SIZE = FIRST + 16 + 16 * 16 + 16 + 10 * 16 + 10
BY_HAND = np.random.default_rng(1).random(FIRST) < 0.3
every_rest = pytest.mark.parametrize("rest", ["dense", "ticket"])


def run(mask: np.ndarray[Any, Any], **changes: Any) -> mnist1d_lab.Record:
    return mnist1d_lab.run("bench", **{**TINY, "own_mask": encode_mask(mask), **changes})


def rows_of(record: mnist1d_lab.Record, arm: str, trial: int = 0) -> list[dict[str, Any]]:
    """An arm's rows at its last level, but for its name and its times."""
    rows = [row for row in record.rows if row["arm"] == arm and row["trial"] == trial]
    last = max(row["level"] for row in rows)
    dropped = ("arm", "ms_per_step")
    return [
        {k: v for k, v in row.items() if k not in dropped} for row in rows if row["level"] == last
    ]


@every_rest
def test_all_three_have_exactly_as_many_weights(rest: str) -> None:
    record = run(BY_HAND, own_rest=rest)
    last = {arm: rows_of(record, arm)[-1] for arm in ("own", "own_ticket", "own_random")}
    assert len({row["survivors"] for row in last.values()}) == 1
    assert len({row["level"] for row in last.values()}) == 1
    for arm, row in last.items():
        mask = record.arrays[f"mask/{arm}/trial0/level{row['level']}/W1"]
        assert mask.sum() == BY_HAND.sum()
        assert row["sparsity"] == pytest.approx(1 - row["survivors"] / SIZE)
        if rest == "dense":
            assert row["survivors"] == SIZE - FIRST + BY_HAND.sum()
    own = record.arrays[f"mask/own/trial0/level{last['own']['level']}/W1"]
    np.testing.assert_array_equal(own.ravel(), BY_HAND)


@every_rest
@pytest.mark.parametrize("rival", ["own_ticket", "own_random"])
def test_by_hand_the_rivals_mask_gives_the_rivals_rows(rest: str, rival: str) -> None:
    """To the bit, so nothing but the mask tells them apart."""
    first = run(BY_HAND, own_rest=rest)
    level = rows_of(first, rival)[0]["level"]
    mask = first.arrays[f"mask/{rival}/trial0/level{level}/W1"].ravel().astype(bool)
    second = run(mask, own_rest=rest)
    assert rows_of(second, "own") == rows_of(second, rival) == rows_of(first, rival)


def test_the_algorithm_has_the_searchs_rounds_up_to_the_same_share() -> None:
    record = run(BY_HAND)
    masks = [
        record.arrays[f"mask/own_ticket/trial0/level{level}/W1"].astype(bool) for level in (1, 2, 3)
    ]
    assert [mask.sum() for mask in masks] == [FIRST * 0.6, FIRST * 0.4, BY_HAND.sum()]
    assert (masks[2] <= masks[1]).all()
    assert (masks[1] <= masks[0]).all()


def test_beside_a_search_the_dense_network_is_told_of_once() -> None:
    record = run(BY_HAND, arms=["lottery", "random"])
    alone = run(BY_HAND)
    assert rows_of(record, "own") == rows_of(alone, "own")
    assert rows_of(record, "dense") == rows_of(alone, "dense")
    told = [(row["arm"], row["trial"], row["level"], row["step"]) for row in record.rows]
    assert len(set(told)) == len(told)
    found = {(row["what"], row["arm"]) for row in record.summary if row["n"] == 2}
    assert {
        ("minus_own_ticket", "own"),
        ("minus_own_random", "own"),
        ("minus_dense", "own"),
    } <= found


def test_other_models_and_lengths() -> None:
    for changes, size in (
        ({"model": "cnn", "steps": 6}, 25 * 5),
        ({"model": "linear"}, 400),
        ({"final_seq_length": 20}, 320),
    ):
        mask = np.arange(size) % 3 > 0
        last = rows_of(run(mask, **changes), "own")[-1]
        assert last["survivors"] < last["survivors"] / last["remaining"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("not base64!", "own_mask must be base64"),
        (encode_mask(np.ones(8, np.bool_)), "640 weights, packed into 80 bytes; got 1"),
        (encode_mask(np.ones(FIRST, np.bool_)), "must strike out at least one weight"),
    ],
)
def test_a_mask_that_does_not_fit_is_refused(text: str, said: str) -> None:
    with pytest.raises(ParamError, match=said) as refusal:
        BENCH.check({**TINY, "own_mask": text})
    assert refusal.value.param == "own_mask"


def test_everything_struck_out_still_trains() -> None:
    assert rows_of(run(np.zeros(FIRST, np.bool_)), "own")[-1]["test_acc"] <= 40
