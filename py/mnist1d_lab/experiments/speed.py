"""How fast networks train here: milliseconds a step and GFLOP/s, for any model and backend."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from statistics import median
from typing import Any

import numpy as np

from mnist1d_lab import params
from mnist1d_lab.events import TICK, Event, Notice, Progress, Row
from mnist1d_lab.experiments.base import Axis, Experiment, Figure, Task
from mnist1d_lab.nn.build import build_network
from mnist1d_lab.nn.network import Network
from mnist1d_lab.nn.optimisers import build_optimiser
from mnist1d_lab.ops import get_ops, names_here
from mnist1d_lab.ops.base import Ops
from mnist1d_lab.params import CLASSES, Values
from mnist1d_lab.pruning.masks import pruning_groups, random_mask

PARAMS = (
    params.FINAL_SEQ_LENGTH,
    params.MODELS,
    *params.MODEL_OPTIONS,
    *(p for p in params.TRAINING if p.name not in ("steps", "reshuffle", "eval_every")),
    params.SPARSITY,
    params.BACKENDS,
    params.SECONDS,
    params.SEED,
)

PRESETS: dict[str, Values] = {
    "quick": {"seconds": 0.25},
    "standard": {"seconds": 1.0},
    "ticket": {"models": ["mlp"], "hidden": 500, "sparsity": 0.9, "seconds": 1.0},
}

# A browser's clock may tick only every 0.1 ms, so steps are timed in blocks at least this long,
# and a clock that is read between blocks lets the backends take turns under the same load.
BLOCK_MS = 15
WARM_UP_STEPS = 3


def plan(values: Values) -> list[Task]:
    """One task, since what runs side by side would slow each other down."""
    return [Task("speed", "speed", values, cost=1000 * len(values["models"]))]


def execute(task: Task, resume: Mapping[str, Any] | None = None) -> Iterator[Event]:
    """One row for each model and backend. A step is forward, loss, backward and optimiser."""
    values = task.params
    backends: list[Ops] = []
    for backend in _backends(values["backends"]):
        if isinstance(backend, Notice):
            yield backend
        else:
            backends.append(backend)
    for done, model in enumerate(values["models"]):
        yield Progress(done, len(values["models"]), model, "models")
        timers = [StepTimer({**values, "model": model}, ops) for ops in backends]
        deadline = time.perf_counter() + values["seconds"] * len(timers)
        while time.perf_counter() < deadline or not timers[-1].blocks:
            for timer in timers:
                timer.measure_block()
                yield TICK
        for timer in timers:
            yield Row(timer.row())
    yield Progress(len(values["models"]), len(values["models"]), "", "models")


def _backends(asked: str) -> Iterator[Ops | Notice]:
    """The backends to measure; in place of one that cannot run, the reason."""
    if asked != "all":
        yield get_ops(None if asked == "best" else asked)
        return
    best = get_ops().name
    for name in names_here():
        try:
            yield get_ops(name)
        except RuntimeError as error:
            # Where NumPy is all there is, the WebAssembly backends are not to be expected.
            if best != "numpy":
                yield Notice(f"The backend {name} cannot run here: {error}")


class StepTimer:
    """Times the training steps of one network on random samples.

    ``values`` are the experiment's parameters with a ``model``. ``blocks`` are the milliseconds a
    step in each block so far.
    """

    def __init__(self, values: Values, ops: Ops) -> None:
        self.values = values
        self.network = _network(values, ops)
        n, rng = values["batch_size"], np.random.default_rng(values["seed"])
        self.x = rng.normal(size=(values["final_seq_length"], n)).astype(np.float32)
        self.labels = np.asarray(rng.integers(0, CLASSES, n), np.int32)
        self.program = self.network.training_program(n)
        self.optimise = build_optimiser(values, ops, self.network.arena).step
        self.blocks: list[float] = []
        self.steps = 0
        self._run_steps(WARM_UP_STEPS)
        self.steps_a_block = 1

    def _run_steps(self, steps: int) -> float:
        """Milliseconds of all of them."""
        began = time.perf_counter()
        for _ in range(steps):
            self.program.run(self.x, self.labels)
            self.optimise()
        return 1000 * (time.perf_counter() - began)

    def measure_block(self) -> None:
        """Time one block, long enough for the clock.

        A pause of the machine can make a block look long enough that is not, so every block is
        looked at: one that turns out too short is not kept, and from then on blocks are twice
        as long.
        """
        while (took := self._run_steps(self.steps_a_block)) < BLOCK_MS:
            self.steps_a_block *= 2
        self.blocks.append(took / self.steps_a_block)
        self.steps += self.steps_a_block

    def row(self) -> dict[str, Any]:
        """GFLOP/s count a multiply-add as two, and only those of the matrix products."""
        ms = median(self.blocks)
        return {
            "model": self.values["model"],
            "backend": self.network.ops.name,
            "seed": self.values["seed"],
            "batch_size": self.values["batch_size"],
            "sparsity": self.values["sparsity"],
            "parameters": self.network.arena.size,
            "nonzero": int(np.count_nonzero(self.network.weights())),
            "multiply_adds": self.network.multiply_adds(),
            "step_multiply_adds": self.program.multiply_adds,
            "steps_measured": self.steps,
            "ms_per_step": ms,
            "ms_fastest": min(self.blocks),
            "steps_per_s": 1000 / ms,
            "gflops": 2e-6 * self.program.multiply_adds / ms,
        }


def _network(values: Values, ops: Ops) -> Network:
    """With a random mask where a sparsity is asked for, as a ticket's would be."""
    length, seed = values["final_seq_length"], values["seed"]
    dense = build_network(values, length, seed, ops=ops)
    if values["sparsity"] == 0:
        return dense
    groups = pruning_groups(dense.model.parameters())
    mask = random_mask(np.random.default_rng(seed), dense.arena.size, groups, values["sparsity"])
    return build_network(values, length, seed, ops=ops, mask=mask)


EXPERIMENT = Experiment.of(
    __name__,
    title="Speed on this machine",
    summary="Milliseconds a step and GFLOP/s on this machine, for any model and backend.",
    figure=Figure(
        Axis("model", "Model"),
        Axis("ms_per_step", "Milliseconds a step"),
        ("backend",),
        final=False,
    ),
)
