"""Every network beside a found ticket at its best: what is tried, and what is made of the rows.

With ``at_best`` a network is trained at every setting (rate, and how it falls), the published one
first, and that setting is chosen for it which does best, averaged over the trials, on samples of
its own kind of data that are kept aside (``validated_search.Aside``). The test set has no part in
it. As in "rivals", tickets are searched for anew at every setting, and the mask of the published
one is trained at all others besides (its "same_mask"); what is chosen is the better of both.

The rows have ``rate``, ``decay`` and ``same_mask`` then, and what ``ValidatedSearch`` says that its
have. The summary has every number twice, ``at`` "published" (all at the published setting, last
step) and "best" (each at its own); then "chosen", each network's setting, with its accuracy on the
test set; and "budget", in trainings and steps what the choice has cost, searches included.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from mnist1d_lab import params
from mnist1d_lab.analysis.statistics import estimate
from mnist1d_lab.experiments.base import Task
from mnist1d_lab.experiments.shared.chosen import (
    Choice,
    Outcomes,
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
Named = TypeVar("Named", bound=Cell)


@dataclass(frozen=True)
class MaskChoice(Choice):
    """A choice that says which mask it is of: the setting's own, or that of the published one."""

    same_mask: bool = False


MaskChoices = dict[MaskChoice, Outcomes]


def settle_at_best(values: Values) -> Values:
    """The settings to try, and that there are samples to choose by; raises ParamError."""
    return settle_tried(values) if values["at_best"] else values


def tried(values: Values) -> list[Setting]:
    """The settings of every network, the published one first. Each is a task's, with a search."""
    return settings(values) if values.get("at_best") else [_published_setting(values)]


def searched_at(task: Task) -> Setting:
    """The setting of a task's search."""
    if "rate" not in task.key:
        return _published_setting(task.params)
    return float(task.key["rate"] or 0), str(task.key["decay"])


def task_name(values: Values, name: str, setting: Setting) -> str:
    """The id of a task that would be ``name`` were it the only one."""
    return f"{name}-{setting[0]}-{setting[1]}" if values.get("at_best") else name


def trained_after(
    values: Values, searched: Setting, cells: Iterable[Named], of_ticket: Collection[str]
) -> list[tuple[Setting, Named]]:
    """What is trained after the search at one setting: all ``cells`` there, and after the
    published one those under the ticket's mask at all other settings too. A cell's arm is second.
    """
    cells = list(cells)
    published, *others = tried(values)
    elsewhere = others if searched == published else []
    masked = [cell for cell in cells if cell[1] in of_ticket]
    return [(s, c) for s, those in [(searched, cells), *((o, masked) for o in elsewhere)]
            for c in those]  # fmt: skip


def at_setting(values: Values, setting: Setting) -> Values:
    """The parameters of a training there."""
    return {**values, "learning_rate": setting[0], "rate_decay": setting[1]}


def setting_key(values: Values, setting: Setting) -> dict[str, Any]:
    """What a task's key says of it, where there are several."""
    return {"rate": setting[0], "decay": setting[1]} if values.get("at_best") else {}


def setting_columns(values: Values, setting: Setting, searched: Setting) -> dict[str, Any]:
    """What rows say of it, where there are several, and of the search before."""
    same_mask = {"same_mask": setting != searched} if values.get("at_best") else {}
    return {**setting_key(values, setting), **same_mask}


def _published_setting(values: Values) -> Setting:
    return values["learning_rate"], values["rate_decay"]


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
) -> dict[Cell, MaskChoices]:
    found: dict[Cell, MaskChoices] = {}
    for row in final:
        cell = tuple(row[column] for column in columns)
        for stop, outcome in by_stop(row).items():
            choice = MaskChoice(row["rate"], row["decay"], stop, 0, row["same_mask"])
            if cell not in follows:
                found.setdefault(cell, {}).setdefault(choice, {})[row["trial"]] = outcome
    return found


def _published(values: Values, final: Rows) -> Rows:
    published = _published_setting(values)
    return [row for row in final if (row["rate"], row["decay"]) == published]


def _best(final: Rows, best: Mapping[Cell, MaskChoice], cell_of: CellOf) -> Rows:
    """The rows of the chosen trainings, each with the accuracy of where it was to stop."""
    rows = []
    for row in final:
        choice = best.get(cell_of(row))
        setting = (row["rate"], row["decay"], row["same_mask"])
        if choice and setting == (choice.rate, choice.decay, choice.same_mask):
            rows.append({**row, "test_acc": by_stop(row)[choice.stop].test})
    return rows


def _chosen(
    values: Values,
    found: Mapping[Cell, MaskChoices],
    best: Mapping[Cell, MaskChoice],
    columns: tuple[str, ...],
) -> Iterator[dict[str, Any]]:
    for cell, choice in best.items():
        named = dict(zip(columns, cell, strict=True))
        setting = {"rate": choice.rate, "decay": choice.decay, "stop": choice.stop}
        setting["same_mask"] = choice.same_mask
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
        searches = sum(not row["same_mask"] for row in own) if named["arm"] in of_ticket else 0
        searched = len(values["sparsities"]) * searches
        yield {
            "what": "budget",
            **named,
            "trainings": len(own) + searched,
            "steps": len(own) * steps + searched * values["steps"],
            "n": len({row["trial"] for row in own}),
        }
