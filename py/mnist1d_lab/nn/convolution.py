"""Convolution along the positions of a signal."""

from __future__ import annotations

from mnist1d_lab.nn.layers import Linear
from mnist1d_lab.nn.parameters import Parameter
from mnist1d_lab.nn.tape import Array, Backward, Tape


class Conv1d:
    """A convolution along the positions, as one matrix product over unfolded windows.

    x (channels, length, n) -> y (filters, length_out, n); relu fused in if asked for.
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
        fan_in = channels * kernel
        self.weight = Parameter(f"W{index}", index, (filters, fan_in), fan_in)
        self.bias = Parameter(f"b{index}", index, (filters,), fan_in)
        self.kernel, self.stride, self.padding, self.relu = kernel, stride, padding, relu

    def parameters(self) -> list[Parameter]:
        return [self.weight, self.bias]

    def length_out(self, length: int) -> int:
        return (length + 2 * self.padding - self.kernel) // self.stride + 1

    def trace(self, tape: Tape, x: Array) -> tuple[Array, Backward]:
        channels, length, n = x.shape
        columns = self.length_out(length) * n
        windows = tape.buffer(channels * self.kernel, self.length_out(length), n)
        fold = (self.kernel, self.stride, self.padding)
        tape.record(tape.ops.im2col(x, windows, *fold))
        if tape.is_data(x):
            tape.mark_data(windows)
        product = Linear(self.weight.layer, self.weight.shape[1], self.weight.shape[0], self.relu)
        y, product_backward = product.trace(tape, windows.reshape(-1, columns))

        def backward(dy: Array) -> Array:
            dwindows = product_backward(dy.reshape(-1, columns)).reshape(windows.shape)
            dx = tape.buffer(*x.shape)
            if not tape.is_data(x):
                tape.record(tape.ops.col2im(dwindows, dx, *fold))
            return dx

        return y.reshape(-1, self.length_out(length), n), backward
