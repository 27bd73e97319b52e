"""The NumPy backend against PyTorch, where it is installed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from mnist1d_lab.nn.convolution import Conv2d
from mnist1d_lab.nn.parameters import Arena
from mnist1d_lab.nn.tape import Tape
from mnist1d_lab.ops import get_ops

torch: Any = pytest.importorskip("torch")
OPS = get_ops("numpy")


@pytest.mark.parametrize(("kernel", "stride", "padding"), [(5, 2, 1), (3, 2, 1), (4, 3, 0)])
def test_convolution(kernel: int, stride: int, padding: int) -> None:
    rng = np.random.default_rng(0)
    x, w = rng.normal(size=(6, 2, 17)), rng.normal(size=(3, 2, kernel))
    tx, tw = torch.tensor(x, requires_grad=True), torch.tensor(w, requires_grad=True)
    ty = torch.conv1d(tx, tw, stride=stride, padding=padding)
    dy = rng.normal(size=ty.shape)
    ty.backward(torch.tensor(dy))
    ours, length_out = x.transpose(1, 2, 0).copy(), ty.shape[2]
    cols, y = np.empty((2 * kernel, length_out, 6)), np.empty((3, length_out * 6))
    flat_w, flat_cols = w.reshape(3, -1), cols.reshape(2 * kernel, -1)
    ours_dy = dy.transpose(1, 2, 0).reshape(3, -1).copy()
    dw, dcols, dx = np.empty_like(flat_w), np.empty_like(flat_cols), np.empty_like(ours)
    OPS.sequence(
        OPS.im2col(ours, cols, kernel, stride, padding),
        OPS.affine(flat_w, flat_cols, y),
        OPS.matmul(ours_dy, flat_cols, dw, transpose_b=True),
        OPS.matmul(flat_w, ours_dy, dcols, transpose_a=True),
        OPS.col2im(dcols.reshape(cols.shape), dx, kernel, stride, padding),
    )()
    got = y.reshape(3, length_out, 6).transpose(2, 0, 1)
    np.testing.assert_allclose(got, ty.detach().numpy(), atol=1e-12)
    np.testing.assert_allclose(dw, tw.grad.numpy().reshape(3, -1), atol=1e-12)
    np.testing.assert_allclose(dx, tx.grad.numpy().transpose(1, 2, 0), atol=1e-12)


@pytest.mark.parametrize(("kernel", "stride", "padding"), [(5, 2, 1), (3, 2, 1), (4, 3, 0)])
def test_convolution_over_images(kernel: int, stride: int, padding: int) -> None:
    """The layer, its weight read as PyTorch's, and all three gradients."""
    rng = np.random.default_rng(0)
    layer = Conv2d(1, 2, 3, kernel, stride, padding)
    arena = Arena(layer.parameters(), None, OPS, np.float64)
    arena.load(rng.normal(size=arena.size))
    tape = Tape(OPS, arena, 6, training=True)
    x = rng.normal(size=(2, 9, 11, 6))
    y, backward = layer.trace(tape, x)
    dy = rng.normal(size=y.shape)
    dx = backward(dy)
    OPS.sequence(*tape.calls)()
    tx = torch.tensor(x.transpose(3, 0, 1, 2), requires_grad=True)
    tw, tb = (torch.tensor(arena.dense(p.name)[0], requires_grad=True) for p in layer.parameters())
    square = tw.reshape(3, 2, kernel, kernel)
    ty = torch.conv2d(tx, square, tb, stride=stride, padding=padding)
    ty.backward(torch.tensor(dy.transpose(3, 0, 1, 2)))
    np.testing.assert_allclose(y.transpose(3, 0, 1, 2), ty.detach().numpy(), atol=1e-12)
    np.testing.assert_allclose(dx.transpose(3, 0, 1, 2), tx.grad.numpy(), atol=1e-12)
    np.testing.assert_allclose(arena.dense("W1")[1], tw.grad.numpy(), atol=1e-12)
    np.testing.assert_allclose(arena.dense("b1")[1], tb.grad.numpy(), atol=1e-12)


def test_bidirectional_gru() -> None:
    torch.manual_seed(0)
    length, inputs, hidden, n = 7, 2, 5, 3
    peer = torch.nn.GRU(inputs, hidden, bidirectional=True).double()
    tx = torch.randn(length, n, inputs, dtype=torch.float64, requires_grad=True)
    ty, _ = peer(tx)
    dy = torch.randn_like(ty)
    ty.backward(dy)
    x, total = tx.detach().numpy().transpose(0, 2, 1).copy(), np.zeros((length, inputs, n))
    for suffix, side in (("", slice(0, hidden)), ("_reverse", slice(hidden, None))):
        reverse = suffix == "_reverse"
        names = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
        peers = [getattr(peer, name + suffix) for name in names]
        weights = [p.detach().numpy() for p in peers]
        h, gates = np.empty((length, hidden, n)), np.empty((length, 4 * hidden, n))
        OPS.gru_forward(x, *weights, h, gates, reverse)()
        np.testing.assert_allclose(h, ty.detach().numpy()[:, :, side].transpose(0, 2, 1))
        dh = dy.numpy()[:, :, side].transpose(0, 2, 1).copy()
        dx, grads = np.empty_like(x), [np.empty_like(w) for w in weights]
        scratch = np.empty((10 * hidden, n))
        w_ih, w_hh = weights[:2]
        OPS.gru_backward(x, w_ih, w_hh, h, gates, dh, dx, *grads, scratch, reverse)()
        for got, p in zip(grads, peers, strict=True):
            np.testing.assert_allclose(got, p.grad.numpy(), atol=1e-12)
        total += dx
    np.testing.assert_allclose(total, tx.grad.numpy().transpose(0, 2, 1), atol=1e-12)


@pytest.mark.parametrize("decay", [0.0, 0.1])
@pytest.mark.parametrize("method", ["adam", "sgd"])
def test_optimisers(method: str, decay: float) -> None:
    rng = np.random.default_rng(5)
    theta, grad = rng.normal(size=50), np.empty(50)
    parameter = torch.nn.Parameter(torch.tensor(theta.copy()))
    m, v = np.zeros(50), np.zeros(50)
    if method == "adam":
        peer = torch.optim.Adam([parameter], lr=0.01, weight_decay=decay)
        state = np.array([0.01, 0.9, 0.999, 1e-8, decay, 1, 1])
        step = OPS.adam(theta, grad, m, v, state)
    else:
        peer = torch.optim.SGD([parameter], lr=0.01, momentum=0.9, weight_decay=decay)
        step = OPS.sgd(theta, grad, m, np.array([0.01, 0.9, decay]))
    for _ in range(30):
        grad[:] = rng.normal(size=50)
        parameter.grad = torch.tensor(grad.copy())
        peer.step()
        step()
    np.testing.assert_allclose(theta, parameter.detach().numpy(), rtol=1e-12)
