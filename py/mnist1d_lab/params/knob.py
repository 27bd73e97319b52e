"""Accuracy against a data parameter."""

from __future__ import annotations

from mnist1d_lab.params.data import GENERATOR
from mnist1d_lab.params.param import Param

KNOBS = {p.name: p for p in GENERATOR if p.kind in ("int", "float")}
_LOWEST, _HIGHEST = min(p.low for p in KNOBS.values()), max(p.high for p in KNOBS.values())

KNOB = Param(
    "knob", "choice", "iid_noise_scale", "Knob", "Which parameter of the data to turn.", "knob",
    choices=tuple(KNOBS),
)  # fmt: skip
KNOB_VALUES = Param(
    "values", "floats", [], "Values", "The knob's values; empty: spread evenly over the range.",
    "knob", _LOWEST, _HIGHEST, length=(0, 40),
)  # fmt: skip
KNOB_RANGE = Param(
    "range", "floats", [], "Range", "Lowest and highest value; empty: the knob's usual range.",
    "knob", _LOWEST, _HIGHEST, length=(0, 2),
)  # fmt: skip
KNOB_POINTS = Param(
    "points", "int", 5, "Points", "How many values to spread over the range.", "knob", 2, 40
)

TICKET_FROM = Param(
    "ticket_from", "choice", "each", "Tickets found on",
    "each: a new search at every value of the knob; source: one search on the data above, whose "
    "ticket is then trained at every value.", "knob", choices=("each", "source"),
)  # fmt: skip
