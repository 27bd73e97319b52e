"""The sets that are kept: the same as made afresh, some always, more while there is room."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from mnist1d_lab.dataset import arrays as module
from mnist1d_lab.dataset import drawn as drawn_module
from mnist1d_lab.dataset.arrays import arrays, making_kept
from mnist1d_lab.dataset.making import make_arrays, make_dataset, making_arrays
from mnist1d_lab.dataset.settings import args_of
from mnist1d_lab.events import TICK
from mnist1d_lab.experiments import EXPERIMENTS
from mnist1d_lab.training.data import making_data


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_kept", {})
    monkeypatch.setattr(drawn_module, "_kept", {})


def values(**changes: Any) -> dict[str, Any]:
    return EXPERIMENTS["dataset"].check({"num_samples": 1200, **changes})


def test_in_pieces_it_is_the_same_set() -> None:
    pieces = list(making_kept(values(seed=5)))
    assert len(pieces) == 3  # 500 examples each
    made, whole = arrays(values(seed=5)), make_arrays(args_of(values(seed=5)))
    for name in ("x", "y", "x_test", "y_test", "t"):
        np.testing.assert_array_equal(made[name], whole[name])
    assert arrays(values(seed=5)) is made
    assert list(making_kept(values(seed=5))) == []


def test_a_making_that_is_given_up_leaves_nothing() -> None:
    making = making_data(values())
    assert next(making) is TICK
    making.close()  # type: ignore[attr-defined]
    assert module._kept == {}


def test_four_sets_are_kept_and_more_where_they_are_small(monkeypatch: pytest.MonkeyPatch) -> None:
    made = [arrays(values(seed=seed)) for seed in range(6)]
    assert [arrays(values(seed=seed)) is kept for seed, kept in enumerate(made)] == [True] * 6
    monkeypatch.setattr(module, "KEPT_BYTES", 0)
    arrays(values(seed=0))  # used last, so kept; the room is for four
    kept = [seed for seed in range(6) if arrays_kept(seed)]
    assert kept == [0, 3, 4, 5]


def arrays_kept(seed: int) -> bool:
    return any(dict(key)["data_seed"] == seed for key in module._kept)


# The random numbers that are kept.

CHANGES = (
    {"iid_noise_scale": 0.3}, {"corr_noise_scale": 1}, {"scale_coeff": 2, "shear_scale": 0},
    {"final_seq_length": 17}, {"shuffle_seq": True}, {"padding": [0, 60]}, {"train_split": 0.3},
    {"max_translation": 0}, {"max_translation": 7}, {"padding": [3, 9]}, {"template_len": 20},
    {"num_samples": 700}, {"seed": 6}, {},
)  # fmt: skip


def fresh(args: dict[str, Any]) -> dict[str, Any]:
    """Made where nothing is kept: ``make_dataset`` draws from a stream of its own."""
    state = np.random.get_state()
    made = make_dataset(args)
    np.random.set_state(state)
    return made


def test_with_the_draws_of_before_every_set_is_what_it_would_be() -> None:
    base = {"num_samples": 1200, "seed": 5}
    for changes in (*CHANGES, *CHANGES[::-1]):
        made, wanted = make_arrays({**base, **changes}), fresh({**base, **changes})
        for name in ("x", "y", "x_test", "y_test", "t"):
            np.testing.assert_array_equal(made[name], wanted[name], strict=True)


def test_turning_a_noise_draws_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    make_arrays({"num_samples": 1200, "seed": 5})
    monkeypatch.setattr(drawn_module, "draw", None)  # who calls it fails
    make_arrays({"num_samples": 1200, "seed": 5, "iid_noise_scale": 0.4, "final_seq_length": 80})
    with pytest.raises(TypeError):
        make_arrays({"num_samples": 1200, "seed": 5, "max_translation": 9})


def test_two_makings_in_turns_and_one_given_up_share_their_draws() -> None:
    base = {"num_samples": 1600, "seed": 5}
    first, second = (making_arrays({**base, "iid_noise_scale": noise}) for noise in (0.1, 0.2))
    ended: dict[Any, Any] = {}
    next(second)
    abandoned = making_arrays({**base, "iid_noise_scale": 0.3})
    next(abandoned)
    abandoned.close()
    while len(ended) < 2:
        for making, noise in ((first, 0.1), (second, 0.2)):
            try:
                next(making)
            except StopIteration as made:
                ended.setdefault(noise, made.value)
    for noise, made in ended.items():
        wanted = fresh({**base, "iid_noise_scale": noise})
        np.testing.assert_array_equal(made["x"], wanted["x"])


def test_threads_share_their_draws() -> None:
    noises = [0.1 * i for i in range(8)]
    args = [{"num_samples": 3000, "seed": 5, "iid_noise_scale": noise} for noise in noises]
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(make_arrays, args))
    for dataset, given in zip(made, args, strict=True):
        np.testing.assert_array_equal(dataset["x"], fresh(given)["x"])


def test_few_draws_are_kept_and_no_large_ones() -> None:
    for seed in range(4):
        make_arrays({"num_samples": 100, "seed": seed})
    assert [key[0] for key in drawn_module._kept] == [2, 3]
    make_arrays({"num_samples": 20000, "padding": [0, 200], "final_seq_length": 8})
    assert [key[0] for key in drawn_module._kept] == [2, 3]
