"""Which weights survive: the scores by which they are ranked (Zhou et al. 2019, figure 3).

The weights with the largest scores are kept. ``magnitude`` is the original criterion (Frankle &
Carbin 2019); Zhou et al. call the same thing ``large_final``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mnist1d_lab.params import ParamError

Vector = NDArray[Any]


@dataclass(frozen=True)
class Evidence:
    """What a criterion may look at, each a flat vector over all parameters.

    ``gradient(weights)`` is the loss gradient over the training set at the given weights, under
    the mask that is about to be pruned; it is asked for only by criteria that use it.
    """

    initial: Vector
    trained: Vector
    gradient: Callable[[Vector], Vector]
    rng: np.random.Generator
    code: str = ""


Criterion = Callable[[Evidence], Vector]


def magnitude(e: Evidence) -> Vector:
    return np.abs(e.trained)


def small_final(e: Evidence) -> Vector:
    return -np.abs(e.trained)


def large_init(e: Evidence) -> Vector:
    return np.abs(e.initial)


def large_init_large_final(e: Evidence) -> Vector:
    return np.minimum(np.abs(e.initial), np.abs(e.trained))


def magnitude_increase(e: Evidence) -> Vector:
    return np.abs(e.trained) - np.abs(e.initial)


def movement(e: Evidence) -> Vector:
    moved: Vector = e.trained - e.initial
    return np.abs(moved)


def snip(e: Evidence) -> Vector:
    """Connection sensitivity |w · dL/dw| at the initial weights (Lee et al. 2019, equation 4)."""
    sensitivity: Vector = np.abs(e.initial * e.gradient(e.initial))
    return sensitivity


def gradient(e: Evidence) -> Vector:
    """|dL/dw| at the trained weights."""
    steepness: Vector = np.abs(e.gradient(e.trained))
    return steepness


def random(e: Evidence) -> Vector:
    scores: Vector = e.rng.random(e.trained.size)
    return scores


def custom(e: Evidence) -> Vector:
    """The visitor's own: ``score(initial, trained, gradient)``, with ``np`` at hand.

    Raises ParamError where the code does not run or does not return one finite number a weight.
    """
    namespace: dict[str, Any] = {"np": np}
    try:
        # The code is the visitor's own, on the visitor's own machine; the page asks before it
        # runs code that came with a link, and its worker can be ended at any time.
        exec(compile(e.code, "<criterion>", "exec"), namespace)
        score = namespace["score"]
        scores = np.asarray(
            score(e.initial.copy(), e.trained.copy(), e.gradient(e.trained)), np.float64
        )
    except KeyError as error:
        raise ParamError("criterion_code", "criterion_code must define score.") from error
    except Exception as error:
        what = f"{type(error).__name__}: {error}"
        raise ParamError("criterion_code", f"criterion_code failed with {what}") from error
    if scores.shape != e.trained.shape or not np.isfinite(scores).all():
        raise ParamError(
            "criterion_code",
            f"criterion_code must return {e.trained.size} finite scores, one a weight; "
            f"it returned an array of shape {scores.shape}.",
        )
    return scores


CRITERIA: dict[str, Criterion] = {
    "magnitude": magnitude,
    "large_final": magnitude,
    "small_final": small_final,
    "large_init": large_init,
    "large_init_large_final": large_init_large_final,
    "magnitude_increase": magnitude_increase,
    "movement": movement,
    "snip": snip,
    "gradient": gradient,
    "random": random,
    "custom": custom,
}
