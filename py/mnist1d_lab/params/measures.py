"""The gradient check and the speed measurement."""

from __future__ import annotations

from mnist1d_lab.params.param import Param

SAMPLES = Param(
    "samples", "int", 10, "Samples", "Training samples that the loss is averaged over.",
    "gradcheck", 1, 500, 1, "samples",
)  # fmt: skip
ENTRIES = Param(
    "entries", "int", 20, "Entries", "How many entries of each parameter to check, at random.",
    "gradcheck", 1, 2000, 1, "entries",
)  # fmt: skip
BACKENDS = Param(
    "backends", "choice", "all", "Backends",
    "all that run here, best (the one that trains), or numpy.", "speed",
    choices=("all", "best", "numpy"),
)  # fmt: skip
SPARSITY = Param(
    "sparsity", "float", 0.0, "Sparsity", "Share of the weights pruned at random beforehand.",
    "speed", 0, 0.999, 0.05,
)  # fmt: skip
SECONDS = Param(
    "seconds", "float", 0.5, "Seconds", "How long to measure each model on each backend.",
    "speed", 0.05, 30, 0.1, "s",
)  # fmt: skip
