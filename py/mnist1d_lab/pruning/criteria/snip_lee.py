"""SNIP as published (Lee et al. 2019, algorithm 1): once, before training, from a single batch.

Connection sensitivity |w · dL/dw| at the initial weights of the dense network (equation 4), all
layers ranked together. No round's training has a part in it, so every level is pruned in one go.
"""

import numpy as np

from mnist1d_lab.pruning.criteria import Evidence, Vector

ALL_LAYERS_TOGETHER = True


def score(e: Evidence) -> Vector:
    sensitivity: Vector = np.abs(e.initial * e.first_gradient())
    return sensitivity
