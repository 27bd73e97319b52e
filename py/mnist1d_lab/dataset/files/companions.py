"""The file that lies beside another and belongs to it: a test set, or labels."""

from __future__ import annotations

import re
from pathlib import Path

from mnist1d_lab.dataset.files.archive import ending

# Each pattern with what stands there in the companion's name instead.
_PAIRS = (
    (re.compile(r"(?<![A-Za-z])train(?![a-z])"), "test"),
    (re.compile(r"(?<![A-Za-z])TRAIN(?![A-Za-z])"), "TEST"),
    (re.compile(r"(?<![A-Za-z])Train(?![a-z])"), "Test"),
)
_LABELS = (("X", "y"), ("x", "y"), ("X", "Y"), ("data", "labels"), ("signals", "labels"))


def companion(path: Path) -> Path | None:
    """GunPoint_TEST.tsv for GunPoint_TRAIN.tsv, y.npy for X.npy; None where there is none."""
    for pattern, other in _PAIRS:
        name = pattern.sub(other, path.stem)
        found = path.with_name(name + path.suffix)
        if name != path.stem and ending(path.name) != "npy" and found.is_file():
            return found
    if ending(path.name) == "npy":
        for signals, labels in _LABELS:
            found = path.with_name(labels + path.suffix)
            if path.stem == signals and found.is_file():
                return found
    return None
