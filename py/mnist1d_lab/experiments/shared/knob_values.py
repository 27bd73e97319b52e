"""The values that a knob, a parameter of the data, is turned to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from mnist1d_lab import params
from mnist1d_lab.params import ParamError, Values

KNOB_PARAMS = (params.KNOB, params.KNOB_VALUES, params.KNOB_RANGE, params.KNOB_POINTS)


def settle_knob(values: Values) -> Values:
    """Write the values out, so that the record says what was run; each must suit the knob."""
    knob, spread = params.KNOBS[values["knob"]], values["range"]
    refuse_finished_data(values)
    if len(spread) == 1 or (spread and spread[0] >= spread[1]):
        raise ParamError("range", f"range must be two numbers, lowest and highest; got {spread}.")
    ends = spread or knob.usual or (knob.low, knob.high)
    turned = values["values"] or _spread(knob, ends, values["points"])
    try:
        turned = [knob.check(value) for value in turned]
    except ParamError as error:
        param = "values" if values["values"] else "range"
        raise ParamError(param, f"{param} must suit the knob: {error}") from error
    if len(set(turned)) < len(turned):
        raise ParamError("values", f"values must differ from one another; got {turned}.")
    return {**values, "values": turned}


def refuse_finished_data(values: Values) -> None:
    """Raise ParamError for data from a file: every value of a knob would find the same."""
    if values["data_file"]:
        raise ParamError("data_file", "data_file is a finished data set: no knob can turn it.")


def _spread(knob: params.Param, ends: Sequence[float], points: int) -> list[Any]:
    """``points`` values from end to end; whole ones, and fewer where they coincide, for a count."""
    even = np.linspace(ends[0], ends[1], points)
    if knob.kind == "int":
        return list(dict.fromkeys(np.rint(even).astype(int).tolist()))
    return [float(f"{value:.6g}") for value in even.tolist()]
