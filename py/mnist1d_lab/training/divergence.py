"""When a training has gone wrong for good, and what to say about it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

# A loss this many times that of blind guessing ...
FAR_ABOVE_GUESSING = 10
# ... and this many times the best so far is going up and away. Large steps may also begin with a
# huge loss that then falls; that training goes on.
FAR_ABOVE_BEST = 2


class DivergenceWatch:
    """Looks at the mean loss of each stretch of a training.

    ``settings`` are the training's; blind guessing among ``classes`` costs log(classes).
    """

    def __init__(self, settings: Mapping[str, Any], classes: int) -> None:
        self.settings = settings
        self.guessing = math.log(classes)
        self.best = math.inf

    def look(self, step: int, loss: float) -> str | None:
        """What to tell the person if the training has diverged by ``step``, else None."""
        if not math.isfinite(loss):
            return f"The loss stopped being a number at step {step}{self._advice()}"
        exploding = loss > max(FAR_ABOVE_GUESSING * self.guessing, FAR_ABOVE_BEST * self.best)
        if exploding and math.isfinite(self.best):
            return (
                f"The loss is exploding: {loss:.3g} at step {step}, where {self.best:.3g} was the "
                f"best and guessing gives {self.guessing:.3g}{self._advice()}"
            )
        self.best = min(self.best, loss)
        return None

    def _advice(self) -> str:
        rate = self.settings["learning_rate"]
        momentum = self.settings.get("momentum", 0.0)
        hint = ": the steps are too large, so the training was stopped. "
        hint += f"Try a learning rate of {rate / 10:g} instead of {rate:g}"
        if self.settings["optimizer"] == "sgd" and momentum > 0:
            return f"{hint}, or a momentum below {momentum:g}."
        return f"{hint}."
