"""Seeds, pickles and ObjectView."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import mnist1d.utils as reference
import numpy as np
import pytest
from mnist1d_lab import utils


def test_set_seed_seeds_both_global_streams_as_the_reference_does() -> None:
    drawn = []
    for module in (reference, utils):
        module.set_seed(7)
        drawn.append((random.random(), np.random.rand(3).tolist()))
    assert drawn[0] == drawn[1]


def test_pickles_are_the_references_byte_for_byte(tmp_path: Path) -> None:
    thing = {"a": 3, "b": [1.5, None], "c": np.arange(4)}
    reference.to_pickle(thing, tmp_path / "theirs")
    utils.to_pickle(thing, tmp_path / "ours")
    assert (tmp_path / "ours").read_bytes() == (tmp_path / "theirs").read_bytes()
    with pytest.warns(utils.PickleWarning, match="trust"):
        read = utils.from_pickle(tmp_path / "theirs")
    np.testing.assert_equal(read, thing)


def test_a_page_never_opens_a_pickle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    utils.to_pickle([1], tmp_path / "set.pkl")
    monkeypatch.setattr(sys, "platform", "emscripten")
    with pytest.raises(utils.PickleRefusedError, match="NPZ or CSV"):
        utils.from_pickle(tmp_path / "set.pkl")


def test_object_view_shares_its_dictionary() -> None:
    settings = {"a": 1}
    view = utils.ObjectView(settings)
    view.a = 2
    assert settings["a"] == 2
    with pytest.raises(AttributeError, match="'b'"):
        _ = view.b
