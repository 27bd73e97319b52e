"""Whole trainings by the fast backends, in Node.js and in Chromium, on the built wheel.

The stated agreements, all relative to the largest value: the same seed and backend give the same
bits; the first loss agrees with NumPy's (float32 both) to ROUNDING, and so does every loss of 100
steps where the activation is smooth: sums in another order differ by some units of 6e-8. A
rectified unit whose argument is within that of zero may be on in one and off in the other, and from
there on the two part: so with ReLU the losses agree to LOSSES. (CNN: float32 and float64 NumPy stay
within 9e-8, and in step 97 one unit flips for the kernels, which takes the last losses 1.8e-5 off.)
A network kept sparse gives the losses of its masked dense twin to LOSSES and its weights to WEIGHTS
over 30 steps, at every pruning level. WEIGHTS is the wider because Adam divides a gradient by its
own size: of one that is nearly 0, rounding decides the sign, and so a step's direction.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.pyodide import check_training

if TYPE_CHECKING:
    from tests.pyodide.host import Run

CHECK = Path(check_training.__file__)
ROUNDING = 1e-6
LOSSES = 5e-5
WEIGHTS = 5e-3


def accept(text: str, *backends: str) -> None:
    report = json.loads(text)
    checked = {name: report["backends"][name] for name in backends}
    assert checked == dict.fromkeys(backends, "checked")
    for training in report["trainings"]:
        assert training["same_bits"], training
        assert training["first_loss"] <= ROUNDING, training
        assert training["losses"] <= (ROUNDING if training["smooth"] else LOSSES), training
        assert training["learned"] < 0.95, f"a training that goes nowhere proves little: {training}"
    for pruned in report["pruned"]:
        assert pruned["losses"] <= LOSSES, pruned
        assert pruned["weights"] <= WEIGHTS, pruned
        assert pruned["pruned_are_zero"], pruned
        if "all sparse" in pruned["case"]:
            assert pruned["stored"] <= pruned["survivors"] + 130, "biases alone are stored whole"


@pytest.fixture(scope="module")
def references() -> str:
    """NumPy's losses, as CPython computes them in a quarter of Pyodide's time."""
    return check_training.by_numpy()


def test_in_node(pyodide: Any, references: str) -> None:
    """Node.js may lack relaxed SIMD; SIMD it has."""
    accept(pyodide.run(CHECK.read_text() + f"\nmain({references!r})"), "simd")


def test_in_chromium(in_chromium: Run, references: str) -> None:
    accept(in_chromium(CHECK, references), "simd", "simd-relaxed")
