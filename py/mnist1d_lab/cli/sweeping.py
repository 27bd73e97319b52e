"""``mnist1d-lab sweep GRID.toml --out DIR``: an experiment at every point of a grid."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mnist1d_lab.cli.arguments import parsed, sweep_parser
from mnist1d_lab.cli.executing import executing
from mnist1d_lab.cli.looking import say_data
from mnist1d_lab.engines.sweeps import sweep
from mnist1d_lab.params import BACKEND, ParamError
from mnist1d_lab.params.quoting import reason_of, shortened

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

KEYS = {"experiment", "grid", "fixed", "seeds"}


def run_sweep(arguments: Sequence[str]) -> int:
    """Do what is left of the sweep, and say where its table is."""
    options, unknown = parsed(sweep_parser(), arguments)
    if unknown or "out" not in options or "grid" not in options:
        what = (
            f"{shortened(unknown[0])} is not understood"
            if unknown
            else "GRID.toml and --out DIR are needed"
        )
        raise ParamError("arguments", f"{what}. See mnist1d-lab sweep --help.")
    asked = read_grid(Path(options["grid"]))
    say_data(asked.get("fixed", {}))
    asked["backend"] = BACKEND.parse(options.get("backend", str(BACKEND.default)))
    try:
        with executing(options) as how:
            table = sweep(
                asked.pop("experiment"), asked.pop("grid"), options["out"], **asked, **how
            )
    except KeyboardInterrupt:
        print("What is done is kept: the same command goes on.", file=sys.stderr)
        raise
    print(table)
    return 0


def read_grid(path: Path) -> dict[str, Any]:
    """What a sweep's file asks for; raises ParamError for anything else."""
    try:
        asked = tomllib.loads(path.read_text())
    except (OSError, ValueError, RecursionError) as error:
        raise ParamError(
            "grid", f"{shortened(str(path))} cannot be read: {reason_of(error)}."
        ) from error
    odd, missing = sorted(asked.keys() - KEYS), sorted({"experiment", "grid"} - asked.keys())
    if odd or missing:
        wrong = f"does not know {shortened(odd[0])}" if odd else f"needs {missing[0]}"
        raise ParamError(
            "grid",
            f"{shortened(str(path))}: a sweep {wrong}; it has experiment, [grid], [fixed], seeds.",
        )
    for name in ("grid", "fixed"):
        if not isinstance(asked.get(name, {}), dict):
            raise ParamError("grid", f"{shortened(str(path))}: {name} is a table, [{name}].")
    return asked
