"""The weights that are largest after training: what Zhou et al. call ``magnitude``."""

import numpy as np

from mnist1d_lab.pruning.criteria import Evidence, Vector


def score(e: Evidence) -> Vector:
    return np.abs(e.trained)
