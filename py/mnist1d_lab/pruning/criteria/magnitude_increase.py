"""The weights that training made larger."""

import numpy as np

from mnist1d_lab.pruning.criteria import Evidence, Vector


def score(e: Evidence) -> Vector:
    return np.abs(e.trained) - np.abs(e.initial)
