"""The visitor's own: the code of ``score(initial, trained, gradient)``, with ``np`` at hand."""

from __future__ import annotations

from typing import Any

import numpy as np

from mnist1d_lab.params import ParamError
from mnist1d_lab.params.quoting import shortened
from mnist1d_lab.pruning.criteria import Evidence, Vector


def score(e: Evidence) -> Vector:
    """Raises ParamError where the code does not run or returns no finite number for a weight."""
    try:
        own = _defined(e.code)
        returned = own(e.initial.copy(), e.trained.copy(), e.gradient(e.trained))
        scores = np.asarray(returned)
    except ParamError:
        raise
    except (Exception, SystemExit) as error:
        raise ParamError("criterion_code", f"criterion_code failed with {_told(error)}") from error
    if scores.dtype.kind not in "biuf":
        raise ParamError(
            "criterion_code",
            f"criterion_code must return numbers; it returned {shortened(str(scores.dtype))}.",
        )
    if scores.shape != e.trained.shape or not np.isfinite(scores).all():
        raise ParamError(
            "criterion_code",
            f"criterion_code must return {e.trained.size} finite scores, one a weight; "
            f"it returned an array of shape {shortened(str(scores.shape))}.",
        )
    return scores.astype(np.float64)


def _defined(code: str) -> Any:
    """The function that the code defines."""
    namespace: dict[str, Any] = {"np": np}
    # The code is the visitor's own, on the visitor's own machine; the page asks before it
    # runs code that came with a link, and its worker can be ended at any time.
    exec(compile(code, "<criterion>", "exec"), namespace)
    if not callable(namespace.get("score")):
        raise ParamError("criterion_code", "criterion_code must define score.")
    return namespace["score"]


def _told(error: BaseException) -> str:
    """The error in a line, whatever the visitor's own kind of it does when it is asked."""
    try:
        said = str(error)
    except Exception:
        said = ""
    return shortened(f"{type(error).__name__}: {said}" if said else type(error).__name__)
