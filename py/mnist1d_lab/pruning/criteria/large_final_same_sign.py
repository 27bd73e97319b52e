"""The weights that are largest after training among those that kept their sign (Zhou et al. 2019).

Their mask alone, without any training, makes the best supermasks: section 5.
"""

import numpy as np

from mnist1d_lab.pruning.criteria import Evidence, Vector


def score(e: Evidence) -> Vector:
    scores: Vector = np.maximum(0, np.sign(e.initial) * e.trained)
    return scores
