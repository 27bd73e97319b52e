"""|dL/dw| at the initial weights: what Zhou et al. call ``grad``."""

import numpy as np

from mnist1d_lab.pruning.criteria import Evidence, Vector


def score(e: Evidence) -> Vector:
    steepness: Vector = np.abs(e.gradient(e.initial))
    return steepness
