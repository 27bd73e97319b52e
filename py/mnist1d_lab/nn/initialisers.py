"""Initial weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from mnist1d_lab.nn.parameters import Parameter

# In quotes: naming the class would load NumPy's generators, and a start needs none.
Initialiser = Callable[["np.random.Generator", Parameter], NDArray[np.float64]]


def pytorch(rng: np.random.Generator, p: Parameter) -> NDArray[np.float64]:
    """PyTorch's default for linear, convolutional and recurrent layers: U(-b, b), b = fan^-½.

    The fan is fan_in; in a recurrent layer it is the number of hidden units, for all parameters.
    """
    bound = (p.default_fan or p.fan_in) ** -0.5
    return rng.uniform(-bound, bound, p.shape)


def he(rng: np.random.Generator, p: Parameter) -> NDArray[np.float64]:
    """N(0, 2 / fan_in), biases 0 (He et al. 2015, section 2.2)."""
    if p.is_bias:
        return np.zeros(p.shape)
    return rng.normal(0, (2 / p.fan_in) ** 0.5, p.shape)


def xavier(rng: np.random.Generator, p: Parameter) -> NDArray[np.float64]:
    """U(-b, b), b² = 6 / (fan_in + fan_out), biases 0 (Glorot & Bengio 2010, equation 16)."""
    if p.is_bias:
        return np.zeros(p.shape)
    bound = (6 / (p.fan_in + p.fan_out)) ** 0.5
    return rng.uniform(-bound, bound, p.shape)


def orthogonal(rng: np.random.Generator, p: Parameter) -> NDArray[np.float64]:
    """Orthonormal rows or columns, biases 0 (Saxe et al. 2014)."""
    if p.is_bias:
        return np.zeros(p.shape)
    rows, columns = p.shape
    q, r = np.linalg.qr(rng.normal(size=(max(p.shape), min(p.shape))))
    # The sign makes the distribution uniform over orthogonal matrices (Mezzadri 2007).
    q = q * np.sign(np.diag(r))
    return q if rows >= columns else q.T


INITIALISERS: dict[str, Initialiser] = {
    "pytorch": pytorch,
    "he": he,
    "xavier": xavier,
    "orthogonal": orthogonal,
}


def initial_weights(
    parameters: Sequence[Parameter], seed: int | Sequence[int], initialiser: str = "pytorch"
) -> NDArray[np.float64]:
    """The flat vector of all parameters, drawn layer by layer from ``seed``.

    ``initialiser`` is a name in ``INITIALISERS``.
    """
    rng = np.random.default_rng(seed)
    draw = INITIALISERS[initialiser]
    return np.concatenate([draw(rng, p).ravel() for p in parameters])
