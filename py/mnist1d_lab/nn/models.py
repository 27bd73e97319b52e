"""The four published models (Greydanus & Kobak 2024, section 2), for any input length."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mnist1d_lab.nn.convolution import Conv1d
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
        # relu is fused into the product; any other activation is a layer of its own.
        fused = activation == "relu"
        block: list[Layer] = [Linear(index, inputs, hidden, relu=fused)]
        if not fused:
            block.append(Activation(activation))
        if dropout > 0:
            block.append(Dropout(dropout))
        body = Sequential(block) if len(block) > 1 else block[0]
        layers.append(body if index == 1 else Residual(body))
    return Sequential([*layers, Linear(depth + 1, hidden, classes)])


def cnn(length: int, classes: int) -> Sequential:
    """Three strided convolutions and a linear layer: 5,210 parameters for 40 inputs."""
    convolutions = [
        Conv1d(1, 1, FILTERS, kernel=5, stride=2, padding=1, relu=True),
        Conv1d(2, FILTERS, FILTERS, kernel=3, stride=2, padding=1, relu=True),
        Conv1d(3, FILTERS, FILTERS, kernel=3, stride=2, padding=1, relu=True),
    ]
    out = length
    for convolution in convolutions:
        out = convolution.length_out(out)
    features = FILTERS * out
    head = Linear(4, features, classes)
    return Sequential([Reshape(1, length), *convolutions, Reshape(features), head])


def gru(length: int, classes: int) -> Sequential:
    """A bidirectional GRU of 6 units, all outputs into a linear layer: 5,134 parameters."""
    return Sequential([Bidirectional(1, GRU_HIDDEN), Linear(2, length * 2 * GRU_HIDDEN, classes)])


def build_model(settings: Mapping[str, Any], length: int, classes: int = 10) -> Sequential:
    """The model that ``settings["model"]`` names, with its other settings where it has any."""
    name = settings["model"]
    if name == "linear":
        return linear(length, classes)
    if name == "cnn":
        return cnn(length, classes)
    if name == "gru":
        return gru(length, classes)
    return mlp(
        length,
        classes,
        settings["hidden"],
        settings.get("depth", 2),
        settings.get("activation", "relu"),
        settings.get("dropout", 0.0),
    )
