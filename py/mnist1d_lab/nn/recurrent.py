"""A gated recurrent unit, read in both directions."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mnist1d_lab.nn.parameters import Parameter
from mnist1d_lab.nn.tape import Array, Backward, Tape


class Bidirectional:
    """A gated recurrent unit read forwards and backwards; outputs of all positions, flattened.

    x (length, n) is read as a sequence of single numbers; y (length * 2 * hidden, n), position by
    position, the forward states before the backward ones: PyTorch's order.

    The equations stand in ``ops/numpy_gru.py`` (Cho et al. 2014, as PyTorch has them); the
    direction is Schuster & Paliwal's (1997). One call runs a whole sequence, since forty small
    ones would cost more than the arithmetic.
    """

    def __init__(self, index: int, hidden: int) -> None:
        self.hidden = hidden
        self.names = ("w_ih", "w_hh", "b_ih", "b_hh")
        shapes = ((3 * hidden, 1), (3 * hidden, hidden), (3 * hidden,), (3 * hidden,))
        self.directions = [
            [
                Parameter(
                    f"{name}{index}{suffix}",
                    index,
                    shape,
                    fan_in=shape[-1],
                    fan_out=3 * hidden,
                    default_fan=hidden,
                    keep_dense=True,  # the recurrent operations take dense weights only
                )
                for name, shape in zip(self.names, shapes, strict=True)
            ]
            for suffix in ("", "_reverse")
        ]

    def parameters(self) -> list[Parameter]:
        return [p for direction in self.directions for p in direction]

    def trace(self, tape: Tape, x: Array) -> tuple[Array, Backward]:
        length, n = x.shape
        sequence = x.reshape(length, 1, n)
        y = tape.buffer(length, 2, self.hidden, n)
        dx = [tape.buffer(length, 1, n) for _ in self.directions]
        backwards = []
        for side, direction in enumerate(self.directions):
            h, backward = self._trace_direction(tape, sequence, direction, side == 1, dx[side])
            tape.record(_copy(h, y[:, side]))
            backwards.append(backward)

        def backward_both(dy: Array) -> Array:
            dh_both = dy.reshape(y.shape)
            for side, backward in enumerate(backwards):
                dh = tape.buffer(length, self.hidden, n)
                tape.record(_copy(dh_both[:, side], dh))
                backward(dh)
            total = tape.buffer(*x.shape)
            if not tape.is_data(x):
                tape.record(tape.ops.add(dx[0].reshape(x.shape), dx[1].reshape(x.shape), total))
            return total

        return y.reshape(-1, n), backward_both

    def _trace_direction(
        self, tape: Tape, x: Array, parameters: list[Parameter], reverse: bool, dx: Array
    ) -> tuple[Array, Callable[[Array], None]]:
        """One direction over x (length, 1, n): h (length, hidden, n), and what fills dx from dh."""
        length, _, n = x.shape
        (w_ih, dw_ih), (w_hh, dw_hh), (b_ih, db_ih), (b_hh, db_hh) = (
            tape.arena.dense(p.name) for p in parameters
        )
        h = tape.buffer(length, self.hidden, n)
        gates = tape.buffer(length, 4 * self.hidden, n)
        tape.multiply_adds += length * n * (w_ih.size + w_hh.size)
        tape.record(tape.ops.gru_forward(x, w_ih, w_hh, b_ih, b_hh, h, gates, reverse))

        def backward(dh: Array) -> None:
            wanted = None if tape.is_data(x) else dx
            inputs = w_ih.size if wanted is None else 2 * w_ih.size
            tape.multiply_adds += length * n * (inputs + 2 * w_hh.size)
            scratch = tape.buffer(10 * self.hidden, n)
            gradients = (dw_ih, dw_hh, db_ih, db_hh)
            tape.record(
                tape.ops.gru_backward(
                    x, w_ih, w_hh, h, gates, dh, wanted, *gradients, scratch, reverse
                )
            )

        return h, backward


def _copy(source: Array, target: Array) -> Callable[[], None]:
    return lambda: np.copyto(target, source)
