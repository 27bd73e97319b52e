"""A backend is called "simd-relaxed" only where its multiply-adds are rounded once."""

from __future__ import annotations

import numpy as np
import pytest
from mnist1d_lab import ops
from mnist1d_lab.ops import loading
from mnist1d_lab.ops.wasm_host import UnavailableError


def test_the_probe_tells_one_rounding_from_two() -> None:
    factor = np.float32(1 + 2.0**-12)
    twice = np.float32(factor * factor) - np.float32(1 + 2.0**-11)
    once = np.float32(float(factor) ** 2 - (1 + 2.0**-11))  # exact in doubles, rounded at the end
    assert (twice, once) == (0, 2.0**-24)


@pytest.mark.parametrize(
    ("name", "fused"), [("native", True), ("simd-relaxed", True), ("simd", False), ("numpy", False)]
)
def test_each_backend_rounds_as_its_name_says(name: str, fused: bool) -> None:
    try:
        backend = ops.get_ops(name)
    except UnavailableError as error:
        pytest.skip(str(error))
    assert loading.fuses(backend) is fused


def test_relaxed_simd_that_does_not_fuse_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "fuses", lambda _: False)
    with pytest.raises(UnavailableError, match="does not fuse"):
        loading.load("simd-relaxed")
