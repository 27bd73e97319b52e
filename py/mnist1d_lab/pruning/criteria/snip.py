"""|w · dL/dw| at the initial weights, as Zhou et al. have it: layer by layer, round by round.

The gradient is that of the whole training set under the mask so far; Lee et al.'s own method is
``snip_lee``.
"""

import numpy as np

from mnist1d_lab.pruning.criteria import Evidence, Vector


def score(e: Evidence) -> Vector:
    sensitivity: Vector = np.abs(e.initial * e.gradient(e.initial))
    return sensitivity
