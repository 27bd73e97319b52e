"""What each kernel of a training step takes and how much arithmetic it does, in Pyodide."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import numpy as np
from mnist1d_lab.nn.build import build_network
from mnist1d_lab.nn.optimisers import adam
from mnist1d_lab.ops import get_ops
from mnist1d_lab.ops.base import Array, Call, Ops
from mnist1d_lab.ops.csr import csr_from_mask
from mnist1d_lab.pruning.masks import pruning_groups, random_mask

BATCH = 100
# Against a clock that ticks every 0.1 ms.
BLOCK_S = 0.004


def fastest(call: Call, seconds: float) -> float:
    """Microseconds of the call in the fastest block."""
    repeats, best, deadline = 1, float("inf"), time.perf_counter() + seconds
    while time.perf_counter() < deadline:
        began = time.perf_counter()
        for _ in range(repeats):
            call()
        took = time.perf_counter() - began
        if took < BLOCK_S:
            repeats *= 2
        else:
            best = min(best, took / repeats)
    return 1e6 * best


def dense(ops: Ops, m: int, k: int) -> Iterator[tuple[str, Call, float]]:
    """The three products of a dense layer with k inputs and m outputs."""
    w, x, dy = _random(m, k), _random(k, BATCH), _random(m, BATCH)
    y, dw, dx, b = _random(m, BATCH), _random(m, k), _random(k, BATCH), _random(m)
    work = 2 * m * k * BATCH
    yield f"{m}x{k} forward", ops.affine(w, x, y, b, relu=True), work
    yield f"{m}x{k} weight gradient", ops.matmul(dy, x, dw, transpose_b=True), work
    yield f"{m}x{k} input gradient", ops.matmul(w, dy, dx, transpose_a=True), work


def sparse(ops: Ops, m: int, k: int, density: float) -> Iterator[tuple[str, Call, float]]:
    """The same for a layer of which a share survives; the work is that of the survivors."""
    mask = np.random.default_rng(0).random((m, k)) < density
    w = csr_from_mask(mask, _random(int(mask.sum())))
    x, dy, y, dx = _random(k, BATCH), _random(m, BATCH), _random(m, BATCH), _random(k, BATCH)
    work, name = 2 * w.nnz * BATCH, f"{m}x{k} at {density:.0%}"
    yield f"{name} forward", ops.sparse_affine(w, x, y, _random(m), relu=True), work
    yield f"{name} weight gradient", ops.sampled_matmul_nt(w, dy, x, _random(w.nnz)), work
    yield f"{name} input gradient", ops.sparse_matmul_t(w, dy, dx), work


def rest(ops: Ops, hidden: int) -> Iterator[tuple[str, Call, float]]:
    """What is done element by element, and the whole step of an MLP beside the sum of its parts."""
    settings = {"model": "mlp", "hidden": hidden}
    network = build_network(settings, 40, 0, ops=ops)
    optimise = adam(ops, network.arena, 1e-2).step
    program = network.training_program(BATCH)
    x, labels = _random(40, 4000), np.arange(4000, dtype=np.int32) % 10
    logits, stats = _random(10, BATCH), np.zeros(2)
    loss = ops.softmax_cross_entropy(logits, labels[:BATCH].copy(), _random(10, BATCH), stats)
    a, out = _random(hidden, BATCH), _random(hidden, BATCH)
    yield f"loss, {BATCH} samples", loss, 0
    yield f"activation backward, {hidden}x{BATCH}", ops.activation_backward("relu", a, a, out), 0
    yield f"row sums, {hidden}x{BATCH}", ops.row_sums(a, _random(hidden)), 0
    yield f"Adam, {network.arena.size} weights", optimise, 0
    yield "an empty crossing", ops.add(_random(1), _random(1), _random(1)), 0

    def step() -> None:
        program.run(x[:, 100:200], labels[100:200])
        optimise()

    yield f"whole step, mlp {hidden}", step, 2 * program.multiply_adds


def crossover(ops: Ops, hidden: int, seconds: float) -> Iterator[tuple[str, Call, float]]:
    """Whole masked steps kept dense and kept sparse, for the density where they meet."""
    import copy

    settings = {"model": "mlp", "hidden": hidden}
    parameters = build_network(settings, 40, 0, ops=ops).model.parameters()
    size = sum(p.size for p in parameters)
    for density in (0.9, 0.8, 0.7, 0.6, 0.5):
        mask = random_mask(np.random.default_rng(0), size, pruning_groups(parameters), 1 - density)
        for kind, below in (("dense", 0.0), ("sparse", 2.0)):
            held = copy.copy(ops)
            held.sparse_below = below
            network = build_network(settings, 40, 0, ops=held, mask=mask)
            program, optimiser = network.training_program(BATCH), adam(held, network.arena, 1e-2)
            call = ops.sequence(*program.calls, optimiser.step)
            yield f"mlp {hidden} step, {density:.0%} left, {kind}", call, 0


def _random(*shape: int) -> Array:
    return np.random.default_rng(0).standard_normal(shape).astype(np.float32)


def main(backend: str, seconds: float) -> str:
    """[[name, microseconds, GFLOP/s or 0], ...] as JSON."""
    ops = get_ops(backend)
    shapes = ((100, 40), (100, 100), (10, 100), (500, 40), (500, 500), (10, 500), (256, 256))
    cases = [case for shape in shapes for case in dense(ops, *shape)]
    cases += [case for density in (0.6, 0.1) for case in sparse(ops, 500, 500, density)]
    cases += [*rest(ops, 100), *rest(ops, 500), *crossover(ops, 500, seconds)]
    lines = []
    for name, call, work in cases:
        microseconds = fastest(call, seconds)
        lines.append([name, microseconds, work / microseconds / 1000])
    return json.dumps(lines)
