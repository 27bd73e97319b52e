"""A dictionary of arrays and plain values as bytes, and back: no pickle, so nothing can run."""

from __future__ import annotations

import io
import json
from typing import Any

import numpy as np

PLAIN = "plain.json"


def pack(state: dict[str, Any]) -> bytes:
    """An NPZ of the arrays, with the plain values as JSON under ``PLAIN``."""
    arrays = {name: value for name, value in state.items() if isinstance(value, np.ndarray)}
    plain = {name: value for name, value in state.items() if name not in arrays}
    out = io.BytesIO()
    np.savez(out, **{PLAIN: np.array(json.dumps(plain)), **arrays})  # type: ignore[arg-type]
    return out.getvalue()


def unpack(packed: bytes) -> dict[str, Any]:
    """What ``pack`` was given."""
    with np.load(io.BytesIO(packed), allow_pickle=False) as archive:
        state: dict[str, Any] = {name: archive[name] for name in archive.files}
    return {**json.loads(str(state.pop(PLAIN))), **state}
