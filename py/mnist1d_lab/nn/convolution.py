"""Convolution along the positions of a signal."""

from __future__ import annotations

from mnist1d_lab.nn.layers import Linear
from mnist1d_lab.nn.parameters import Parameter
from mnist1d_lab.nn.tape import Array, Backward, Tape


class Conv1d:
    """A convolution along the positions, as one matrix product over unfolded windows.

    x (channels, length, n) -> y (filters, length_out, n); relu fused in if asked for. The weight
    has shape (filters, channels * kernel), PyTorch's with its last two axes read as one.
    """

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
        self.product = Linear(index, channels * kernel, filters, relu, fan_out=filters * kernel)
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
        channels, length, n = x.shape
        columns = self.length_out(length) * n
        windows = tape.buffer(channels * self.kernel, self.length_out(length), n)
        fold = (self.kernel, self.stride, self.padding)
        tape.record(tape.ops.im2col(x, windows, *fold))
        if tape.is_data(x):
            tape.mark_data(windows)
        y, product_backward = self.product.trace(tape, windows.reshape(-1, columns))

        def backward(dy: Array) -> Array:
            dwindows = product_backward(dy.reshape(-1, columns)).reshape(windows.shape)
            dx = tape.buffer(*x.shape)
            if not tape.is_data(x):
                tape.record(tape.ops.col2im(dwindows, dx, *fold))
            return dx

        return y.reshape(-1, self.length_out(length), n), backward
