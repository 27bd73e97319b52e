"""The gated recurrent unit in plain NumPy, position by position (see ``Ops.gru_forward``).

    r = sigmoid(W_ir x + b_ir + W_hr h' + b_hr)          h' is the state before
    z = sigmoid(W_iz x + b_iz + W_hz h' + b_hz)
    n = tanh(W_in x + b_in + r (W_hn h' + b_hn))
    h = (1 - z) n + z h'

These are PyTorch's equations (``torch.nn.GRU``), after Cho et al. 2014, with the reset gate
applied to the product rather than to the state.
"""

from __future__ import annotations

import numpy as np

from mnist1d_lab.ops.base import Array, Call


def sigmoid(x: Array, out: Array) -> None:
    """By way of tanh, which cannot overflow."""
    np.multiply(x, 0.5, out=out)
    np.tanh(out, out=out)
    np.multiply(out, 0.5, out=out)
    np.add(out, 0.5, out=out)


def positions(length: int, reverse: bool) -> list[tuple[int, int | None]]:
    """(position, the one read before it or None), in reading order."""
    order = range(length)[:: -1 if reverse else 1]
    return list(zip(order, [None, *order], strict=False))


def bind_forward(
    x: Array,
    w_ih: Array,
    w_hh: Array,
    b_ih: Array,
    b_hh: Array,
    h: Array,
    gates: Array,
    reverse: bool,
) -> Call:
    length, hidden, n = h.shape
    steps = positions(length, reverse)
    start = np.zeros((hidden, n), h.dtype)
    from_x = np.empty((length, 3 * hidden, n), h.dtype)
    from_h = np.empty((3 * hidden, n), h.dtype)

    def run() -> None:
        np.matmul(w_ih, x, out=from_x)
        np.add(from_x, b_ih[:, None], out=from_x)
        for t, before in steps:
            previous = start if before is None else h[before]
            np.matmul(w_hh, previous, out=from_h)
            np.add(from_h, b_hh[:, None], out=from_h)
            _gate(from_x[t], from_h, gates[t])
            _, z, new, _ = np.split(gates[t], 4)
            np.subtract(previous, new, out=h[t])
            np.multiply(h[t], z, out=h[t])
            np.add(h[t], new, out=h[t])

    return run


def _gate(from_x: Array, from_h: Array, gates: Array) -> None:
    """r, z, n and W_hn h + b_hn at one position."""
    hidden = len(gates) // 4
    r, new, inner = gates[:hidden], gates[2 * hidden : 3 * hidden], gates[3 * hidden :]
    np.add(from_x[: 2 * hidden], from_h[: 2 * hidden], out=gates[: 2 * hidden])
    sigmoid(gates[: 2 * hidden], gates[: 2 * hidden])
    np.copyto(inner, from_h[2 * hidden :])
    np.multiply(r, inner, out=new)
    np.add(new, from_x[2 * hidden :], out=new)
    np.tanh(new, out=new)


def bind_backward(
    *,
    x: Array,
    w_ih: Array,
    w_hh: Array,
    h: Array,
    gates: Array,
    dh: Array,
    dx: Array | None,
    dw_ih: Array,
    dw_hh: Array,
    db_ih: Array,
    db_hh: Array,
    scratch: Array,
    reverse: bool,
) -> Call:
    length, hidden, n = h.shape
    steps = positions(length, reverse)[::-1]
    start = np.zeros((hidden, n), h.dtype)
    carry, total = scratch[:hidden], scratch[hidden : 2 * hidden]
    to_x, to_h = scratch[2 * hidden : 5 * hidden], scratch[5 * hidden : 8 * hidden]

    def run() -> None:
        for out in (carry, dw_ih, dw_hh, db_ih, db_hh):
            out.fill(0)
        for t, before in steps:
            previous = start if before is None else h[before]
            np.add(dh[t], carry, out=total)
            _gate_backward(gates[t], previous, total, to_x, to_h)
            np.multiply(total, gates[t, hidden : 2 * hidden], out=carry)
            np.add(carry, w_hh.T @ to_h, out=carry)
            np.add(dw_ih, to_x @ x[t].T, out=dw_ih)
            np.add(dw_hh, to_h @ previous.T, out=dw_hh)
            np.add(db_ih, to_x.sum(1), out=db_ih)
            np.add(db_hh, to_h.sum(1), out=db_hh)
            if dx is not None:
                np.matmul(w_ih.T, to_x, out=dx[t])

    return run


def _gate_backward(gates: Array, previous: Array, dh: Array, to_x: Array, to_h: Array) -> None:
    """Gradients of the three gates' arguments: as they reach W_ih x, and as they reach W_hh h."""
    hidden = len(gates) // 4
    r, z, new, inner = np.split(gates, 4)
    dnew = dh * (1 - z) * (1 - new * new)
    to_x[:hidden] = dnew * inner * r * (1 - r)
    to_x[hidden : 2 * hidden] = dh * (previous - new) * z * (1 - z)
    to_x[2 * hidden :] = dnew
    to_h[: 2 * hidden] = to_x[: 2 * hidden]
    to_h[2 * hidden :] = dnew * r
