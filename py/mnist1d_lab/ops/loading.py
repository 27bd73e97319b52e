"""The fast backends by name: the same kernels, compiled for the machine or in WebAssembly."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from mnist1d_lab.ops import hosts
from mnist1d_lab.ops.base import Ops
from mnist1d_lab.ops.simd import SimdOps
from mnist1d_lab.ops.wasm_host import UnavailableError

NOT_FUSED = "Relaxed SIMD does not fuse multiply and add here, so its results would differ."

BINARIES = {"simd-relaxed": "simd_relaxed.wasm", "simd": "simd.wasm"}


def load(name: str) -> SimdOps:
    """The backend "native", "simd-relaxed" or "simd"; UnavailableError where it cannot run."""
    if name == "native":
        from mnist1d_lab.ops import native_host  # noqa: PLC0415 - a browser has no use for it

        machine = native_host.here()
        return SimdOps(name, machine, machine.start())
    host = hosts.here()
    binary = Path(__file__).with_name(BINARIES[name]).read_bytes()
    ops = SimdOps(name, host, host.start(name, binary))
    if name == "simd-relaxed" and not fuses(ops):
        raise UnavailableError(NOT_FUSED)
    return ops


def fuses(ops: Ops) -> bool:
    """Whether a multiply-add is rounded once. Relaxed SIMD leaves that to the engine and the
    processor, and the bits called "simd-relaxed" are those of one rounding: of
    (1 + 2^-12)^2 - (1 + 2^-11) = 2^-24, of which two roundings leave nothing.
    """
    factor = ops.array(np.full((1, 1), 1 + 2.0**-12, np.float32))
    out = ops.array(np.full((1, 1), -(1 + 2.0**-11), np.float32))
    ops.matmul(factor, factor, out, accumulate=True)()
    return float(out[0, 0]) == 2.0**-24
