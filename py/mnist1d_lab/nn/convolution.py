"""Convolutions along the positions of a signal, and over the pixels of an image."""

from __future__ import annotations

from math import prod

from mnist1d_lab.nn.layers import Linear
from mnist1d_lab.nn.parameters import Parameter
from mnist1d_lab.nn.tape import Array, Backward, Tape


class Conv1d:
    """A convolution along the positions, as one matrix product over unfolded windows.

    x (channels, length, n) -> y (filters, length_out, n); relu fused in if asked for. The weight
    has shape (filters, channels * kernel), PyTorch's with its last two axes read as one.
    """

    sides = 1

    def __init__(
        self,
        index: int,
        channels: int,
        filters: int,
        kernel: int,
        stride: int = 1,
        padding: int = 0,
        relu: bool = False,
    ) -> None:
        window = kernel**self.sides
        self.product = Linear(index, channels * window, filters, relu, fan_out=filters * window)
        self.kernel, self.stride, self.padding = kernel, stride, padding

    def parameters(self) -> list[Parameter]:
        return self.product.parameters()

    def length_out(self, length: int) -> int:
        """Positions left of ``length``; ValueError where not one window fits."""
        windows = (length + 2 * self.padding - self.kernel) // self.stride + 1
        if windows < 1:
            raise ValueError(f"A signal of length {length} is too short for the convolutions.")
        return windows

    def trace(self, tape: Tape, x: Array) -> tuple[Array, Backward]:
        channels, *lengths, n = x.shape
        out = [self.length_out(length) for length in lengths]
        windows = tape.buffer(channels * self.kernel**self.sides, *out, n)
        fold = (self.kernel, self.stride, self.padding)
        tape.record(tape.ops.im2col(x, windows, *fold))
        if tape.is_data(x):
            tape.mark_data(windows)
        columns = prod(out) * n
        y, product_backward = self.product.trace(tape, windows.reshape(-1, columns))

        def backward(dy: Array) -> Array:
            dwindows = product_backward(dy.reshape(-1, columns)).reshape(windows.shape)
            dx = tape.buffer(*x.shape)
            if not tape.is_data(x):
                tape.record(tape.ops.col2im(dwindows, dx, *fold))
            return dx

        return y.reshape(-1, *out, n), backward


class Conv2d(Conv1d):
    """The same over images: windows of kernel x kernel pixels, stride and padding in both axes.

    x (channels, height, width, n) -> y (filters, height_out, width_out, n). The weight has shape
    (filters, channels * kernel²), PyTorch's with its last three axes read as one.
    """

    sides = 2
