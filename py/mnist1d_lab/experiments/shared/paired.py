"""Means with their intervals, and leads paired by trial, from whatever rows there are so far."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from mnist1d_lab.analysis.statistics import estimate, paired_difference

Cells = dict[tuple[Any, ...], dict[int, float]]


def final_accuracies(rows: Iterable[Mapping[str, Any]], *columns: str) -> Cells:
    """By the values of ``columns``: the test accuracy of each trial's last row."""
    cells: Cells = {}
    for row in rows:
        if row["final"]:
            key = tuple(row[column] for column in columns)
            cells.setdefault(key, {})[row["trial"]] = row["test_acc"]
    return cells


def summary_rows(
    cells: Cells, key: tuple[Any, ...], rivals: Mapping[str, tuple[Any, ...]], **named: Any
) -> Iterator[dict[str, Any]]:
    """ "test_acc", and "minus_{rival}" for each rival that shares a trial with the cell ``key``.

    ``named`` are the columns that say which cell it is. A lead is the mean of the differences by
    trial, over the trials that both have, with the paired 95 % t-interval.
    """
    own = cells[key]
    yield {"what": "test_acc", **named, **estimate(list(own.values())).to_dict()}
    for rival, place in rivals.items():
        other = cells.get(place, {})
        shared = sorted(own.keys() & other.keys())
        if shared and place != key:
            lead = paired_difference([own[t] for t in shared], [other[t] for t in shared])
            yield {"what": f"minus_{rival}", **named, **lead.to_dict()}


def changes(
    before: Iterable[Mapping[str, Any]], after: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """By arm and sparsity: the test accuracy of ``after`` less that of ``before``.

    Paired by trial, which has one seed in both, with the 95 % t-interval; cells that share no
    trial are left out.
    """
    old, new = (final_accuracies(rows, "arm", "sparsity") for rows in (before, after))
    table = []
    for arm, sparsity in new:
        own, other = new[arm, sparsity], old.get((arm, sparsity), {})
        shared = sorted(own.keys() & other.keys())
        if shared:
            change = paired_difference([own[t] for t in shared], [other[t] for t in shared])
            table.append({"arm": arm, "sparsity": sparsity, **change.to_dict()})
    return table
