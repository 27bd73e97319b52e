"""Loss and accuracy over a training's batches, or over those of a whole split."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass
class Running:
    """Loss and accuracy over the batches since the last measurement."""

    loss: float = 0.0
    right: float = 0.0
    samples: int = 0

    def add(self, stats: NDArray[np.float64], n: int) -> None:
        self.loss += float(stats[0]) * n
        self.right += float(stats[1])
        self.samples += n

    @property
    def is_finite(self) -> bool:
        return math.isfinite(self.loss)

    def means(self) -> tuple[float, float]:
        """Mean loss and accuracy in percent."""
        n = max(self.samples, 1)
        return self.loss / n, 100 * self.right / n
