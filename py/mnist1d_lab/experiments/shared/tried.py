"""The settings that are tried where every arm is to be at its best: rates, and how they fall."""

from __future__ import annotations

from itertools import product

from mnist1d_lab import params
from mnist1d_lab.params import ParamError, Values

Setting = tuple[float, str]


def settle_tried(values: Values) -> Values:
    """The published setting is among those tried, and there are samples to choose one by."""
    if values["data_file"]:
        raise ParamError(
            "data_file", "data_file holds all its samples: there are none to choose a setting by."
        )
    rates = sorted({*values["rates"], values["learning_rate"]}, reverse=True)
    decays = [d for d in params.DECAYS.choices if d in (*values["decays"], values["rate_decay"])]
    return {**values, "rates": rates, "decays": decays}


def settings(values: Values) -> list[Setting]:
    """Every (rate, decay), the published one first."""
    published = (values["learning_rate"], values["rate_decay"])
    return sorted(product(values["rates"], values["decays"]), key=lambda s: s != published)
