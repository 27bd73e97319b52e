"""The preview: true members of a true data set, at every stage."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import mnist1d.data as reference
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mnist1d_lab import data
from mnist1d_lab.dataset.transforms import STAGE_NOTES, STAGES


def whole(args: dict[str, Any]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    made = data.make_arrays(args)
    x, y = (np.concatenate([made[key], made[f"{key}_test"]]) for key in "xy")
    return x, y, made["t"]


@settings(max_examples=30, deadline=None)
@given(
    seed=st.integers(0, 2**32 - 1),
    shuffle=st.booleans(),
    length=st.integers(8, 200),
    translation=st.integers(0, 120),
    example=st.integers(0, 9),
)
def test_samples_are_members_of_the_stated_set(
    seed: int, shuffle: bool, length: int, translation: int, example: int
) -> None:
    args = {"seed": seed, "shuffle_seq": shuffle, "final_seq_length": length,
            "max_translation": translation}  # fmt: skip
    shown = data.preview(args, example=example)
    x, y, t = whole({**args, "num_samples": shown.num_samples})
    np.testing.assert_allclose(shown.x["standardised"], x[shown.rows], atol=1e-12)
    np.testing.assert_array_equal(shown.labels, y[shown.rows])
    np.testing.assert_allclose(shown.t["standardised"], t, atol=1e-12)


def test_full_set_on_request() -> None:
    args = {"num_samples": 500}
    shown = data.preview(args, num_samples=500, classes=[7, 2], example=49)
    x, y, _ = whole(args)
    np.testing.assert_allclose(shown.x["standardised"], x[shown.rows], atol=1e-12)
    assert y[shown.rows].tolist() == [7, 2]


def test_stages_equal_the_references_steps() -> None:
    """The first example of class 0, followed by hand through the reference's functions."""
    args = reference.get_dataset_args()
    reference.set_seed(args.seed)
    # The package shadows its own submodule with the function of that name.
    steps = import_module("mnist1d.transform")
    templates = reference.get_templates()
    expected = {
        "template": templates["x"][0],
        "padded": steps.pad(templates["x"][0] + 1e-8, [36, 60]),
    }
    expected["dilated"] = steps.interpolate(expected["padded"], 72)
    expected["scaled"] = expected["dilated"] * (1 + 0.4 * (np.random.rand() - 0.5))
    expected["translated"] = steps.translate(expected["scaled"], 48)
    quiet = expected["translated"] == 0
    noise = steps.corr_noise_like(expected["translated"], 0.25)
    expected["noisy"] = np.where(quiet, noise, expected["translated"])
    expected["noisy"] = expected["noisy"] + steps.iid_noise_like(noise, 0.02)
    expected["sheared"] = steps.shear(expected["noisy"], 0.75)
    expected["resampled"] = steps.interpolate(expected["sheared"], 40)
    shown = data.preview()
    for stage, signal in expected.items():
        np.testing.assert_allclose(shown.x[stage][0, : len(signal)], signal, atol=1e-12)
        assert np.isnan(shown.x[stage][0, len(signal) :]).all()


def test_every_stage_has_a_coordinate_and_a_sentence() -> None:
    shown = data.preview({"final_seq_length": 60}, classes=[4])
    assert tuple(shown.x) == STAGES == tuple(STAGE_NOTES)
    for stage in STAGES:
        assert shown.x[stage].shape == (1, len(shown.t[stage]))
        assert (np.diff(shown.t[stage]) > 0).all()
    assert set(shown.arrays()) == {"labels", "rows"} | {
        f"{axis}/{stage}" for axis in "tx" for stage in STAGES
    }


def test_own_templates() -> None:
    own = data.make_templates([[0, 1, 2, 3, 0], [3, 1, 1, 0, 3]], [8, 3])
    shown = data.preview({"num_samples": 5000}, templates=own)
    assert shown.labels.tolist() == [8, 3]
    assert shown.num_samples == 20


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        ({"classes": [10]}, "classes must be some of 0 to 9"),
        ({"classes": []}, "classes must be some of 0 to 9"),
        ({"example": 10}, "example must be from 0 to 9"),
    ],
)
def test_what_is_not_there_is_refused(wanted: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        data.preview(**wanted)
