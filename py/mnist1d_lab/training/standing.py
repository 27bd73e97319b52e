"""Where a training stands between two steps: all that it takes to go on from there, to the bit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from mnist1d_lab.nn.network import Network
from mnist1d_lab.nn.optimisers import Optimiser
from mnist1d_lab.training.divergence import DivergenceWatch
from mnist1d_lab.training.running import Running


@dataclass
class Course:
    """What a training goes on with besides its weights; ``running`` is of the present stretch."""

    optimiser: Optimiser
    watch: DivergenceWatch
    running: Running = field(default_factory=Running)


def standing(network: Network, course: Course, step: int) -> dict[str, Any]:
    """The state after ``step`` steps, for a checkpoint: plain values and arrays.

    The weights are the whole vector (float32), ``optimiser/0`` and on what ``Optimiser.carried``
    gives, ``draws`` the random state of each training program by its batch size.
    """
    carried = enumerate(course.optimiser.carried())
    return {
        "step": step,
        "best": course.watch.best,
        "running": asdict(course.running),
        "draws": {str(n): rng.bit_generator.state for n, rng in network.draws().items()},
        "weights": network.weights(),
        **{f"optimiser/{at}": np.asarray(array) for at, array in carried},
    }


def go_on(network: Network, course: Course, state: Mapping[str, Any], steps: int) -> None:
    """Take up a state of ``standing`` of a network that was built alike.

    ValueError where it has seen all ``steps``: a training that is over has no checkpoint.
    """
    if not 0 < state["step"] < steps:
        raise ValueError(f"a training of {steps} steps cannot go on after step {state['step']}")
    network.load(state["weights"])
    names = [f"optimiser/{at}" for at in range(1 + len(course.optimiser.memory))]
    course.optimiser.carry_on(tuple(state[name] for name in names))
    course.watch.best = float(state["best"])
    course.running = Running(**state["running"])
    for n, drawn in state["draws"].items():
        network.training_program(int(n)).rng.bit_generator.state = drawn
