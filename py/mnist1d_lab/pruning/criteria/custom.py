"""The visitor's own: the code of ``score(initial, trained, gradient)``, with ``np`` at hand."""

from __future__ import annotations

from typing import Any

import numpy as np

from mnist1d_lab.params import ParamError
from mnist1d_lab.pruning.criteria import Evidence, Vector


def score(e: Evidence) -> Vector:
    """Raises ParamError where the code does not run or returns no finite number for a weight."""
    namespace: dict[str, Any] = {"np": np}
    try:
        # The code is the visitor's own, on the visitor's own machine; the page asks before it
        # runs code that came with a link, and its worker can be ended at any time.
        exec(compile(e.code, "<criterion>", "exec"), namespace)
        own = namespace["score"]
        scores = np.asarray(
            own(e.initial.copy(), e.trained.copy(), e.gradient(e.trained)), np.float64
        )
    except KeyError as error:
        raise ParamError("criterion_code", "criterion_code must define score.") from error
    except Exception as error:
        what = f"{type(error).__name__}: {error}"
        raise ParamError("criterion_code", f"criterion_code failed with {what}") from error
    if scores.shape != e.trained.shape or not np.isfinite(scores).all():
        raise ParamError(
            "criterion_code",
            f"criterion_code must return {e.trained.size} finite scores, one a weight; "
            f"it returned an array of shape {scores.shape}.",
        )
    return scores
