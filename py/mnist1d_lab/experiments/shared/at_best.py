"""Every network beside a found ticket at its best: what is tried, and what is made of the rows.

With ``at_best`` a network is trained at every setting (rate, and how it falls), the published one
first, and that setting is chosen for it which does best, averaged over the trials, on samples of
its own kind of data that are kept aside (``validated_search.Aside``). The test set has no part in
it. The ticket is found once, at the published setting; "rivals" searches anew at each.

The rows have ``rate`` and ``decay`` then, and what ``ValidatedSearch`` says that its have. The
summary has every number twice, ``at`` "published" (all at the published setting, last step) and
"best" (each at its own); then "chosen", each network's setting, with its accuracy on the test set;
and "budget", in trainings and steps what the choice has cost, the ticket's search included.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from mnist1d_lab import params
from mnist1d_lab.analysis.statistics import estimate
from mnist1d_lab.experiments.shared.chosen import (
    Choice,
    Choices,
    Rows,
    best_choice,
    by_stop,
    is_at_edge,
)
from mnist1d_lab.experiments.shared.tried import Setting, settings, settle_tried
from mnist1d_lab.params import Values

AT_BEST_PARAMS = (
    params.AT_BEST,
    params.RATES,
    params.DECAYS,
    params.with_default(params.STOPS, ["last"]),
)
# As wide as that no best rate of the standard size lies at an end ("rivals").
WIDE: Values = {
    "at_best": True,
    "rates": [0.2, 0.1, 0.05, 0.02, 0.01, 0.005],
    "decays": ["constant", "linear"],
}

Cell = tuple[Any, ...]
CellOf = Callable[[Mapping[str, Any]], Cell]


def settle_at_best(values: Values) -> Values:
    """The settings to try, and that there are samples to choose by; raises ParamError."""
    return settle_tried(values) if values["at_best"] else values


def tried(values: Values) -> list[Setting]:
    """The settings of every network, the published one first."""
    published = (values["learning_rate"], values["rate_decay"])
    return settings(values) if values.get("at_best") else [published]


def at_setting(values: Values, setting: Setting) -> Values:
    """The parameters of a training there."""
    return {**values, "learning_rate": setting[0], "rate_decay": setting[1]}


def setting_columns(values: Values, setting: Setting) -> dict[str, Any]:
    """What its rows say of it, where there are several."""
    return {"rate": setting[0], "decay": setting[1]} if values.get("at_best") else {}


def summarise_both(
    values: Values,
    rows: Rows,
    columns: tuple[str, ...],
    summarise: Callable[[Rows], Rows],
    *,
    of_ticket: Collection[str],
    follows: Mapping[Cell, Cell] | None = None,
) -> Rows:
    """What ``summarise`` makes of the rows, as published and at best, and what that took.

    A network is named by its ``columns``, of which "arm" is one; ``of_ticket`` are the arms whose
    mask a search has found. One that ``follows`` another is at that one's best, not at its own.
    """
    if not values.get("at_best"):
        return summarise(rows)
    final = [row for row in rows if row["final"]]

    def cell_of(row: Mapping[str, Any]) -> Cell:
        cell = tuple(row[column] for column in columns)
        return (follows or {}).get(cell, cell)

    found = _choices(values, final, columns, follows or {})
    best = {cell: best_choice(values, choices) for cell, choices in found.items()}
    views = {"published": _published(values, final), "best": _best(final, best, cell_of)}
    return [
        *({**row, "at": at} for at, seen in views.items() for row in summarise(seen)),
        *_chosen(values, found, best, columns),
        *_budget(values, final, columns, of_ticket),
    ]


def _choices(
    values: Values, final: Rows, columns: tuple[str, ...], follows: Mapping[Cell, Cell]
) -> dict[Cell, Choices]:
    found: dict[Cell, Choices] = {}
    for row in final:
        cell = tuple(row[column] for column in columns)
        for stop, outcome in by_stop(row).items():
            choice = Choice(row["rate"], row["decay"], stop, level=0)
            if cell not in follows:
                found.setdefault(cell, {}).setdefault(choice, {})[row["trial"]] = outcome
    return found


def _published(values: Values, final: Rows) -> Rows:
    published = (values["learning_rate"], values["rate_decay"])
    return [row for row in final if (row["rate"], row["decay"]) == published]


def _best(final: Rows, best: Mapping[Cell, Choice], cell_of: CellOf) -> Rows:
    """The rows of the chosen trainings, each with the accuracy of where it was to stop."""
    rows = []
    for row in final:
        choice = best.get(cell_of(row))
        if choice and (row["rate"], row["decay"]) == (choice.rate, choice.decay):
            rows.append({**row, "test_acc": by_stop(row)[choice.stop].test})
    return rows


def _chosen(
    values: Values,
    found: Mapping[Cell, Choices],
    best: Mapping[Cell, Choice],
    columns: tuple[str, ...],
) -> Iterator[dict[str, Any]]:
    for cell, choice in best.items():
        named = dict(zip(columns, cell, strict=True))
        setting = {"rate": choice.rate, "decay": choice.decay, "stop": choice.stop}
        tested = estimate([outcome.test for outcome in found[cell][choice].values()])
        edge = {"at_edge": is_at_edge(values, choice)}
        yield {"what": "chosen", **named, **setting, **edge, **tested.to_dict()}


def _budget(
    values: Values, final: Rows, columns: tuple[str, ...], of_ticket: Collection[str]
) -> Iterator[dict[str, Any]]:
    steps = int(values["control_steps" if "control_steps" in values else "steps"])
    for cell in dict.fromkeys(tuple(row[column] for column in columns) for row in final):
        named = dict(zip(columns, cell, strict=True))
        own = [row for row in final if named.items() <= row.items()]
        trials = len({row["trial"] for row in own})
        searched = len(values["sparsities"]) * trials if named["arm"] in of_ticket else 0
        yield {
            "what": "budget",
            **named,
            "trainings": len(own) + searched,
            "steps": len(own) * steps + searched * values["steps"],
            "n": trials,
        }
