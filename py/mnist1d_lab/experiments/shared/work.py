"""How much work a training is, so that progress, and with it the time to go, runs evenly.

The unit is one step of the dense network at the batch size of the search.
"""

from __future__ import annotations

import math

from mnist1d_lab.params import Values

# A forward pass against a whole step of as many samples.
FORWARD_SHARE = 1 / 3

# What comes with every training: choosing the mask, building the network, looking at the weights.
SETUP_STEPS = 60


def step_work(sparsity: float) -> float:
    """A step with this share of the weights removed, against one of the dense network.

    Measured in the browser over a whole search at 256 hidden units, to within a quarter. A
    surviving weight costs two to five times one of the dense network, in which most units of a
    layer are dead and skipped; and something is left to do where no weight is. Above two thirds of
    the weights the products are dense ones.
    """
    left = 1 - sparsity
    return 1.0 if left > 2 / 3 else min(2.1, 0.12 + 5.2 * left)


def training_work(
    values: Values, sparsity: float, steps: int | None = None, batch_size: int | None = None
) -> int:
    """Training ``steps`` steps with a share ``sparsity`` of the weights removed, and measuring.

    ``values`` say how often, on how many samples, and what steps and batch size are by default.
    """
    steps = values["steps"] if steps is None else steps
    unit = values["batch_size"]
    samples = (unit if batch_size is None else batch_size) * steps
    tested = values["num_samples"] * (1 - values["train_split"])
    samples += FORWARD_SHARE * tested * math.ceil(steps / values["eval_every"])
    return SETUP_STEPS + round(float(samples / unit * step_work(sparsity)))


def arm_sparsity(values: Values, arm: str) -> float:
    """What the networks beside a found ticket have lost: nothing, or as much as the ticket."""
    return 0.0 if arm == "dense" else float(values["sparsities"][-1])


def arm_work(
    values: Values, arm: str, steps: int | None = None, batch_size: int | None = None
) -> int:
    """``training_work`` of a network beside a found ticket."""
    return training_work(values, arm_sparsity(values, arm), steps, batch_size)


def search_work(values: Values) -> int:
    """One search for a ticket: a training at every level."""
    return sum(training_work(values, sparsity) for sparsity in values["sparsities"])
