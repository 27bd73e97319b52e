"""The four published models (Greydanus & Kobak 2024, section 2), for any input length, and the CNN
for images.

``activation`` and ``dropout`` are additions of ours; with "relu" and 0 the models are as published.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isqrt, prod
from typing import Any

from mnist1d_lab.nn.convolution import Conv1d, Conv2d
from mnist1d_lab.nn.layers import Activation, Dropout, Layer, Linear, Reshape, Residual, Sequential
from mnist1d_lab.nn.recurrent import Bidirectional
from mnist1d_lab.ops.base import Activation as ActivationName

FILTERS = 25
GRU_HIDDEN = 6


def linear(length: int, classes: int) -> Sequential:
    """Logistic regression: 410 parameters for 40 inputs and 10 classes."""
    return Sequential([Linear(1, length, classes)])


def mlp(
    length: int,
    classes: int,
    hidden: int,
    depth: int = 2,
    activation: ActivationName = "relu",
    dropout: float = 0.0,
) -> Sequential:
    """``depth`` hidden layers of ``hidden`` units; all but the first are residual, as published."""
    layers: list[Layer] = []
    for index in range(1, depth + 1):
        inputs = length if index == 1 else hidden
        product = Linear(index, inputs, hidden, relu=activation == "relu")
        body = Sequential([product, *_nonlinearity(activation), *_dropout(dropout)])
        layers.append(body if index == 1 else Residual(body))
    return Sequential([*layers, Linear(depth + 1, hidden, classes)])


def cnn(
    length: int, classes: int, activation: ActivationName = "relu", dropout: float = 0.0
) -> Sequential:
    """Three strided convolutions and a linear layer: 5,210 parameters for 40 inputs."""
    return _convolutions(Conv1d, [length], classes, activation, dropout)


def cnn2d(
    pixels: int, classes: int, activation: ActivationName = "relu", dropout: float = 0.0
) -> Sequential:
    """The CNN with windows in two dimensions, over square images that come row after row.

    Ours, not published: 15,960 parameters for 28 x 28 pixels. ValueError for other shapes.
    """
    side = isqrt(pixels)
    if side * side != pixels:
        raise ValueError(f"A square image has a square number of pixels; got {pixels}.")
    return _convolutions(Conv2d, [side, side], classes, activation, dropout)


def _convolutions(
    kind: type[Conv1d],
    lengths: Sequence[int],
    classes: int,
    activation: ActivationName,
    dropout: float,
) -> Sequential:
    """The published CNN over inputs with sides of these lengths."""
    layers: list[Layer] = [Reshape(1, *lengths)]
    shapes = ((1, 5), (FILTERS, 3), (FILTERS, 3))
    out = list(lengths)
    for index, (channels, kernel) in enumerate(shapes, start=1):
        relu = activation == "relu"
        convolution = kind(index, channels, FILTERS, kernel, stride=2, padding=1, relu=relu)
        layers += [convolution, *_nonlinearity(activation)]
        out = [convolution.length_out(length) for length in out]
    features = FILTERS * prod(out)
    return Sequential(
        [*layers, Reshape(features), *_dropout(dropout), Linear(4, features, classes)]
    )


def gru(length: int, classes: int, dropout: float = 0.0) -> Sequential:
    """A bidirectional GRU of 6 units, all outputs into a linear layer: 5,134 parameters."""
    head = Linear(2, length * 2 * GRU_HIDDEN, classes)
    return Sequential([Bidirectional(1, GRU_HIDDEN), *_dropout(dropout), head])


def _nonlinearity(activation: ActivationName) -> list[Layer]:
    """The layer for it, where it needs one: relu is fused into the product before it."""
    return [] if activation in ("relu", "identity") else [Activation(activation)]


def _dropout(p: float) -> list[Layer]:
    return [Dropout(p)] if p > 0 else []


def build_model(settings: Mapping[str, Any], length: int, classes: int = 10) -> Sequential:
    """The model that ``settings["model"]`` names, with its other settings where it has any."""
    name = settings["model"]
    activation, dropout = settings.get("activation", "relu"), settings.get("dropout", 0.0)
    if name == "linear":
        return linear(length, classes)
    if name == "mlp":
        depth = settings.get("depth", 2)
        return mlp(length, classes, settings["hidden"], depth, activation, dropout)
    if name == "cnn":
        return cnn(length, classes, activation, dropout)
    if name == "cnn2d":
        return cnn2d(length, classes, activation, dropout)
    if name == "gru":
        return gru(length, classes, dropout)
    raise ValueError(f"model must be one of linear, mlp, cnn, cnn2d, gru; got {name!r}.")
