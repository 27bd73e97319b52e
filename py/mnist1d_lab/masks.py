"""Masks: which weights survive. Pruning by rank, and what must always hold of a mask."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]


def survivors(size: int, sparsity: float) -> int:
    """How many of ``size`` weights are left at ``sparsity`` (0 none pruned, 1 all)."""
    return size - round(size * sparsity)


def keep_largest(
    scores: NDArray[Any], mask: Mask, groups: Sequence[slice], sparsity: float
) -> Mask:
    """In each group keep exactly the asked number of the entries with the largest scores.

    Only survivors of ``mask`` can survive. Selection is by rank, not by a threshold, so ties
    never prune one too many; among equal scores the earlier entry stays. ``groups`` that cover
    single layers prune layerwise, one slice over everything prunes globally.
    """
    kept = np.zeros_like(mask)
    for group in groups:
        ranked = np.where(mask[group], scores[group], -np.inf)
        count = min(survivors(ranked.size, sparsity), int(mask[group].sum()))
        kept[group][np.argsort(-ranked, kind="stable")[:count]] = True
    return kept


def random_mask(
    rng: np.random.Generator, size: int, groups: Sequence[slice], sparsity: float
) -> Mask:
    """A fresh random mask: in each group the asked number of survivors, anywhere."""
    return keep_largest(rng.random(size), np.ones(size, np.bool_), groups, sparsity)


def weights_hash(weights: NDArray[Any], mask: Mask | None = None) -> str:
    """The first 16 hex digits of the SHA-256 of the weights under the mask, as float32."""
    values = weights if mask is None else weights[mask]
    return hashlib.sha256(values.astype(np.float32).tobytes()).hexdigest()[:16]


class InvariantError(RuntimeError):
    """Something that must hold of every ticket did not."""


def check_pruned_are_zero(weights: NDArray[Any], mask: Mask) -> None:
    """No pruned weight has moved: all are exactly 0."""
    moved = int(np.count_nonzero(weights[~mask]))
    if moved:
        raise InvariantError(f"{moved} pruned weights are not zero.")


def check_nested(mask: Mask, earlier: Mask) -> None:
    """A later mask's survivors are among the earlier mask's."""
    back = int(np.count_nonzero(mask & ~earlier))
    if back:
        raise InvariantError(f"{back} weights that were pruned have come back.")
