"""Masks: which weights survive. Pruning by rank, and what must always hold of a mask."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mnist1d_lab.nn.parameters import Parameter, slices

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Group:
    """Weights that are ranked against each other: their places in the flat vector.

    At sparsity s the group keeps a share (1 - s) ** rate of itself.
    """

    where: NDArray[np.intp]
    rate: float = 1.0

    def survivors(self, sparsity: float) -> int:
        """How many weights are left at ``sparsity`` (0: all, 1: none)."""
        size = int(self.where.size)
        return size - round(size * float(1 - (1 - sparsity) ** self.rate))


def pruning_groups(
    parameters: Sequence[Parameter],
    *,
    everything_together: bool = False,
    biases: bool = True,
    output: bool = True,
    rates: Sequence[float] = (),
) -> list[Group]:
    """The groups of a model: one a layer, or one over all layers.

    Biases belong to their layer, as published. Parameters in no group (biases or the output
    layer, where left out) always survive. ``rates`` has one entry a layer, or none.
    """
    where = slices(parameters)
    layers = sorted({p.layer for p in parameters})
    if rates and len(rates) != len(layers):
        raise ValueError(f"there are {len(layers)} layers, so {len(layers)} rates; got {rates}.")
    places = [
        np.concatenate(
            [
                np.arange(where[p.name].start, where[p.name].stop)
                for p in parameters
                if p.layer == layer and (biases or not p.is_bias)
            ]
        )
        for layer in (layers if output else layers[:-1])
    ]
    if everything_together:
        return [Group(np.concatenate(places))]
    chosen = rates or [1.0] * len(layers)
    return [Group(place, rate) for place, rate in zip(places, chosen, strict=False)]


def keep_largest(
    scores: NDArray[Any],
    mask: Mask,
    groups: Sequence[Group],
    sparsity: float,
    rng: np.random.Generator,
) -> Mask:
    """In each group keep exactly the asked number of the entries with the largest scores.

    Only survivors of ``mask`` can survive. Selection is by rank, not by a threshold, so ties
    never prune one too many; ``rng`` chooses among equal scores. By index the weights of the first
    units would stay, and of the steepness of a layer that is mostly dead two thirds are 0.
    """
    kept = mask.copy()
    for group in groups:
        # Only survivors are ranked, which is quicker, too; one that diverged to NaN comes last.
        alive = group.where[mask[group.where]]
        order = np.argsort(-scores[alive], kind="stable")
        count = group.survivors(sparsity)
        _shuffle_ties(order, scores[alive], count, rng)
        kept[alive[order[count:]]] = False
    return kept


def _shuffle_ties(
    order: NDArray[np.intp], scores: NDArray[Any], count: int, rng: np.random.Generator
) -> None:
    """Shuffle, in place, those of ``order`` that score as much as the last of ``count``."""
    if 0 < count < order.size:
        tied = np.flatnonzero(scores[order] == scores[order[count - 1]])
        if tied.size > 1 and tied[-1] >= count:
            order[tied] = rng.permutation(order[tied])


def random_mask(
    rng: np.random.Generator, size: int, groups: Sequence[Group], sparsity: float
) -> Mask:
    """A random mask: in each group the asked number of survivors, anywhere."""
    return keep_largest(rng.random(size), np.ones(size, np.bool_), groups, sparsity, rng)


def reshuffled(rng: np.random.Generator, mask: Mask, layers: Sequence[slice]) -> Mask:
    """As many survivors in each layer as ``mask`` has, at random places in the layer."""
    moved = mask.copy()
    for layer in layers:
        moved[layer] = rng.permutation(mask[layer])
    return moved


def removed_share(mask: Mask) -> float:
    """The share of all parameters that the mask removes, those that may not be pruned included."""
    return float(1 - mask.mean())


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


def check_start(weights: NDArray[Any], start: NDArray[Any], mask: Mask) -> None:
    """A training begins with exactly the survivors' values in ``start``, and zeros elsewhere."""
    if not np.array_equal(weights[mask], start[mask]):
        raise InvariantError("The survivors do not begin with the weights they should.")
    check_pruned_are_zero(weights, mask)


def check_nested(mask: Mask, earlier: Mask) -> None:
    """A later mask's survivors are among the earlier mask's."""
    back = int(np.count_nonzero(mask & ~earlier))
    if back:
        raise InvariantError(f"{back} weights that were pruned have come back.")
