"""The weights that training moved away from zero: the sum of -w · dL/dw over its steps.

Movement pruning (Sanh et al. 2020, equation 4, up to the learning rate). There the mask follows
the score from step to step; here, as with all criteria, it is made when the training has ended.
"""

from mnist1d_lab.pruning.criteria import Evidence, Vector

WATCHES_TRAINING = True


def score(e: Evidence) -> Vector:
    return e.outward
