"""The weights that are large before training and after it, each by its rank in its layer.

Zhou et al. (2019, figure 3) keep the smaller of |initial| and of |trained| times a factor, such
that percentiles of the two agree: whoever is kept is among the largest of both by one percentage.
Ranks say that for every percentage at once. Without it the trained weights, which are larger, would
hardly have a say.
"""

import numpy as np

from mnist1d_lab.pruning.criteria import Evidence, Vector, ranks


def score(e: Evidence) -> Vector:
    return np.minimum(ranks(np.abs(e.initial), e.rivals), ranks(np.abs(e.trained), e.rivals))
