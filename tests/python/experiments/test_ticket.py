"""A kept ticket is the search's own: mask, weights and accuracy; its file reads back."""

from __future__ import annotations

import base64
import json
from typing import Any

import mnist1d_lab
import numpy as np
import pytest
from mnist1d_lab import ParamError, bridge
from mnist1d_lab.experiments.shared.mask_text import decode_mask, encode_mask
from mnist1d_lab.pruning.masks import weights_hash

TINY: dict[str, Any] = {
    "num_samples": 200, "hidden": 16, "steps": 20, "eval_every": 8, "batch_size": 50,
    "sparsities": [0, 0.5, 0.9], "seed": 4,
}  # fmt: skip


@pytest.fixture(scope="module")
def search() -> mnist1d_lab.Record:
    return mnist1d_lab.run("lottery", trials=1, **TINY)


@pytest.fixture(scope="module")
def found() -> mnist1d_lab.Record:
    return mnist1d_lab.run("ticket", **TINY)


def last(record: mnist1d_lab.Record, arm: str = "lottery") -> dict[str, Any]:
    rows: list[dict[str, Any]] = [r for r in record.rows if r["arm"] == arm and r["final"]]
    return rows[-1]


def flat(record: mnist1d_lab.Record, what: str) -> Any:
    names = ("W1", "b1", "W2", "b2", "W3", "b3")
    return np.concatenate([record.arrays[f"{what}/{name}"].ravel() for name in names])


def test_the_kept_ticket_is_the_one_the_search_found(
    search: mnist1d_lab.Record, found: mnist1d_lab.Record
) -> None:
    mask = flat(found, "mask")
    bits = search.arrays["ticket/lottery/trial0/level2"]
    np.testing.assert_array_equal(np.unpackbits(bits, count=mask.size), mask)
    for name in ("initial_hash", "test_acc", "test_loss", "survivors"):
        assert last(found)[name] == last(search)[name]


def test_a_given_mask_spares_the_search(
    search: mnist1d_lab.Record, found: mnist1d_lab.Record
) -> None:
    bits = search.arrays["ticket/lottery/trial0/level2"].tobytes()
    again = mnist1d_lab.run("ticket", mask=base64.b64encode(bits).decode(), **TINY)
    assert last(again)["test_acc"] == last(found)["test_acc"]
    for name, array in found.arrays.items():
        np.testing.assert_array_equal(again.arrays[name], array)


def test_the_file_holds_what_the_hash_says(found: mnist1d_lab.Record) -> None:
    mask = flat(found, "mask").astype(bool)
    initial, trained = flat(found, "initial"), flat(found, "trained")
    assert weights_hash(initial, mask) == last(found)["initial_hash"]
    assert not initial[~mask].any()
    assert not trained[~mask].any()
    assert (initial[mask] != trained[mask]).any()


def test_the_networks_beside_it_are_those_of_the_search() -> None:
    arms = ["lottery", "random", "reinitialised"]
    search = mnist1d_lab.run("lottery", trials=1, arms=arms, **TINY)
    beside = mnist1d_lab.run(
        "ticket", beside=["lottery", "reinitialised", "dense", "random"], **TINY
    )
    for arm in (*arms, "dense"):
        assert last(beside, arm)["initial_hash"] == last(search, arm)["initial_hash"]
        assert last(beside, arm)["test_acc"] == last(search, arm)["test_acc"]


def test_late_rewinding_is_kept_too() -> None:
    search = mnist1d_lab.run("lottery", trials=1, rewind_step=5, **TINY)
    kept = mnist1d_lab.run("ticket", rewind_step=5, **TINY)
    assert last(kept)["test_acc"] == last(search)["test_acc"]


@pytest.mark.parametrize("mask", ["not base64!", "maß", encode_mask(np.ones(8, np.bool_))])
def test_a_mask_that_cannot_be_is_refused(mask: str) -> None:
    with pytest.raises(ParamError, match="mask must"):
        mnist1d_lab.run("ticket", mask=mask, **TINY)


def test_masks_survive_their_text() -> None:
    mask = np.random.default_rng(0).random(1237) < 0.3
    np.testing.assert_array_equal(decode_mask(encode_mask(mask), mask.size), mask)


def test_the_page_reads_back_either_file(found: mnist1d_lab.Record) -> None:
    text = found.to_json()
    npz = bridge.about_records("npz", [text.encode()])
    assert isinstance(npz, bytes)
    # Its run searched for the ticket; read back, it is the ticket's mask that is trained.
    params = {**found.params, "mask": encode_mask(flat(found, "mask").astype(np.bool_))}
    for content in (text.encode(), npz):
        read = json.loads(bridge.about_records("read", [content], "ticket"))
        assert read == json.loads(
            json.dumps({**found.head(), "params": params, "rows": found.rows})
        )
    with pytest.raises(ParamError, match="not a record"):
        bridge.about_records("read", [b"{}"], "x.json")
    with pytest.raises(ParamError, match="not a record"):
        bridge.about_records("read", [npz[:300]], "x.npz")


def test_a_running_search_is_summed_up_as_the_finished_one(search: mnist1d_lab.Record) -> None:
    rows = [row for row in search.rows if row["final"]]
    summary = bridge.summarise("lottery", json.dumps(search.params), json.dumps(rows))
    assert json.loads(summary) == search.summary
