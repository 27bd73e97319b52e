"""Shuffled positions: every set that a network of one set meets has the order of that set."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from mnist1d.data import get_dataset_args as reference_args
from mnist1d.data import make_dataset as reference_set
from mnist1d_lab.dataset.arrays import positions
from mnist1d_lab.experiments import get_experiment
from mnist1d_lab.experiments.shared.ticket_search import TicketSearch
from mnist1d_lab.params import Values
from mnist1d_lab.training.data import fresh_training_data, training_data, training_data_like
from mnist1d_lab.training.train import evaluate, train


def values(**changes: Any) -> Values:
    return get_experiment("lottery").check({"num_samples": 600, "shuffle_seq": True, **changes})


def order_in_the_reference(settings: Values) -> list[int]:
    """Which position of the reference's plain set stands at each one of its shuffled set."""
    return _order(*(settings[name] for name in ("num_samples", "data_seed", "max_translation")))


@cache
def _order(samples: int, seed: int, translation: int) -> list[int]:
    made = []
    for shuffled in (False, True):
        args = reference_args()
        args.num_samples, args.seed = samples, seed
        args.max_translation, args.shuffle_seq = translation, shuffled
        made.append(reference_set(args)["x"])
    plain, moved = made
    return [int(np.abs(plain - moved[:, [i]]).sum(0).argmin()) for i in range(moved.shape[1])]


@pytest.mark.parametrize(
    "changes",
    [{}, {"data_seed": 7}, {"max_translation": 24}, {"num_samples": 1290}],
    ids=["published", "another seed", "less translation", "more samples"],
)
def test_the_order_is_the_references(changes: dict[str, Any]) -> None:
    settings = values(**changes)
    assert positions(settings).tolist() == order_in_the_reference(settings)


@pytest.mark.parametrize("offset", [1, 1000])
def test_fresh_signals_come_in_the_sources_order(offset: int) -> None:
    settings = values()
    order = order_in_the_reference(settings)
    plain = fresh_training_data({**settings, "shuffle_seq": False}, offset)
    fresh = fresh_training_data(settings, offset)
    for ours, theirs in ((fresh.train, plain.train), (fresh.test, plain.test)):
        np.testing.assert_array_equal(ours.x, theirs.x[order])
        np.testing.assert_array_equal(ours.y, theirs.y)


def test_a_changed_knob_does_not_change_the_order() -> None:
    """``max_translation`` changes what is drawn, and with it the set's own order."""
    source, changed = values(), values(max_translation=12)
    assert positions(changed).tolist() != positions(source).tolist()
    plain = training_data({**changed, "shuffle_seq": False}).test
    moved = training_data_like(source, changed).test
    np.testing.assert_array_equal(moved.x, plain.x[order_in_the_reference(source)])


def test_the_source_itself_comes_as_it_is() -> None:
    assert np.array_equal(training_data_like(values(), values()).train.x,
                          training_data(values()).train.x)  # fmt: skip


def test_a_network_of_shuffled_signals_is_validated_as_it_is_tested() -> None:
    """With an order of their own the validation samples gave 24 % beside 57 % on the test set."""
    tickets = TicketSearch(values(num_samples=5000, hidden=64, steps=600), 0)
    network = tickets.network(np.ones(tickets.initial.size, np.bool_), tickets.initial)
    for _ in train(network, tickets.data, tickets.values):
        pass
    _, tested = evaluate(network, tickets.data.test)
    _, validated = evaluate(network, tickets.validation.test)
    assert tested > 45
    assert abs(tested - validated) < 6.6  # 1000 samples each: three standard errors
