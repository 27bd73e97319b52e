"""``import mnist1d_lab as mnist1d``: what the reference's notebooks use is there, and the same."""

from __future__ import annotations

import importlib
import inspect
import subprocess
import sys
import types
from pathlib import Path
from typing import Any

import mnist1d
import mnist1d_lab
import numpy as np
import pytest

PACKAGE = Path(mnist1d_lab.__file__).parent.parent
PUBLIC = [name for name in vars(mnist1d) if not name.startswith("_")]


def test_everything_at_the_references_top_is_at_ours() -> None:
    assert {"get_dataset", "plot_signals", "transform", "data", "utils"} <= set(PUBLIC)
    assert [name for name in PUBLIC if not hasattr(mnist1d_lab, name)] == []
    assert set(PUBLIC) <= set(dir(mnist1d_lab))


@pytest.mark.parametrize("module", ["data", "transform", "utils"])
def test_every_function_of_the_references_modules_is_in_ours(module: str) -> None:
    theirs = importlib.import_module(f"mnist1d.{module}")
    ours = importlib.import_module(f"mnist1d_lab.{module}")
    names = [
        name
        for name, thing in vars(theirs).items()
        if isinstance(thing, types.FunctionType | type) and thing.__module__ == theirs.__name__
    ]
    assert names
    for name in names:
        taken = list(inspect.signature(getattr(theirs, name)).parameters)
        assert list(inspect.signature(getattr(ours, name)).parameters)[: len(taken)] == taken


def test_nothing_has_to_be_imported_first() -> None:
    code = (
        "import mnist1d_lab as mnist1d\n"
        "args = mnist1d.get_dataset_args()\n"
        "set_ = mnist1d.data.make_dataset(args)\n"
        "x, y = mnist1d.get_templates()['x'][0], mnist1d.get_templates()['t']\n"
        "mnist1d.transform(x, y, args); mnist1d.utils.set_seed(3); mnist1d.transform.pad\n"
        "from mnist1d_lab.transform import transform; print(set_['x'].shape)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60,
        env={"PYTHONPATH": str(PACKAGE)},
    )  # fmt: skip
    assert done.stdout == "(4000, 40)\n"


def test_transform_is_a_function_and_a_module_as_in_the_reference() -> None:
    args = mnist1d.get_dataset_args()
    templates = mnist1d.get_templates()
    made = []
    for package in (mnist1d, mnist1d_lab):
        package.set_seed(3)
        made.append(package.transform(templates["x"][4], templates["t"], args))
    for ours, theirs in zip(*made, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-12)


@pytest.mark.parametrize("given", [{}, {"dark_mode": True, "zoom": 3}, {"do_transform": True}])
def test_plot_signals_draws_what_the_reference_draws(given: dict[str, Any]) -> None:
    import matplotlib as mpl

    mpl.use("agg")
    templates, labels, drawn = mnist1d.get_templates(), list(range(10)), []
    for package in (mnist1d, mnist1d_lab):
        package.set_seed(3)
        args = mnist1d.get_dataset_args()
        figure = package.plot_signals(templates["x"], templates["t"], labels, args, **given)
        lines = [ax.get_lines()[0] for ax in figure.axes]
        shown = [(ax.get_title(), ax.get_xlim(), ax.get_ylim()) for ax in figure.axes]
        looks = (lines[0].get_linestyle(), lines[0].get_marker(), lines[0].get_linewidth())
        drawn.append(([line.get_xydata() for line in lines], shown, looks))
    np.testing.assert_allclose(drawn[0][0], drawn[1][0], rtol=0, atol=1e-12)
    assert drawn[0][1:] == drawn[1][1:]


def test_a_name_that_nobody_has_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = mnist1d_lab.nothing
