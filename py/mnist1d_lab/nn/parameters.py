"""A model's parameters: their names and shapes, and the flat arrays that hold them.

All weights and biases of a network lie one after another in one flat vector, layer by layer. So
pruning, rewinding, hashing and an optimiser's step are each a line of arithmetic on one array.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mnist1d_lab.ops.base import Ops
from mnist1d_lab.ops.csr import Csr, csr_from_mask

Vector = NDArray[Any]


@dataclass(frozen=True)
class Parameter:
    """One weight matrix or bias.

    ``layer`` groups those that are pruned together. ``fan_in`` inputs reach each unit and each
    input reaches ``fan_out`` units. ``default_fan`` stands in for fan_in in PyTorch's default
    where that takes another number. ``keep_dense``: never stored as a sparse matrix.
    """

    name: str
    layer: int
    shape: tuple[int, ...]
    fan_in: int
    fan_out: int
    default_fan: int | None = None
    keep_dense: bool = False

    @property
    def size(self) -> int:
        return prod(self.shape)

    @property
    def is_bias(self) -> bool:
        return len(self.shape) == 1


def slices(parameters: Sequence[Parameter]) -> dict[str, slice]:
    """Where each parameter lies in the flat vector."""
    ends = np.cumsum([p.size for p in parameters]).tolist()
    return {p.name: slice(end - p.size, end) for p, end in zip(parameters, ends, strict=True)}


def layer_slices(parameters: Sequence[Parameter]) -> list[slice]:
    """Where each layer (weights and biases together) lies in the flat vector."""
    where = slices(parameters)
    layers: dict[int, slice] = {}
    for p in parameters:
        first = layers.get(p.layer, where[p.name])
        layers[p.layer] = slice(first.start, where[p.name].stop)
    return [layers[layer] for layer in sorted(layers)]


class Arena:
    """Parameters, gradients and mask of one network, laid out for one fixed mask.

    A matrix with few survivors is kept as a sparse one, so that the arena, and with it every
    product and every optimiser step, shrinks to what survives. ``load`` and ``flat`` translate
    from and to the full vector; nothing outside this class knows which layout was chosen.
    """

    def __init__(
        self,
        parameters: Sequence[Parameter],
        mask: NDArray[np.bool_] | None,
        ops: Ops,
        dtype: type[np.floating[Any]],
    ) -> None:
        self._ops = ops
        self.size = sum(p.size for p in parameters)
        if mask is not None and mask.shape != (self.size,):
            raise ValueError(f"The mask must have shape ({self.size},); got {mask.shape}.")
        survives = np.ones(self.size, np.bool_) if mask is None else mask
        where = slices(parameters)
        sparse = {
            p.name
            for p in parameters
            if not (mask is None or p.is_bias or p.keep_dense)
            and survives[where[p.name]].mean() < ops.sparse_below
        }
        stored = np.ones(self.size, np.bool_)
        for name in sparse:
            stored[where[name]] = survives[where[name]]
        self._stored = np.flatnonzero(stored)
        self.theta = ops.zeros(self._stored.size, dtype)
        self.grad = ops.zeros(self._stored.size, dtype)
        self.mask = None if mask is None else ops.array(mask[self._stored].astype(np.uint8))
        counts = [int(stored[where[p.name]].sum()) for p in parameters]
        self._views: dict[str, tuple[Vector | Csr, Vector]] = {}
        for p, stop, count in zip(parameters, np.cumsum(counts).tolist(), counts, strict=True):
            kept = survives[where[p.name]].reshape(p.shape) if p.name in sparse else None
            self._views[p.name] = self._view(p, slice(stop - count, stop), kept)

    def _view(
        self, p: Parameter, place: slice, kept: NDArray[np.bool_] | None
    ) -> tuple[Vector | Csr, Vector]:
        """A parameter at its place in the arena, sparse where ``kept`` says what is left of it."""
        theta, grad = self.theta[place], self.grad[place]
        if kept is not None:
            return csr_from_mask(kept, theta, self._ops.array), grad
        return theta.reshape(p.shape), grad.reshape(p.shape)

    def view(self, name: str) -> tuple[Vector | Csr, Vector]:
        """A parameter and its gradient, as views of the arena (a Csr where it is kept sparse)."""
        return self._views[name]

    def dense(self, name: str) -> tuple[Vector, Vector]:
        """As ``view``, for a parameter that is never kept sparse."""
        value, grad = self._views[name]
        assert not isinstance(value, Csr)
        return value, grad

    def load(self, flat: Vector) -> None:
        """Set all parameters from a full vector; pruned entries become exactly 0."""
        if flat.shape != (self.size,):
            raise ValueError(f"The weights must have shape ({self.size},); got {flat.shape}.")
        self.theta[:] = self.laid_out(flat)
        if self.mask is not None:
            self.theta[self.mask == 0] = 0

    def laid_out(self, flat: Vector) -> Vector:
        """A full vector as the arena lays its own out: what ``flat`` makes a full vector of."""
        return flat[self._stored]

    def flat(self, values: Vector | None = None) -> Vector:
        """The full vector of the parameters, or of ``values`` laid out like them."""
        values = self.theta if values is None else values
        full = np.zeros(self.size, values.dtype)
        full[self._stored] = values
        return full
