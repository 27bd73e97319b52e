"""|dL/dw| at the trained weights."""

import numpy as np

from mnist1d_lab.pruning.criteria import Evidence, Vector


def score(e: Evidence) -> Vector:
    steepness: Vector = np.abs(e.gradient(e.trained))
    return steepness
