"""What the experiments that try a found ticket share: finding it, its arms, and their rows."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from typing import Any

import numpy as np

from mnist1d_lab.events import Cell, Checkpoint, Event, Progress, Row
from mnist1d_lab.experiments.base import Task
from mnist1d_lab.experiments.shared.validated_search import Aside, EarlyStop
from mnist1d_lab.experiments.shared.work import training_work
from mnist1d_lab.nn.network import Network
from mnist1d_lab.nn.optimisers import Optimiser
from mnist1d_lab.params import Values
from mnist1d_lab.pruning.lottery import Search, find_tickets, stream
from mnist1d_lab.pruning.masks import Mask, random_mask, reshuffled
from mnist1d_lab.training.train import TrainingData, living_units, train


def find_ticket(
    task: Task, search: Search, resume: Mapping[str, Any] | None
) -> Generator[Event, None, Mask]:
    """The mask of the last level, with progress and checkpoints but without the search's rows.

    The rows of a search belong to the experiment "lottery", which runs the very same one. A
    checkpoint of later on (see ``trained``) has the mask.
    """
    if resume and "cell" in resume:
        found: Mask = resume["mask"].astype(np.bool_)
        return found
    state = dict(resume) if resume else None
    for event in find_tickets(search, resume=state):
        if isinstance(event, Row):
            yield _progress(task, event)
        else:
            state = event.state if isinstance(event, Checkpoint) else state
            yield event
    assert state is not None
    mask: Mask = state["mask"].astype(np.bool_)
    return mask


def cells_done(resume: Mapping[str, Any] | None) -> int:
    """How many of the networks beside the ticket a resumed task has trained already."""
    return int(resume.get("cell", 0)) if resume else 0


def trained(cells: int, mask: Mask) -> Checkpoint:
    """The checkpoint after so many networks."""
    return Checkpoint({"cell": cells, "mask": mask})


def _progress(task: Task, row: Row) -> Progress:
    """Where the search stands at one of its rows."""
    values, level = task.params, int(row.values["level"] or 0)
    before = sum(training_work(values, sparsity) for sparsity in values["sparsities"][:level])
    work = training_work(values, values["sparsities"][level])
    done = before + work * int(row.values["step"] or 0) // values["steps"]
    note = f"searching: level {level}, {100 * values['sparsities'][level]:.3g} % removed"
    return Progress(done, task.cost, note)


def arm_mask(search: Search, ticket: Mask, arm: str) -> Mask:
    """The mask of an arm beside the ticket: dense, lottery, random or reshuffled."""
    level = len(search.sparsities) - 1
    if arm == "dense":
        return search.everything()
    if arm == "random":
        rng = stream(search.seed, "random", level)
        return random_mask(rng, ticket.size, search.groups, search.sparsities[level])
    if arm == "reshuffled":
        return reshuffled(stream(search.seed, "layer_random", level), ticket, search.layers)
    return ticket


def train_rows(
    network: Network,
    data: TrainingData,
    settings: Values,
    columns: Mapping[str, Cell],
    progress: Progress,
    work: int,
    first_step: int = 0,
    aside: Aside | None = None,
    optimiser: Optimiser | None = None,
) -> Iterator[Event]:
    """Train, with ``columns`` in every row, and what the samples ``aside`` say of it.

    ``progress`` is where the task stands before, and ``work`` how much further it is afterwards.
    """
    stop = EarlyStop()
    for event in train(network, data, settings, first_step, optimiser):
        if isinstance(event, Row):
            nonzero = int(np.count_nonzero(network.weights()))
            living = living_units(network, data.test)
            row = {**columns, **event.values, "nonzero": nonzero, **living}
            if aside:
                row |= aside.measured(network)
                row |= stop.columns(row)
            yield Row(row)
            done = progress.done + work * int(event.values["step"] or 0) // settings["steps"]
            yield Progress(done, progress.total, progress.note)
        else:
            yield event
