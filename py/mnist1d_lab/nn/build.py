"""A network ready to train, from an experiment's settings and a seed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mnist1d_lab.nn.initialisers import initial_weights
from mnist1d_lab.nn.models import build_model
from mnist1d_lab.nn.network import Network
from mnist1d_lab.ops import get_ops
from mnist1d_lab.ops.base import Ops


def build_network(
    settings: Mapping[str, Any],
    length: int,
    seed: int,
    *,
    ops: Ops | None = None,
    mask: NDArray[np.bool_] | None = None,
    dtype: type[np.floating[Any]] = np.float32,
) -> Network:
    """The model that ``settings`` describe (``params.MODEL_OPTIONS``) for signals of ``length``.

    ``seed`` draws the initial weights and, as it trains, the dropout; ``ops`` defaults to the
    best backend here for that precision (float64: NumPy).
    """
    model = build_model(settings, length)
    ops = ops or get_ops(None if dtype is np.float32 else "numpy")
    network = Network(model, length, ops, mask, dtype, seed)
    initialiser = settings.get("initialiser", "pytorch")
    network.load(initial_weights(model.parameters(), seed, initialiser))
    return network
