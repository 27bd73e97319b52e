"""Optimisers: each is one bound call over the flat arena, with its state beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from mnist1d_lab.nn.parameters import Arena
from mnist1d_lab.ops.base import Array, Call, Ops

ADAM_BETAS = (0.9, 0.999)
ADAM_EPSILON = 1e-8
SGD_MOMENTUM = 0.9


@dataclass(frozen=True)
class Optimiser:
    """The call that makes a step, and what it carries from one step to the next.

    ``settings`` float64: the learning rate first, which may be changed between two steps, and for
    Adam the powers of its betas last. ``memory`` are the arrays like the arena: Adam's m and v, or
    the velocity of gradient descent.
    """

    step: Call
    settings: Array
    memory: tuple[Array, ...]

    def set_rate(self, rate: float) -> None:
        self.settings[0] = rate

    def carried(self) -> tuple[Array, ...]:
        """Copies of all of it, for another optimiser of a network with the same mask."""
        return tuple(array.copy() for array in (self.settings, *self.memory))

    def carry_on(self, carried: tuple[Array, ...]) -> None:
        """Go on where the optimiser that ``carried`` is of stopped; its learning rate included."""
        for own, given in zip((self.settings, *self.memory), carried, strict=True):
            own[:] = given


def adam(ops: Ops, arena: Arena, learning_rate: float, weight_decay: float = 0.0) -> Optimiser:
    """Adam (Kingma & Ba 2015, algorithm 1) with PyTorch's defaults; the state starts at zero."""
    start = [learning_rate, *ADAM_BETAS, ADAM_EPSILON, weight_decay, 1.0, 1.0]
    state, m, v = ops.array(np.array(start)), _like_theta(ops, arena), _like_theta(ops, arena)
    step = ops.adam(arena.theta, arena.grad, m, v, state, arena.mask)
    return Optimiser(step, state, (m, v))


def sgd(
    ops: Ops,
    arena: Arena,
    learning_rate: float,
    weight_decay: float = 0.0,
    momentum: float = SGD_MOMENTUM,
) -> Optimiser:
    """Gradient descent with momentum (Polyak 1964), as PyTorch has it; the velocity starts at 0."""
    state = ops.array(np.array([learning_rate, momentum, weight_decay]))
    velocity = _like_theta(ops, arena)
    step = ops.sgd(arena.theta, arena.grad, velocity, state, arena.mask)
    return Optimiser(step, state, (velocity,))


def _like_theta(ops: Ops, arena: Arena) -> Array:
    return ops.zeros(arena.theta.shape, arena.theta.dtype)


def build_optimiser(settings: Mapping[str, Any], ops: Ops, arena: Arena) -> Optimiser:
    """The optimiser that ``settings["optimizer"]`` names, ready to step."""
    rate, decay = settings["learning_rate"], settings.get("weight_decay", 0.0)
    if settings["optimizer"] == "sgd":
        return sgd(ops, arena, rate, decay, settings.get("momentum", SGD_MOMENTUM))
    return adam(ops, arena, rate, decay)
