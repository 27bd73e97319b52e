"""The optimisers' steps in NumPy; what they compute is said in ``ops/base.py``."""

from __future__ import annotations

import numpy as np

from mnist1d_lab.ops.base import FLUSH_BELOW, Array, Call


def bind_adam(
    theta: Array, grad: Array, m: Array, v: Array, state: Array, mask: Array | None
) -> Call:
    """One step of ``Ops.adam``."""
    where = _where(mask)
    g, update = np.empty_like(theta), np.empty_like(theta)
    tiny = np.empty(theta.shape, np.bool_)

    def run() -> None:
        state[5:] *= state[1:3]
        rate, beta1, beta2, epsilon, decay, power1, power2 = state.tolist()
        np.multiply(theta, decay, out=g)
        np.add(g, grad, out=g)
        _blend(m, beta1, g, update, where)
        np.multiply(g, g, out=g)
        _blend(v, beta2, g, update, where)
        _flush(m, update, tiny, where)
        np.sqrt(v, out=g)
        np.multiply(g, (1 - power2) ** -0.5, out=g)
        np.add(g, epsilon, out=g)
        np.divide(m, g, out=update)
        np.multiply(update, rate / (1 - power1), out=update)
        np.subtract(theta, update, out=theta, where=where)

    return run


def bind_sgd(theta: Array, grad: Array, velocity: Array, state: Array, mask: Array | None) -> Call:
    """One step of ``Ops.sgd``."""
    where = _where(mask)
    g, update = np.empty_like(theta), np.empty_like(theta)
    tiny = np.empty(theta.shape, np.bool_)

    def run() -> None:
        rate, momentum, decay = state.tolist()
        np.multiply(theta, decay, out=g)
        np.add(g, grad, out=g)
        np.multiply(velocity, momentum, out=update)
        np.add(update, g, out=velocity, where=where)
        _flush(velocity, update, tiny, where)
        np.multiply(velocity, rate, out=update)
        np.subtract(theta, update, out=theta, where=where)

    return run


def _where(mask: Array | None) -> Array | bool:
    """The mask as NumPy's ``where=``: the same bytes, read as booleans."""
    return True if mask is None else mask.view(np.bool_)


def _blend(mean: Array, beta: float, new: Array, spare: Array, where: Array | bool) -> None:
    """mean = beta mean + (1 - beta) new."""
    np.subtract(new, mean, out=spare)
    np.multiply(spare, 1 - beta, out=spare)
    np.add(mean, spare, out=mean, where=where)


def _flush(mean: Array, spare: Array, tiny: Array, where: Array | bool) -> None:
    """Zero for what is next to zero (see ``Ops.adam``)."""
    np.abs(mean, out=spare)
    np.less(spare, FLUSH_BELOW, out=tiny)
    if where is not True:
        np.logical_and(tiny, where, out=tiny)
    np.copyto(mean, 0, where=tiny)
