"""Optimisers: each is one bound call over the flat arena, with its state beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from mnist1d_lab.nn.parameters import Arena
from mnist1d_lab.ops.base import Array, Call, Ops

ADAM_BETAS = (0.9, 0.999)
ADAM_EPSILON = 1e-8
SGD_MOMENTUM = 0.9


def adam(ops: Ops, arena: Arena, learning_rate: float, weight_decay: float = 0.0) -> Call:
    """Adam (Kingma & Ba 2015, algorithm 1) with PyTorch's defaults; the state starts at zero."""
    state = [learning_rate, *ADAM_BETAS, ADAM_EPSILON, weight_decay, 1.0, 1.0]
    m, v = _zeros_like(ops, arena.theta), _zeros_like(ops, arena.theta)
    return ops.adam(arena.theta, arena.grad, m, v, ops.array(np.array(state)), arena.mask)


def sgd(
    ops: Ops,
    arena: Arena,
    learning_rate: float,
    weight_decay: float = 0.0,
    momentum: float = SGD_MOMENTUM,
) -> Call:
    """Gradient descent with momentum (Polyak 1964), as PyTorch has it; the velocity starts at 0."""
    state = ops.array(np.array([learning_rate, momentum, weight_decay]))
    return ops.sgd(arena.theta, arena.grad, _zeros_like(ops, arena.theta), state, arena.mask)


def _zeros_like(ops: Ops, array: Array) -> Array:
    return ops.zeros(array.shape, array.dtype)


def build_optimiser(settings: Mapping[str, Any], ops: Ops, arena: Arena) -> Call:
    """The optimiser that ``settings["optimizer"]`` names, ready to step."""
    rate, decay = settings["learning_rate"], settings.get("weight_decay", 0.0)
    if settings["optimizer"] == "sgd":
        return sgd(ops, arena, rate, decay, settings.get("momentum", SGD_MOMENTUM))
    return adam(ops, arena, rate, decay)
