"""A record as a sentence, as a notebook's table and as a figure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

ROWS_SHOWN = 12

Row = Mapping[str, Any]
Line = tuple[list[Any], list[float]]


class Record(Protocol):
    """What is read of a record here."""

    experiment: str
    seed: int
    version: str
    backend: str
    elapsed_s: float
    rows: list[dict[str, Any]]
    arrays: dict[str, Any]
    notices: list[str]
    summary: list[dict[str, Any]]
    figure: dict[str, Any] | None

    @property
    def data(self) -> str | None: ...

    @property
    def own_code(self) -> str | None: ...


def sentence(record: Record) -> str:
    """What the record is of, in one line."""
    data = f", data {record.data}" if record.data else ""
    own = f", with own code ({record.own_code})" if record.own_code else ""
    return (
        f"{record.experiment}, seed {record.seed}{data}{own}, {record.backend}, "
        f"{len(record.rows)} rows, {len(record.arrays)} arrays, {record.elapsed_s:.1f} s, "
        f"version {record.version}"
    )


def html(record: Record) -> str:
    """The sentence, the notices, and the summary, or else the rows, as far as they fit."""
    from html import escape  # noqa: PLC0415 - a page, which draws its own, need not wait for it

    name, rows = ("summary", record.summary) if record.summary else ("rows", record.rows)
    shown = rows[:ROWS_SHOWN]
    columns = list(dict.fromkeys(column for row in shown for column in row))
    head = "".join(f"<th>{escape(column)}</th>" for column in columns)
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(_cell(row.get(column)))}</td>' for column in columns)}</tr>"
        for row in shown
    )
    caption = f"{name}: {len(shown)} of {len(rows)}"
    notices = "".join(f"<p>{escape(notice)}</p>" for notice in record.notices)
    return (
        f"<p>{escape(sentence(record))}</p>{notices}<table><caption>{caption}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def plot(record: Record, figure: Mapping[str, Any] | None = None, ax: Any = None) -> Any:
    """The experiment's figure on ``ax``, or on new axes of matplotlib; returns the axes.

    Rows alike in x and in all columns of ``series`` are repetitions: the line is their mean, the
    band from the least to the greatest. ``figure`` overrides the record's own, which ValueError
    says is missing: ``{"x": {"column", "label"}, "y": {...}, "series": [...], "final": bool,
    "log": bool}``.
    """
    drawn = figure or record.figure
    if not drawn:
        raise ValueError("This record does not say what to plot against what: give figure=.")
    import matplotlib.pyplot as plt  # noqa: PLC0415

    ax = ax or plt.subplots()[1]
    for series, line in sorted(_lines(record.rows, drawn).items(), key=lambda item: str(item[0])):
        x, mean, low, high = _band(line)
        ax.plot(x, mean, marker="o", label=", ".join(map(str, series)) or None)
        ax.fill_between(x, low, high, alpha=0.2)
    ax.set_xlabel(drawn["x"]["label"])
    ax.set_ylabel(drawn["y"]["label"])
    ax.set_title(f"{record.experiment}, seed {record.seed}" + (
        f", data {record.data}" if record.data else ""), fontsize="medium")  # fmt: skip
    if drawn.get("log"):
        ax.set_yscale("log")
    if drawn.get("series"):
        ax.legend()
    return ax


def _lines(rows: Sequence[Row], figure: Mapping[str, Any]) -> dict[tuple[Any, ...], Line]:
    """(x, y) by series, of the rows that have both."""
    lines: dict[tuple[Any, ...], Line] = defaultdict(lambda: ([], []))
    x, y = figure["x"]["column"], figure["y"]["column"]
    for row in rows:
        if row.get(x) is None or row.get(y) is None:
            continue
        if figure.get("final", True) and not row.get("final", True):
            continue
        line = lines[tuple(row.get(name) for name in figure.get("series", ()))]
        line[0].append(row[x])
        line[1].append(row[y])
    return lines


def _band(line: Line) -> tuple[list[Any], list[float], list[float], list[float]]:
    """The places in order, and the mean, least and greatest value at each."""
    at: dict[Any, list[float]] = defaultdict(list)
    for x, y in zip(*line, strict=True):
        at[x].append(y)
    places = sorted(at)
    means = [sum(at[x]) / len(at[x]) for x in places]
    return places, means, [min(at[x]) for x in places], [max(at[x]) for x in places]
