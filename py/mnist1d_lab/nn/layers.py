"""Layers. In each, the forward pass and its backward pass stand side by side.

Notation: a layer maps x to y, its loss gradients are dx and dy. Activations are features first,
batch last, so a linear layer is Y = W X + b, and by the chain rule dW = dY Xᵀ, db = the row sums
of dY, dX = Wᵀ dY.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from mnist1d_lab.nn.parameters import Parameter
from mnist1d_lab.nn.tape import Array, Backward, Tape
from mnist1d_lab.ops.base import Activation as ActivationName
from mnist1d_lab.ops.base import Call
from mnist1d_lab.ops.csr import Csr


class Layer(Protocol):
    """What a model is made of."""

    def parameters(self) -> list[Parameter]:
        """The layer's parameters, in the order in which they lie in the flat vector."""

    def trace(self, tape: Tape, x: Array) -> tuple[Array, Backward]:
        """Record the forward calls; see ``Tape`` for what is returned."""


class Linear:
    """y = W x + b, and max(0, .) fused in if ``relu``. x (inputs, n), y (outputs, n).

    ``fan_out`` is given where an input reaches more units than there are outputs.
    """

    def __init__(
        self, index: int, inputs: int, outputs: int, relu: bool = False, fan_out: int | None = None
    ) -> None:
        fans = (inputs, fan_out or outputs)
        self.weight = Parameter(f"W{index}", index, (outputs, inputs), *fans)
        self.bias = Parameter(f"b{index}", index, (outputs,), *fans)
        self.relu = relu

    def parameters(self) -> list[Parameter]:
        return [self.weight, self.bias]

    def trace(self, tape: Tape, x: Array) -> tuple[Array, Backward]:
        w, dw = tape.arena.view(self.weight.name)
        b, db = tape.arena.dense(self.bias.name)
        y = tape.buffer(self.weight.shape[0], x.shape[1])
        tape.record(_affine(tape, w, x, y, b, self.relu))
        if self.relu:
            tape.rectified.append(y)

        def backward(dy: Array) -> Array:
            dx = tape.buffer(*x.shape)
            if self.relu:
                dz = tape.buffer(*dy.shape)
                tape.record(tape.ops.activation_backward("relu", y, dy, dz))
                dy = dz
            tape.record(tape.ops.row_sums(dy, db), _weight_gradient(tape, w, dy, x, dw))
            if not tape.is_data(x):
                tape.record(_input_gradient(tape, w, dy, dx))
            return dx

        return y, backward


# The three products of a linear layer, for a weight matrix that is kept dense or sparse. Each
# costs one multiply-add for every weight there is and every column.


def _affine(tape: Tape, w: Array | Csr, x: Array, y: Array, b: Array, relu: bool) -> Call:
    if isinstance(w, Csr):
        tape.multiply_adds += w.nnz * x.shape[1]
        return tape.ops.sparse_affine(w, x, y, b, relu)
    tape.multiply_adds += w.size * x.shape[1]
    return tape.ops.affine(w, x, y, b, relu)


def _weight_gradient(tape: Tape, w: Array | Csr, dy: Array, x: Array, dw: Array) -> Call:
    """dW = dY Xᵀ, where there are weights."""
    tape.multiply_adds += dw.size * x.shape[1]
    if isinstance(w, Csr):
        return tape.ops.sampled_matmul_nt(w, dy, x, dw)
    return tape.ops.matmul(dy, x, dw, transpose_b=True)


def _input_gradient(tape: Tape, w: Array | Csr, dy: Array, dx: Array) -> Call:
    """dX = Wᵀ dY."""
    if isinstance(w, Csr):
        tape.multiply_adds += w.nnz * dx.shape[1]
        return tape.ops.sparse_matmul_t(w, dy, dx)
    tape.multiply_adds += w.size * dx.shape[1]
    return tape.ops.matmul(w, dy, dx, transpose_a=True)


class Activation:
    """y = f(x), element by element."""

    def __init__(self, kind: ActivationName) -> None:
        self.kind = kind

    def parameters(self) -> list[Parameter]:
        return []

    def trace(self, tape: Tape, x: Array) -> tuple[Array, Backward]:
        y = tape.buffer(*x.shape)
        tape.record(tape.ops.activation(self.kind, x, y))

        def backward(dy: Array) -> Array:
            dx = tape.buffer(*x.shape)
            tape.record(tape.ops.activation_backward(self.kind, y, dy, dx))
            return dx

        return y, backward


class Dropout:
    """While training, y = x with each entry zeroed with probability p, the rest / (1 - p).

    Srivastava et al. 2014, section 4, in the usual "inverted" form: nothing to do in evaluation.
    """

    def __init__(self, p: float) -> None:
        if not 0 <= p < 1:
            raise ValueError(f"dropout must be at least 0 and below 1; got {p}.")
        self.p = p

    def parameters(self) -> list[Parameter]:
        return []

    def trace(self, tape: Tape, x: Array) -> tuple[Array, Backward]:
        if not tape.training or self.p == 0:
            return x, lambda dy: dy
        y, keep = tape.buffer(*x.shape), tape.buffer(*x.shape)
        # Drawn in float64 whatever the network's precision, so that every backend drops the same.
        drawn = np.empty(x.shape)

        def draw() -> None:
            tape.rng.random(out=drawn)
            np.multiply(drawn >= self.p, 1 / (1 - self.p), out=keep)

        tape.record(draw, tape.ops.multiply(x, keep, y))

        def backward(dy: Array) -> Array:
            dx = tape.buffer(*x.shape)
            tape.record(tape.ops.multiply(dy, keep, dx))
            return dx

        return y, backward


class Residual:
    """y = x + body(x), as in the second layer of the published MLP (He et al. 2016, equation 1)."""

    def __init__(self, body: Layer) -> None:
        self.body = body

    def parameters(self) -> list[Parameter]:
        return self.body.parameters()

    def trace(self, tape: Tape, x: Array) -> tuple[Array, Backward]:
        inner, body_backward = self.body.trace(tape, x)
        y = tape.buffer(*x.shape)
        tape.record(tape.ops.add(x, inner, y))

        def backward(dy: Array) -> Array:
            dx = tape.buffer(*x.shape)
            tape.record(tape.ops.add(dy, body_backward(dy), dx))
            return dx

        return y, backward


class Reshape:
    """The same numbers under another shape; ``shape`` leaves out the batch."""

    def __init__(self, *shape: int) -> None:
        self.shape = shape

    def parameters(self) -> list[Parameter]:
        return []

    def trace(self, tape: Tape, x: Array) -> tuple[Array, Backward]:
        return x.reshape(*self.shape, x.shape[-1]), lambda dy: dy.reshape(x.shape)


class Sequential:
    """One layer after another."""

    def __init__(self, layers: Sequence[Layer]) -> None:
        self.layers = list(layers)

    def parameters(self) -> list[Parameter]:
        return [p for layer in self.layers for p in layer.parameters()]

    def trace(self, tape: Tape, x: Array) -> tuple[Array, Backward]:
        backwards = []
        for layer in self.layers:
            x, backward = layer.trace(tape, x)
            backwards.append(backward)

        def backward_all(dy: Array) -> Array:
            for backward in reversed(backwards):
                dy = backward(dy)
            return dy

        return x, backward_all
