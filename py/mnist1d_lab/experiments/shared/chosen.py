"""Settings chosen by validation samples, and what is left of the leads when all are chosen so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from statistics import fmean
from typing import Any, TypeVar

from mnist1d_lab.analysis.statistics import estimate, paired_difference
from mnist1d_lab.params import Values

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Choice:
    """What can be chosen for an arm: a setting, where a training stops, and a level."""

    rate: float
    decay: str
    stop: str
    level: int


@dataclass(frozen=True)
class Outcome:
    """Accuracies of one training in percent: on the samples for choosing, and on the test set."""

    validation: float
    test: float


Outcomes = dict[int, Outcome]  # by trial
Choices = dict[Choice, Outcomes]
Chosen = TypeVar("Chosen", bound=Choice)


def outcomes(values: Values, rows: Rows) -> dict[str, Choices]:
    """By arm and choice; the published setting's own ticket is what "same_mask" is there."""
    arms: dict[str, Choices] = {}
    for row in rows:
        if not row["final"]:
            continue
        published = (row["rate"], row["decay"]) == (values["learning_rate"], values["rate_decay"])
        is_mask = published and row["arm"] == "lottery" and row["level"] == last_level(values)
        for arm in (row["arm"], *(["same_mask"] if is_mask else [])):
            for stop, outcome in by_stop(row).items():
                choice = Choice(row["rate"], row["decay"], stop, row["level"])
                arms.setdefault(arm, {}).setdefault(choice, {})[row["trial"]] = outcome
    return {arm: arms[arm] for arm in values["rivals"] if arm in arms}


def by_stop(row: Mapping[str, Any]) -> dict[str, Outcome]:
    """What a training's final row says of it: stopped "last", and where it was "best"."""
    found = {"last": Outcome(row["validation_acc"], row["test_acc"])}
    if "stopped_test_acc" in row:  # recordings leave out what is not chosen among
        found["best"] = Outcome(row["stopped_validation_acc"], row["stopped_test_acc"])
    return found


def last_level(values: Values) -> int:
    return len(values["sparsities"]) - 1


def published_choice(values: Values, arm: str) -> Choice:
    level = 0 if arm == "dense" else last_level(values)
    return Choice(values["learning_rate"], values["rate_decay"], "last", level)


def best_choice(values: Values, choices: Mapping[Chosen, Outcomes]) -> Chosen:
    """That with the highest mean on the validation samples; the first of equals.

    Among those only that have as many trials as any, so that all are judged on the same ones.
    """
    allowed = {
        choice: fmean(outcome.validation for outcome in found.values())
        for choice, found in choices.items()
        if choice.stop in values["stops"] and len(found) == max(map(len, choices.values()))
        if choice.level in (0, last_level(values)) or values["choose_level"]
    }
    return max(allowed, key=lambda choice: allowed[choice])


def is_at_edge(values: Values, choice: Choice) -> bool:
    """Whether its rate is the highest or lowest tried: another might be better yet."""
    return choice.rate in (min(values["rates"]), max(values["rates"]))


def summarise(values: Values, rows: Rows) -> Rows:
    """What ``rivals`` says that its summary is."""
    arms = outcomes(values, rows)
    best = {arm: best_choice(values, choices) for arm, choices in arms.items()}
    return [
        *_accuracies(values, arms),
        *_chosen(values, arms, best),
        *_leads(values, arms, best),
        *_budget(values, rows, list(arms)),
    ]


def _accuracies(values: Values, arms: dict[str, Choices]) -> Iterator[dict[str, Any]]:
    for arm, choices in arms.items():
        for choice, found in choices.items():
            if choice.level in (0, last_level(values)):
                named = {"arm": arm, **vars(choice)}
                tested = estimate([o.test for o in found.values()])
                validated = estimate([o.validation for o in found.values()])
                yield {"what": "test_acc", **named, **tested.to_dict()}
                yield {"what": "validation_acc", **named, **validated.to_dict()}


def _chosen(
    values: Values, arms: dict[str, Choices], best: Mapping[str, Choice]
) -> Iterator[dict[str, Any]]:
    for arm, choice in best.items():
        tested = estimate([outcome.test for outcome in arms[arm][choice].values()])
        sparsity = values["sparsities"][choice.level]
        at_edge = is_at_edge(values, choice)
        named = {"arm": arm, **vars(choice), "sparsity": sparsity, "at_edge": at_edge}
        yield {"what": "chosen", **named, **tested.to_dict()}


def _leads(
    values: Values, arms: dict[str, Choices], best: Mapping[str, Choice]
) -> Iterator[dict[str, Any]]:
    """Paired by trial: as published, each at its best, and against the dense network's best."""
    if "dense" not in arms:
        return
    published = {arm: published_choice(values, arm) for arm in arms}
    dense_setting = {arm: replace(best["dense"], level=published[arm].level) for arm in arms}
    pairs = {"published": (published, published), "best": (best, best)}
    pairs |= {"dense_best": (published, best), "dense_setting": (dense_setting, best)}
    for at, (own, rival) in pairs.items():
        dense = arms["dense"].get(rival["dense"], {})
        for arm, choices in arms.items():
            mine = choices.get(own[arm], {})
            shared = sorted(mine.keys() & dense.keys())
            # The published ticket is its own mask's: it is not to be counted twice.
            twice = arm == "same_mask" and "lottery" in arms and own is published
            if arm != "dense" and shared and not twice:
                lead = paired_difference(
                    [mine[t].test for t in shared], [dense[t].test for t in shared]
                )
                yield {"what": "minus_dense", "at": at, "arm": arm, **lead.to_dict()}


def _budget(values: Values, rows: Rows, arms: list[str]) -> Iterator[dict[str, Any]]:
    """What each arm's choice has cost in trainings: tickets need all levels, masks one search."""
    final = [row for row in rows if row["final"]]
    for arm in arms:
        with_search = [row for row in final if row["arm"] in ("dense", "lottery")]
        if arm in ("same_mask", "reinitialised"):
            rate, decay = values["learning_rate"], values["rate_decay"]
            with_search = [r for r in with_search if (r["rate"], r["decay"]) == (rate, decay)]
        elif arm != "lottery":
            with_search = []
        own = [row for row in final if row["arm"] == arm and arm != "lottery"]
        trained = len(with_search) + len(own)
        yield {
            "what": "budget",
            "arm": arm,
            "trainings": trained,
            "steps": trained * values["steps"],
            "n": len({row["trial"] for row in final}),
        }
