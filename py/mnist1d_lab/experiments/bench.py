"""The bench: a whole search for tickets that is over in half a second, and then again and again.

It trains what "lottery" trains, to the bit, on the same parameters (but for a visitor's own code),
and says less and sooner. What a task says, in this order, level by level:

- array ``mask/{arm}/trial{t}/level{l}/W1``, uint8 (units, inputs): the first layer's mask;
- array ``weights/{arm}/trial{t}/level{l}/W1``, float32 (units, inputs): its weights, 0 where
  pruned, as training starts, and under the same name before each row; the last is the trained one;
- a row every ``eval_every`` steps and at the end (then ``final``): arm, trial, seed, level,
  sparsity (share removed of the weights that may be pruned), removed and remaining (shares of all
  weights, counted), survivors, step, train_loss, train_acc, test_loss, test_acc (percent),
  nonzero, moved, living_1.. (units that are on), initial_hash, ms_per_step.

Arms: "dense" is level 0. "lottery" and "random" have the other levels; so have the further arms of
"lottery". Trial t is seed ``seed`` + t in every arm, so that arms are paired.

``own_mask`` adds a mask by hand, of the first layer's weights (``mask_text.encode_mask``): arms
"own", and at the same count the algorithm's, "own_ticket", and a random one, "own_random" (see
``shared.own_mask``). With ``arms`` empty they alone are trained, with their dense network.

The summary, from whatever rows there are so far: what (test_acc, minus_dense, minus_random,
minus_own_ticket, minus_own_random), arm, level, sparsity, mean, n (trials), standard_error, low,
high (95 %; None for one trial). Leads are paired by trial.

Nothing is kept to resume from: a task takes half a second, and one whose worker died starts anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mnist1d_lab import params
from mnist1d_lab.events import Event
from mnist1d_lab.experiments.base import TEST_ACCURACY, Axis, Experiment, Figure, Task
from mnist1d_lab.experiments.shared.bench_search import BENCH_PARAMS, begin, without_checkpoints
from mnist1d_lab.experiments.shared.own_mask import own_arms, own_mask, own_trainings
from mnist1d_lab.experiments.shared.paired import final_accuracies, summary_rows
from mnist1d_lab.experiments.shared.progress import Training, arm_trainings
from mnist1d_lab.experiments.shared.ticket_search import settle_search
from mnist1d_lab.params import ParamError, Values
from mnist1d_lab.pruning.lottery import COMPANIONS, find_tickets, random_arm

PARAMS = (
    *BENCH_PARAMS[:-1],
    params.OWN_MASK,
    params.OWN_REST,
    params.with_default(params.TRIALS, 10),
    BENCH_PARAMS[-1],
)

PRESETS: dict[str, Values] = {
    "standard": {"hidden": 128, "steps": 400, "sparsities": [0.0, 0.4, 0.65, 0.8, 0.9]},
    # One trial while a knob is being dragged.
    "drag": {"steps": 150, "eval_every": 150, "sparsities": [0.0, 0.65, 0.9], "trials": 1},
    "cnn": {"model": "cnn"},
}

RIVALS = {
    "lottery": ("dense", "random"),
    "own": ("dense", "own_ticket", "own_random"),
    "own_ticket": ("dense", "own_random"),
}


def settle(values: Values) -> Values:
    """As a search's; and there must be something to train."""
    values = settle_search(values)
    if values["own_mask"]:
        own_mask(values)
    elif not values["arms"]:
        raise ParamError("arms", "arms must name at least one where there is no own_mask.")
    return values


def plan(values: Values) -> list[Task]:
    """One task for each trial and arm: so two workers share a trial, and the second one's is next.

    Tickets come first: their levels follow from one another, and nothing is longer.
    """
    arms = task_arms(values)
    cost = {arm: sum(work for *_, work in trainings(values, arm)) or 1 for arm in arms}
    return [
        Task(f"{arm}-{trial}", "bench", values, {"arm": arm, "trial": trial}, cost[arm])
        for trial in range(values["trials"])
        for arm in arms
    ]


def task_arms(values: Values) -> list[str]:
    """What each trial has a task for: companions go with the tickets whose masks they need."""
    with_tickets = {"lottery", *COMPANIONS} & set(values["arms"])
    blind = [arm for arm in values["arms"] if arm not in ("lottery", *COMPANIONS)]
    by_hand = ["own"] if values["own_mask"] else []
    return [*(["lottery"] if with_tickets else []), *blind, *by_hand]


def trainings(values: Values, task_arm: str) -> list[Training]:
    """The (arm, level, work) of a task's trainings, in their order."""
    return own_trainings(values) if task_arm == "own" else arm_trainings(values, task_arm)


def execute(task: Task, resume: Mapping[str, Any] | None = None) -> Iterator[Event]:
    """One arm of one trial, level by level; it starts over: ``resume`` is not used."""
    arm = str(task.key["arm"])
    tickets, search = yield from begin(task, trainings(task.params, arm))
    if arm == "own":
        running = own_arms(tickets, search)
    elif arm == "lottery":
        companions = [name for name in COMPANIONS if name in task.params["arms"]]
        running = find_tickets(search, companions)
    else:
        running = random_arm(search, arm == "nested_random")
    yield from without_checkpoints(running)


def summarise(values: Values, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each arm's accuracy by level over the trials so far, and its paired leads."""
    cells = final_accuracies(rows, "arm", "level")
    sparsity = {(row["arm"], row["level"]): row["sparsity"] for row in rows}
    summary: list[dict[str, Any]] = []
    for arm, level in cells:
        rivals = {rival: (rival, level) for rival in RIVALS.get(arm, ("dense",))}
        if "dense" in rivals:
            rivals["dense"] = ("dense", 0)
        named = {"arm": arm, "level": level, "sparsity": sparsity[arm, level]}
        summary.extend(summary_rows(cells, (arm, level), rivals, **named))
    return summary


EXPERIMENT = Experiment.of(
    __name__,
    title="The bench",
    summary="A whole search in half a second, trial after trial, beside random and own masks.",
    figure=Figure(Axis("removed", "Share of the weights removed"), TEST_ACCURACY, ("arm",)),
)
