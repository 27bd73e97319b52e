"""Which settings does a ticket's lead survive, when the dense network is at its best too?

One setting is turned: the network's width, the steps, the published rate or the batch, or any of
the data's. At each of its values ticket and dense network are trained at several rates, and for
each the rate (and whether it falls) that is best on validation samples is chosen; the test set is
looked at once, when all is chosen. The ticket's level is chosen with them, if asked.

Rows: those of "rivals" for the arms "dense" and "lottery", with ``knob`` and ``value``. Where the
published rate is turned, what is trained is the same at every value; it is trained once, and
``value`` is the rate of the training. The summary, at each value: "chosen" and "minus_dense", as
"rivals" has them, the latter ``at`` "published", "best" and "dense_best"; p-values by Holm over
all values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mnist1d_lab import params
from mnist1d_lab.events import Checkpoint, Event, Row
from mnist1d_lab.experiments.base import TEST_ACCURACY, Axis, Experiment, Figure, Task
from mnist1d_lab.experiments.shared import chosen
from mnist1d_lab.experiments.shared.progress import RunningProgress
from mnist1d_lab.experiments.shared.ticket_search import SEARCH_PARAMS, settle_search
from mnist1d_lab.experiments.shared.tried import Setting, settings, settle_tried
from mnist1d_lab.experiments.shared.validated_search import ValidatedSearch
from mnist1d_lab.experiments.shared.work import search_work, training_work
from mnist1d_lab.nn.models import build_model
from mnist1d_lab.params import ParamError, Values
from mnist1d_lab.pruning.lottery import find_tickets

DEFAULTS: Values = {"hidden": 128, "sparsities": [0.0, 0.4, 0.65, 0.8], "eval_every": 1000}
PARAMS = (
    *params.with_defaults((p for p in SEARCH_PARAMS if p.name != "arms"), DEFAULTS),
    params.SURVIVAL_KNOB,
    params.SURVIVAL_VALUES,
    params.RATES,
    params.DECAYS,
    params.with_default(params.STOPS, ["last"]),
    params.with_default(params.CHOOSE_LEVEL, True),
)
WIDE: Values = {
    "rates": [0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002],
    "decays": ["constant", "linear"],
    "trials": 5,
}
PRESETS: dict[str, Values] = {
    "quick": {},
    "steps": {**WIDE, "knob": "steps", "values": [100.0, 200.0, 400.0, 800.0, 1600.0]},
    "width": {**WIDE, "knob": "hidden", "values": [32.0, 64.0, 128.0, 256.0, 512.0]},
    "batch": {**WIDE, "knob": "batch_size", "values": [25.0, 50.0, 100.0, 200.0, 400.0]},
    "samples": {**WIDE, "knob": "num_samples", "values": [500.0, 1000.0, 2500.0, 5000.0, 10000.0]},
    "rate": {
        **WIDE,
        "knob": "learning_rate",
        "values": WIDE["rates"],
        "hidden": 256,
        "sparsities": [0.0, 0.4, 0.65, 0.8, 0.9],
    },
}
ARMS = ["dense", "lottery"]
LEADS = ("published", "best", "dense_best")


def settle(values: Values) -> Values:
    """As a search's at every value; each must suit the knob, and the settings tried."""
    knob = params.SURVIVAL_KNOBS[values["knob"]]
    try:
        turned = [knob.check(value) for value in values["values"]]
    except ParamError as error:
        raise ParamError("values", f"values must suit the knob: {error}") from error
    if len(set(turned)) < len(turned):
        raise ParamError("values", f"values must differ from one another; got {turned}.")
    if _turns_the_rate(values):
        values = {**values, "rates": [*values["rates"], *turned]}
    values = settle_tried(settle_search({**values, "values": turned}))
    for value in turned:
        settle_tried(settle_search(_at(values, value)))
    return values


def _at(values: Values, value: float) -> Values:
    """The parameters of a run of "rivals" at one value; where that is the rate, it is tried too."""
    there = {**values, values["knob"]: value, "rivals": ARMS}
    return {**there, "rates": sorted({*there["rates"], there["learning_rate"]}, reverse=True)}


def _turns_the_rate(values: Values) -> bool:
    return bool(values["knob"] == "learning_rate")


def _tried_at(values: Values) -> list[tuple[float, list[Setting]]]:
    """What is tried at each value of the knob, nothing twice."""
    if _turns_the_rate(values):
        return [(rate, [(rate, decay) for decay in values["decays"]]) for rate in values["rates"]]
    return [(value, settings(_at(values, value))) for value in values["values"]]


def plan(values: Values) -> list[Task]:
    """One task a value, trial and setting: the search there, from which the dense network comes."""
    base = _size(values)
    return [
        Task(
            f"{value}-{rate}-{decay}-{trial}",
            "survival",
            values,
            {"value": value, "rate": rate, "decay": decay, "trial": trial},
            max(1, round(search_work(_at(values, value)) * _size(_at(values, value)) / base)),
        )
        for value, those in _tried_at(values)
        for trial in range(values["trials"])
        for rate, decay in those
    ]


def _size(values: Values) -> float:
    """How long a step is, about: by the weights, and by the samples in it."""
    model = build_model(values, values["final_seq_length"])
    return float(sum(p.size for p in model.parameters()) * values["batch_size"])


def execute(task: Task, resume: Mapping[str, Any] | None = None) -> Iterator[Event]:
    """The search at one value and setting; a minute at most, so it starts over."""
    value = float(task.key["value"] or 0)
    values = _at(task.params, params.SURVIVAL_KNOBS[task.params["knob"]].check(value))
    rate, decay = float(task.key["rate"] or 0), str(task.key["decay"])
    told = RunningProgress(search_work(values), values["steps"])
    tickets = ValidatedSearch(values, int(task.key["trial"] or 0), rate, decay)
    search = yield from tickets.search(
        lambda level: told.follow(
            tickets.train_level(level),
            training_work(values, level.sparsity),
            f"level {level.index}, rate {rate:g} {decay}",
        )
    )
    columns = {"knob": values["knob"], "value": task.key["value"]}
    for event in find_tickets(search):
        if isinstance(event, Row):
            yield Row({**columns, **event.values})
        elif not isinstance(event, Checkpoint):
            yield event


def summarise(values: Values, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What "rivals" would say at each value, but for what this experiment has not tried."""
    summary: list[dict[str, Any]] = []
    for value in values["values"]:
        here = [row for row in rows if row["value"] == value or _turns_the_rate(values)]
        found = chosen.summarise(_at(values, value), here) if here else []
        summary += [
            {"knob": values["knob"], "value": value, **row}
            for row in found
            if row["what"] == "chosen" or row.get("at") in LEADS
        ]
    return summary


EXPERIMENT = Experiment.of(
    __name__,
    title="What a lead survives",
    summary="A ticket's lead as one setting is turned, with everyone at their best at each value.",
    notes={
        "figures": "The first figure has all rates and levels that were tried, good and bad; those "
        "below it, what is left when each is at its best.",
    },
    figure=Figure(Axis("value", "Value of the knob"), TEST_ACCURACY, ("arm",)),
    sums=(
        Figure(
            Axis("value", "Value of the knob"),
            Axis("mean", "Lead over dense, points"),
            ("at",),
            what="minus_dense",
        ),
        Figure(
            Axis("value", "Value of the knob"),
            Axis("mean", "Test accuracy, each at its best, %"),
            ("arm",),
            what="chosen",
        ),
    ),
)
