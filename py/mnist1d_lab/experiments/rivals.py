"""Each at its best: what is left of a ticket's lead when every arm has a rate of its own?

The published comparison trains ticket and dense network at one learning rate. Here each arm is
trained at several, constant or falling linearly to 0, and the setting that does best on validation
samples, averaged over the trials, is chosen for it; what is reported is the accuracy on the test
set, which had no part in choosing. On larger networks Liu et al. (2019, section 6) and Frankle et
al. (2020) found that what a ticket is worth hangs on the rate; for these data nobody has said so.

Rows: those of "lottery" (see ``ValidatedSearch`` for what they have besides) with ``rate`` and
``decay``, for the arms of ``rivals``: "lottery" is searched for anew at every setting; "same_mask"
is the mask that the search at the published setting found, with its own initial weights, and
"reinitialised" with new ones.

The summary: "test_acc" and "validation_acc" by arm and setting; "chosen", an arm's best setting
(``at_edge`` where that is the highest or lowest rate tried, so that another might be better yet);
"minus_dense", the paired lead of each arm over the dense network, ``at`` "published" (both at the
published setting, last step), "best" (each at its own), "dense_best" (the arm as published, the
dense network at its best) and "dense_setting" (both at the setting that is best for the dense
network: "same_mask" is there the published mask trained anew); and "budget", how many trainings
and steps an arm's choice has cost.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping

from mnist1d_lab import params
from mnist1d_lab.events import Checkpoint, Event
from mnist1d_lab.experiments.base import TEST_ACCURACY, Axis, Experiment, Figure, Task
from mnist1d_lab.experiments.shared.chosen import summarise
from mnist1d_lab.experiments.shared.progress import RunningProgress
from mnist1d_lab.experiments.shared.ticket_search import (
    CNN_SEARCH,
    SEARCH_PARAMS,
    settle_search,
)
from mnist1d_lab.experiments.shared.tried import Setting, settings, settle_tried
from mnist1d_lab.experiments.shared.validated_search import ValidatedSearch
from mnist1d_lab.experiments.shared.work import arm_work, search_work, training_work
from mnist1d_lab.params import Values
from mnist1d_lab.pruning.lottery import Level, Search, find_tickets, stream
from mnist1d_lab.pruning.masks import Mask, random_mask

PAPER_LEVELS = [0.0, 0.2, 0.4, 0.6, 0.75, 0.85, 0.919]
PARAMS = (
    *params.with_defaults(
        (p for p in SEARCH_PARAMS if p.name != "arms"), {"eval_every": 300, "trials": 5}
    ),
    params.RATES,
    params.DECAYS,
    params.STOPS,
    params.RIVAL_ARMS,
    params.CHOOSE_LEVEL,
)
WIDE: Values = {
    "rates": [0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.003],
    "decays": ["constant", "linear"],
    "trials": 5,
}
PRESETS: dict[str, Values] = {
    "quick": {"trials": 2},
    "standard": {**WIDE, "eval_every": 200},
    "paper": {
        **WIDE,
        "rates": [0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.003, 0.002],
        "hidden": 500,
        "steps": 1501,
        "eval_every": 300,
        "sparsities": PAPER_LEVELS,
    },
    "cnn": {**CNN_SEARCH, **WIDE, "rates": [0.05, 0.02, 0.01, 0.005]},
}


def settle(values: Values) -> Values:
    """As a search's; the published setting is among those tried, and there are other samples."""
    return settle_tried(settle_search(values))


def plan(values: Values) -> list[Task]:
    """One task a trial and setting; the published one also trains its mask at all others."""
    return [
        Task(
            f"{rate}-{decay}-{trial}",
            "rivals",
            values,
            {"rate": rate, "decay": decay, "trial": trial},
            sum(work for *_, work in trainings(values, (rate, decay))),
        )
        for trial in range(values["trials"])
        for rate, decay in settings(values)
        if trainings(values, (rate, decay))
    ]


def trainings(values: Values, setting: Setting) -> list[tuple[str, Setting, int]]:
    """The (what, setting, work) of a task, in their order."""
    arms, (published, *others) = set(values["rivals"]), settings(values)
    needs_mask = setting == published and arms & {"same_mask", "reinitialised"}
    first = ["search"] if "lottery" in arms or needs_mask else ["dense"] if "dense" in arms else []
    beside = [(arm, setting) for arm in (*first, "random") if arm in {*first, *arms}]
    if setting == published:
        masked = {"same_mask": others, "reinitialised": [published, *others]}
        beside += [(arm, s) for arm, those in masked.items() if arm in arms for s in those]
    work = {"search": search_work(values), "dense": arm_work(values, "dense")}
    return [(what, s, work.get(what, arm_work(values, "random"))) for what, s in beside]


def execute(task: Task, resume: Mapping[str, object] | None = None) -> Iterator[Event]:
    """The trainings of a trial at one setting; a minute at most, so it starts over."""
    values, trial = task.params, int(task.key["trial"] or 0)
    setting: Setting = (float(task.key["rate"] or 0), str(task.key["decay"]))
    told = RunningProgress(task.cost, values["steps"])
    tickets = ValidatedSearch(values, trial, *setting)
    search = yield from tickets.search(
        lambda level: told.follow(
            tickets.train_level(level), training_work(values, level.sparsity), _note(level, setting)
        )
    )
    mask = search.everything()
    for what, of_setting, work in trainings(values, setting):
        if what == "search":
            mask = yield from _found(search)
        else:
            other = ValidatedSearch(values, trial, *of_setting)
            level = _level(other, search, what, mask)
            yield from told.follow(other.train_level(level), work, _note(level, of_setting))


def _note(level: Level, setting: Setting) -> str:
    return f"{level.arm}, level {level.index}, rate {setting[0]:g} {setting[1]}"


def _found(search: Search) -> Generator[Event, None, Mask]:
    """The search's rows; returns the mask of its last level."""
    mask = search.everything()
    for event in find_tickets(search):
        if isinstance(event, Checkpoint):
            mask = event.state["mask"]
        else:
            yield event
    return mask


def _level(tickets: ValidatedSearch, search: Search, arm: str, ticket: Mask) -> Level:
    """What an arm beside the search trains; rewound weights are those of the search's own steps."""
    if arm == "dense":
        return Level(arm, 0, 0.0, search.everything(), search.initial)
    if arm == "reinitialised":
        return tickets.level_of(arm, ticket, search.reinitialised)
    last = len(search.sparsities) - 1
    if arm == "random":
        rng = stream(search.seed, arm, last)
        ticket = random_mask(rng, ticket.size, search.groups, search.sparsities[last])
    return tickets.level_of(arm, ticket, search.rewound, search.rewind_step)


EXPERIMENT = Experiment.of(
    __name__,
    title="Each at its best",
    summary="Tickets and their rivals, each at the learning rate that suits it.",
    summarise=summarise,
    figure=Figure(Axis("rate", "Learning rate"), TEST_ACCURACY, ("arm", "decay")),
)
