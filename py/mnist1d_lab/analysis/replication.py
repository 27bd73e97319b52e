"""Whether a run done again found the same: to the bit, as far as another backend can, or not."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from mnist1d_lab.records import Record
from mnist1d_lab.records.digest import TIMES

# Backends round otherwise, and training magnifies that. Between the kernels and NumPy the final
# test accuracies of one search differ with a standard deviation of 1.0 to 2.0 points (searches,
# bench and models, 1,000 test samples, 6 to 27 trainings), by 5.1 at most; the mean by 0.1 to 0.4.
EACH_POINTS = 10.0
MEAN_POINTS = 0.5
SPREAD_POINTS = 6.0  # three such deviations, which a mean of n divides by the root of n
RELATIVE = 1e-3  # of what was measured without training

SAME, CLOSE, DIFFERENT = "same", "close", "different"
_TOLD = {
    SAME: "The same to the bit",
    CLOSE: "The same within what another backend's rounding does",
    DIFFERENT: "Different",
}
_PLACES = ("trial", "seed", "step", "level")
_ROUNDED = ("_hash", "backend")  # texts that depend on the last bits

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Replication:
    """``verdict`` is "same", "close" or "different"; ``sentence`` says it, with its reasons.

    ``mean`` and ``largest`` are the mean and the largest difference (again less before) of the
    ``n`` final test accuracies, in points; None without any.
    """

    verdict: str
    sentence: str
    n: int = 0
    mean: float | None = None
    largest: float | None = None

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def compare_again(before: Record, again: Record) -> Replication:
    """Whether ``again``, a run by the parameters of ``before``, found what that had found."""
    if before.result_hash == again.result_hash:
        return Replication(SAME, f"{_TOLD[SAME]}: the hash is {again.result_hash[:10]}.")
    differences = _final_differences(before.rows, again.rows)
    n = len(differences)
    mean = math.fsum(differences) / n if n else None
    largest = max(differences, key=abs) if n else None
    misfit = _misfit(before, again, differences)
    verdict = DIFFERENT if misfit else CLOSE
    sentence = f"{_TOLD[verdict]}: {misfit}" if misfit else f"{_TOLD[verdict]}"
    return Replication(
        verdict, f"{sentence}{_amount(n, mean, largest)}.{_circumstances(before, again)}",
        n, mean, largest,
    )  # fmt: skip


def _misfit(before: Record, again: Record, differences: Sequence[float]) -> str:
    """Why the two are not the same run on two backends, or ""."""
    if len(before.rows) != len(again.rows):
        return f"{len(again.rows)} rows, before {len(before.rows)}"
    if not all(map(_same_place, before.rows, again.rows)):
        return "the rows are not of the same measurements"
    if before.backend == again.backend:
        return f"the same backend ({again.backend}) gave other numbers"
    return _too_far(differences) if differences else _unlike(before.rows, again.rows)


def _unlike(before: Sequence[Row], again: Sequence[Row]) -> str:
    near = all(map(_near, before, again))
    return "" if near else f"numbers differ by more than {RELATIVE:g} of their size"


def _too_far(differences: Sequence[float]) -> str:
    mean = abs(math.fsum(differences)) / len(differences)
    if mean > MEAN_POINTS + SPREAD_POINTS / math.sqrt(len(differences)):
        return "the test accuracies differ on the whole"
    if max(map(abs, differences)) > EACH_POINTS:
        return "some test accuracies differ by more than rounding explains"
    return ""


def _same_place(before: Row, again: Row) -> bool:
    """Whether two rows measure the same thing, whatever they found."""

    def place(row: Row) -> dict[str, Any]:
        return {
            name: cell
            for name, cell in row.items()
            if name in _PLACES or (isinstance(cell, str | bool) and not name.endswith(_ROUNDED))
        }

    return before.keys() == again.keys() and place(before) == place(again)


def _near(before: Row, again: Row) -> bool:
    return all(
        math.isclose(cell, again[name], rel_tol=RELATIVE, abs_tol=RELATIVE)
        for name, cell in before.items()
        if isinstance(cell, float) and isinstance(again[name], float | int)
        if not name.startswith(TIMES) and not name.endswith("_error")
    )


def _final_differences(before: Sequence[Row], again: Sequence[Row]) -> list[float]:
    """Again less before, of the test accuracies that a training ended with."""
    pairs = zip(before, again, strict=False)
    return [
        b["test_acc"] - a["test_acc"]
        for a, b in pairs
        if a.get("final") and None not in (a.get("test_acc"), b.get("test_acc"))
    ]


def _amount(n: int, mean: float | None, largest: float | None) -> str:
    if mean is None or largest is None:
        return ""
    return f"; {n} final test accuracies, {mean:+.2f} points in the mean and {largest:+.2f} at most"


def _circumstances(before: Record, again: Record) -> str:
    names = (("backend", before.backend, again.backend), ("version", before.version, again.version))
    told = [f"{name} {now}, before {then}" for name, then, now in names if then != now]
    return f" ({'; '.join(told)}.)" if told else ""
