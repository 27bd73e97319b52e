"""Which weights survive: the scores by which they are ranked (Zhou et al. 2019, figure 3).

The weights with the largest scores are kept. Each criterion is the file of its name, with a
function ``score``: one that is added is offered wherever criteria are chosen. Two words a file may
say besides: ``ALL_LAYERS_TOGETHER``, where a ranking within layers would be another method, and
``WATCHES_TRAINING``, where the score needs ``Evidence.outward``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[Any]


def _unknown() -> Vector:
    raise LookupError("Nobody has taken down what this criterion looks at.")


@dataclass(frozen=True)
class Evidence:
    """What a criterion may look at, each a flat vector over all parameters.

    ``gradient(weights)`` is the loss gradient over the training set at the given weights, under
    the mask that is about to be pruned; ``first_gradient()`` that of the first batch, at the
    initial weights of the dense network. Both are asked for only by criteria that use them.
    ``outward`` is the sum of -w · dL/dw over the steps of the training that ended in ``trained``.
    ``rivals`` are, for each group that is ranked by itself, the places of its weights so far.
    """

    initial: Vector
    trained: Vector
    gradient: Callable[[Vector], Vector]
    rng: np.random.Generator
    code: str = ""
    first_gradient: Callable[[], Vector] = _unknown
    outward: Vector = field(default_factory=lambda: np.zeros(0))
    rivals: Sequence[NDArray[np.intp]] = ()


Criterion = Callable[[Evidence], Vector]


def get_criterion(name: str) -> Criterion:
    """The criterion of ``params.CRITERION_NAMES`` called ``name``: one finite score a weight."""
    score: Criterion = _module(name).score
    return score


def ranks_all_layers_together(name: str) -> bool:
    """Whether the criterion is what its name says only with the scope "global"."""
    return getattr(_module(name), "ALL_LAYERS_TOGETHER", False)


def watches_training(name: str) -> bool:
    """Whether the criterion needs what happens at each step of a training."""
    return getattr(_module(name), "WATCHES_TRAINING", False)


def _module(name: str) -> Any:
    return import_module(f"{__name__}.{name}")


def ranks(values: Vector, rivals: Sequence[NDArray[np.intp]]) -> Vector:
    """Each value's rank among its rivals, 1 the smallest; equal values share their mean rank.

    0 for whoever is in no group.
    """
    result = np.zeros(values.size)
    for places in rivals:
        _, which, counts = np.unique(values[places], return_inverse=True, return_counts=True)
        last = np.cumsum(counts)
        result[places] = (last - (counts - 1) / 2)[which]
    return result
