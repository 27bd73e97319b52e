"""The weights that training moved farthest, |trained - initial| (Zhou et al.).

What is called movement pruning elsewhere, Sanh et al.'s, is ``movement_sanh``.
"""

import numpy as np

from mnist1d_lab.pruning.criteria import Evidence, Vector


def score(e: Evidence) -> Vector:
    moved: Vector = e.trained - e.initial
    return np.abs(moved)
