"""How much work a training is, so that progress, and with it the time to go, runs evenly.

The unit is one step of the dense network at the batch size of the search.
"""

from __future__ import annotations

import math

from mnist1d_lab.params import Values

# What a step costs however few weights are left: activations, the loss, the calls themselves. The
# rest follows the survivors. Measured in the browser, 256 and 500 hidden units: 0.15 to 0.25.
FIXED_SHARE = 0.2

# A forward pass against a whole step of as many samples.
FORWARD_SHARE = 1 / 3


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
    return max(1, int(samples / unit * (FIXED_SHARE + (1 - FIXED_SHARE) * (1 - sparsity))))


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
