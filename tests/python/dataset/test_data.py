"""The data set against the reference package `mnist1d`, over drawn settings."""

from __future__ import annotations

import hashlib
import random
from typing import Any

import mnist1d.data as reference
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from mnist1d_lab import data, utils
from mnist1d_lab.dataset import settings as lab_settings
from mnist1d_lab.dataset.drawn import drawn
from mnist1d_lab.params import DATA_SEED, GENERATOR, Param, ParamError

PUBLISHED = data.get_dataset_args(as_dict=True)


def unit(high: float) -> st.SearchStrategy[float]:
    return st.floats(0, high, allow_subnormal=False) | st.just(0.0)


ARGS = st.fixed_dictionaries(
    {
        "num_samples": st.integers(10, 60) | st.integers(10, 120),
        "train_split": st.floats(0.05, 0.95),
        "template_len": st.just(12) | st.integers(4, 60),
        "padding": st.lists(st.integers(0, 200), min_size=2, max_size=2) | st.just([36, 60]),
        "scale_coeff": unit(2),
        "max_translation": st.integers(0, 120) | st.just(48),
        "corr_noise_scale": unit(2),
        "iid_noise_scale": unit(1),
        "shear_scale": unit(3),
        "shuffle_seq": st.booleans(),
        "final_seq_length": st.integers(8, 200) | st.just(40),
        "seed": st.integers(0, 2**32 - 1),
    }
)

OWN_TEMPLATES = st.integers(1, 10).flatmap(
    lambda classes: st.integers(2, 30).flatmap(
        lambda points: st.integers(0, 2**20).map(
            lambda seed: {
                "x": np.random.RandomState(seed).standard_normal((classes, points)),
                "t": np.linspace(-0.8, 0.8, points),
                "y": np.arange(classes),
            }
        )
    )
)


def assert_same(ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    assert ours.keys() == theirs.keys()
    for key in ("x", "x_test", "t"):
        assert ours[key].dtype == theirs[key].dtype
        np.testing.assert_allclose(ours[key], theirs[key], rtol=1e-12, atol=1e-12, err_msg=key)
    for key in ("y", "y_test"):
        assert ours[key].dtype == theirs[key].dtype
        np.testing.assert_array_equal(ours[key], theirs[key])


def reference_dataset(args: dict[str, Any], templates: Any = None) -> dict[str, Any]:
    """The reference's data set; its max_translation of 1 is our 0 (it raises at 0)."""
    theirs = {**args, "max_translation": max(args["max_translation"], 1)}
    return reference.make_dataset(reference.ObjectView(theirs), template=templates)


# More numbers than are kept for the next set, in few samples, for which the reference takes long.
TOO_LARGE_TO_KEEP = {"num_samples": 1600, "padding": [36, 500]}


@settings(max_examples=240, deadline=None)
@given(args=ARGS, templates=st.none() | OWN_TEMPLATES)
@example(args={**PUBLISHED, **TOO_LARGE_TO_KEEP, "max_translation": 0}, templates=None)
@example(args={**PUBLISHED, "num_samples": 1003, "shuffle_seq": True}, templates=None)
@example(args={**PUBLISHED, "num_samples": 10, "padding": [60, 36]}, templates=None)
def test_equals_the_reference_for_any_settings(args: dict[str, Any], templates: Any) -> None:
    theirs = reference_dataset(args, templates)
    after_theirs = np.random.get_state()[1:]
    assert_same(data.make_arrays(args, templates=templates), theirs)
    assert_same(data.make_dataset(utils.ObjectView(args), template=templates), theirs)
    # A script that goes on drawing after make_dataset must see the reference's numbers.
    np.testing.assert_equal(np.random.get_state()[1:], after_theirs)


def test_published_set_is_the_frozen_one(reference_set: dict[str, Any]) -> None:
    published = data.make_dataset()
    assert_same(published, reference_set)
    frozen = {"y": "d97dc7aecec8ad6b", "y_test": "8de99be3ff9dab15"}
    for key, digest in frozen.items():
        assert hashlib.sha256(published[key].tobytes()).hexdigest().startswith(digest)
    assert data.is_published(published)
    assert data.is_published(reference_set)


def test_the_set_that_is_too_large_to_keep_is_so() -> None:
    args = lab_settings.complete_args({**PUBLISHED, **TOO_LARGE_TO_KEEP})
    count = args.num_samples
    assert drawn(args, count) is not drawn(args, count)
    args.num_samples = 1000
    assert drawn(args, 1000) is drawn(args, 1000)


def test_published_values_stand_clear_of_the_fingerprints_rounding() -> None:
    """Else another machine's last bit could change the fingerprint."""
    published = data.make_arrays()
    values = np.concatenate([published[key].ravel() for key in ("x", "x_test", "t")])
    scaled = values / 1e-6
    distance = np.abs(scaled - np.floor(scaled) - 0.5).min() * 1e-6
    assert distance > 1e-12


@pytest.mark.parametrize(
    "change",
    [{"seed": 43}, {"iid_noise_scale": 0.0201}, {"train_split": 0.79}, {"shuffle_seq": True}],
)
def test_fingerprint_tells_sets_apart(change: dict[str, Any]) -> None:
    changed = data.make_arrays(change)
    assert not data.is_published(changed)
    assert data.fingerprint(changed) == data.fingerprint(data.make_arrays(change))


def test_a_single_label_counts_in_the_fingerprint() -> None:
    published = data.make_arrays()
    published["y"] = published["y"].copy()
    published["y"][7] = (published["y"][7] + 1) % 10
    assert not data.is_published(published)


def test_make_arrays_touches_no_global_stream() -> None:
    ours, numpys = random.getstate(), np.random.get_state()[1:]
    data.make_arrays({"num_samples": 50})
    data.preview()
    assert random.getstate() == ours
    np.testing.assert_equal(np.random.get_state()[1:], numpys)


def test_settings_are_the_references() -> None:
    theirs = reference.get_dataset_args(as_dict=True)
    assert {name: PUBLISHED[name] for name in theirs} == theirs
    assert list(PUBLISHED)[: len(theirs)] == list(theirs)
    assert data.get_dataset_args().padding == theirs["padding"]
    changed = data.get_dataset_args()
    changed.padding[0] = 0
    assert data.get_dataset_args().padding == theirs["padding"]


def test_templates_are_the_references() -> None:
    ours, theirs = data.get_templates(), reference.get_templates()
    for key in ("x", "t", "y"):
        np.testing.assert_array_equal(ours[key], theirs[key])
        assert ours[key].dtype == theirs[key].dtype


def test_data_seed_comes_before_the_models_seed() -> None:
    values = {"num_samples": 20, "data_seed": 5, "seed": 1, "hidden": 256}
    ours = data.make_arrays(lab_settings.args_of(values))
    assert_same(ours, data.make_arrays({"num_samples": 20, "seed": 5}))


@pytest.mark.parametrize("kind", [dict, utils.ObjectView])
def test_a_setting_that_nobody_reads_is_refused(kind: type) -> None:
    args = kind({"num_samples": 20, "iid_noise": 0.5})
    for make in (data.make_arrays, data.make_dataset, data.preview):
        with pytest.raises(ParamError, match="Did you mean iid_noise_scale") as refusal:
            make(args)
        assert refusal.value.param == "iid_noise"


@pytest.mark.parametrize("param", [*GENERATOR, DATA_SEED], ids=lambda param: param.name)
def test_every_parameter_of_the_generator_changes_the_data(param: Param) -> None:
    """A parameter that is in the table and in nobody's code would be a slider that does nothing."""
    name = "seed" if param is DATA_SEED else param.name
    made = data.make_arrays({"num_samples": 50})
    for value in other_values(param):
        changed = data.make_arrays({"num_samples": 50, name: value})
        if data.fingerprint(changed) != data.fingerprint(made):
            return
    pytest.fail(f"no value of {name} changes anything")


def other_values(param: Param) -> list[Any]:
    if param.kind == "bool":
        return [not param.default]
    if param.kind in ("choice", "choices"):
        return [value for value in param.choices if value != param.default]
    ends = [param.low, param.high]
    if param.kind in ("ints", "floats"):
        return [[end] * param.length[0] for end in ends]
    return [end for end in ends if end != param.default]


def test_settings_may_stand_in_a_class() -> None:
    class Settings:
        num_samples = 20
        seed = 5

    assert_same(data.make_arrays(Settings()), data.make_arrays({"num_samples": 20, "seed": 5}))
    with pytest.raises(TypeError, match="got 42"):
        data.make_arrays(42)


def test_presets_differ_as_their_names_say() -> None:
    fingerprints = {
        name: data.fingerprint(data.make_arrays(changes)) for name, changes in data.PRESETS.items()
    }
    assert len(set(fingerprints.values())) == len(data.PRESETS)
    assert fingerprints["published"] == data.PUBLISHED_FINGERPRINT


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        ({"num_samples": 9}, "num_samples must be 10 or more"),
        ({"max_translation": -1}, "max_translation must be 0 or more"),
        ({"padding": [1, 2, 3]}, "padding must be two counts"),
        ({"padding": [-1, 5]}, "padding must be two counts"),
        ({"final_seq_length": 0}, "final_seq_length must be 1 or more"),
    ],
)
def test_impossible_settings_are_refused(args: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        data.make_arrays(args)


def test_downloads_carry_plain_settings() -> None:
    plain = lab_settings.plain_args({"seed": 3})
    assert plain == {k: v for k, v in PUBLISHED.items() if k != "url"} | {"seed": 3}
