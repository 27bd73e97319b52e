"""Two to four runs on the same axes: means with intervals, and differences paired by seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mnist1d_lab.analysis.statistics import allow_for_number, estimate, paired_difference
from mnist1d_lab.params import ParamError
from mnist1d_lab.records import Record

FEWEST, MOST = 2, 4

Figure = Mapping[str, Any]
Place = tuple[tuple[Any, ...], Any]  # the values of the figure's series, and where on its x axis
Found = dict[Place, dict[Any, float]]  # by place and seed


def side_by_side(records: Sequence[Record]) -> dict[str, Any]:
    """What the runs found at each place of their figure, and what each has more than the first.

    ``figure`` is what is plotted against what. ``means`` has, by ``run`` (its number from 0),
    values of ``series`` and place ``at``, the mean over seeds with its 95 % t-interval (low and
    high; None for one seed). ``differences`` has the same of the differences from run 0, by
    seed, over the seeds that both have, with ``p`` and, allowing for their number, ``p_holm``.
    Raises ParamError for other numbers of runs and for runs without common axes.
    """
    if not FEWEST <= len(records) <= MOST:
        raise ParamError("runs", f"runs must be {FEWEST} to {MOST}; got {len(records)}.")
    figure = _common(records)
    found = [_by_place(record, figure) for record in records]
    means = [
        {"run": run, **_named(place), **estimate(list(seeds.values())).to_dict()}
        for run, places in enumerate(found)
        for place, seeds in places.items()
    ]
    differences = [
        {"what": f"run_{run}_minus_first", "run": run, **row}
        for run, places in enumerate(found[1:], 1)
        for row in _differences(found[0], places)
    ]
    allow_for_number(differences)
    return {"figure": dict(figure), "means": means, "differences": differences}


def _common(records: Sequence[Record]) -> Figure:
    """The figure of the runs; ParamError unless all have one with the same axes and lines."""
    for record in records:
        if not record.figure:
            raise ParamError("runs", f"{record.experiment} has no figure to compare runs in.")
    axes = {_axes(record.figure or {}) for record in records}
    if len(axes) > 1:
        names = sorted({record.experiment for record in records})
        raise ParamError("runs", f"{' and '.join(names)} have no axes in common.")
    return records[0].figure or {}


def _axes(figure: Figure) -> tuple[Any, ...]:
    return figure["x"]["column"], figure["y"]["column"], tuple(figure["series"])


def _by_place(record: Record, figure: Figure) -> Found:
    """The values by place and seed; several of one seed at one place count as their mean."""
    x, y, series = _axes(figure)
    values: dict[Place, dict[Any, list[float]]] = {}
    for row in record.rows:
        if row.get(x) is None or row.get(y) is None:
            continue
        if figure.get("final", True) and not row.get("final", True):
            continue
        place = (tuple(row.get(name) for name in series), row[x])
        of_seed = values.setdefault(place, {}).setdefault(_seed(record, row), [])
        of_seed.append(float(row[y]))  # type: ignore[arg-type]  # an axis of numbers
    return {
        place: {seed: sum(own) / len(own) for seed, own in seeds.items()}
        for place, seeds in values.items()
    }


def _seed(record: Record, row: Mapping[str, Any]) -> Any:
    """The seed of a row's trial: where it does not say it, the first seed and the trial."""
    seed = row.get("seed")
    return (record.seed or 0) + (row.get("trial") or 0) if seed is None else seed


def _named(place: Place) -> dict[str, Any]:
    series, at = place
    return {"series": list(series), "at": at}


def _differences(first: Found, other: Found) -> list[dict[str, Any]]:
    rows = []
    for place, own in other.items():
        shared = sorted(own.keys() & first.get(place, {}).keys())
        if shared:
            change = paired_difference(
                [own[seed] for seed in shared], [first[place][seed] for seed in shared]
            )
            rows.append({**_named(place), **change.to_dict()})
    return rows
