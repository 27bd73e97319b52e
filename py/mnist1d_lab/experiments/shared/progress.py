"""How far a task that searches is: its trainings in order, and progress among their events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mnist1d_lab.events import Progress, Row
from mnist1d_lab.experiments.shared.work import training_work
from mnist1d_lab.nn.parameters import Vector
from mnist1d_lab.params import Values
from mnist1d_lab.pruning.lottery import COMPANIONS, FOLLOWED, Level, Run

Training = tuple[str, int, int]  # arm, level, work


def arm_trainings(values: Values, task_arm: str) -> list[Training]:
    """The trainings of a search's task: "lottery" and its companions, or another arm alone.

    Those whose masks come from trainings begin with the dense network.
    """
    beside = ["lottery", *(arm for arm in COMPANIONS if arm in values["arms"])]
    of_level = beside if task_arm == "lottery" else [task_arm]
    return [
        (arm if level > 0 else "dense", level, training_work(values, sparsity))
        for level, sparsity in enumerate(values["sparsities"])
        for arm in (of_level if level > 0 else of_level[:1])
        if level > 0 or task_arm in FOLLOWED
    ]


@dataclass(frozen=True)
class TaskProgress:
    """``trainings`` are the task's; all of them are ``cost``, and each takes ``steps`` steps."""

    trainings: Sequence[Training]
    cost: int
    steps: int

    def follow(self, level: Level, running: Run) -> Run:
        """The events of a level's training, and after each row how far the task is."""
        before, work = self._work(level)
        while True:
            try:
                event = next(running)
            except StopIteration as finished:
                trained: Vector = finished.value
                return trained
            yield event
            if isinstance(event, Row):
                note = f"{level.arm}: level {level.index}, {100 * level.sparsity:.3g} % removed"
                done = before + work * int(event.values["step"] or 0) // self.steps
                yield Progress(done, self.cost, note)

    def _work(self, level: Level) -> tuple[int, int]:
        """The task's work before this training, whether here or before a resume; and its own."""
        before = 0
        for arm, index, work in self.trainings:
            if (arm, index) == (level.arm, level.index):
                return before, work
            before += work
        raise LookupError(f"{level.arm} is not trained at level {level.index}.")


class RunningProgress:
    """Progress of a task whose trainings are told one after the other, each with its own work."""

    def __init__(self, cost: int, steps: int) -> None:
        self.done, self.cost, self.steps = 0, cost, steps

    def follow(self, running: Run, work: int, note: str) -> Run:
        """The events of a training, and after each row how far the task is."""
        while True:
            try:
                event = next(running)
            except StopIteration as finished:
                self.done += work
                yield Progress(self.done, self.cost, note)
                trained: Vector = finished.value
                return trained
            yield event
            if isinstance(event, Row):
                step = int(event.values["step"] or 0)
                yield Progress(self.done + work * step // self.steps, self.cost, note)
