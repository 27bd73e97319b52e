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
        hidden = self.hidden
        sequence = x.reshape(length, 1, n)
        y = tape.buffer(length, 2, hidden, n)
        passes = []
        for side, direction in enumerate(self.directions):
            views = [tape.arena.dense(p.name) for p in direction]
            tape.multiply_adds += length * n * (direction[0].size + direction[1].size)
            h, gates = tape.buffer(length, hidden, n), tape.buffer(length, 4 * hidden, n)
            (w_ih, _), (w_hh, _), (b_ih, _), (b_hh, _) = views
            tape.record(
                tape.ops.gru_forward(sequence, w_ih, w_hh, b_ih, b_hh, h, gates, reverse=side == 1),
                _copy(h, y[:, side]),
            )
            passes.append((views, h, gates))

        def backward(dy: Array) -> Array:
            dx = [tape.buffer(*sequence.shape) for _ in passes]
            keep_dx = not tape.is_data(x)
            dh_both = dy.reshape(y.shape)
            for side, (views, h, gates) in enumerate(passes):
                (w_ih, dw_ih), (w_hh, dw_hh), (_, db_ih), (_, db_hh) = views
                inputs = w_ih.size * (2 if keep_dx else 1)
                tape.multiply_adds += length * n * (inputs + 2 * w_hh.size)
                dh = tape.buffer(*h.shape)
                tape.record(
                    _copy(dh_both[:, side], dh),
                    tape.ops.gru_backward(
                        sequence, w_ih, w_hh, h, gates, dh,
                        dx[side] if keep_dx else None, dw_ih, dw_hh, db_ih, db_hh,
                        scratch=tape.buffer(10 * hidden, n), reverse=side == 1,
                    ),
                )  # fmt: skip
            total = tape.buffer(*x.shape)
            if keep_dx:
                tape.record(tape.ops.add(dx[0].reshape(x.shape), dx[1].reshape(x.shape), total))
            return total

        return y.reshape(-1, n), backward


def _copy(source: Array, target: Array) -> Callable[[], None]:
    return lambda: np.copyto(target, source)
