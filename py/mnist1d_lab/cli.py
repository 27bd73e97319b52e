"""The experiments from a shell: ``mnist1d-lab list``, ``run`` and ``data``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from mnist1d_lab.experiments import EXPERIMENTS, get_experiment
from mnist1d_lab.experiments.base import Experiment
from mnist1d_lab.params import Param, ParamError
from mnist1d_lab.records import Record
from mnist1d_lab.runner import run
from mnist1d_lab.version import __version__

WRITERS = {
    ".json": lambda record, path: path.write_text(record.to_json()),
    ".csv": lambda record, path: path.write_text(record.to_csv()),
    ".npz": lambda record, path: record.to_npz(path),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Entry point; returns the exit status, 2 for anything wrong in what was asked."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        if arguments[:1] == ["data"]:
            # `data` is the experiment `dataset` under its everyday name.
            arguments = ["run", "dataset", *arguments[1:]]
        if arguments[:1] == ["run"] and len(arguments) > 1 and not arguments[1].startswith("-"):
            return _run(get_experiment(arguments[1]), arguments[2:])
        _top_parser().parse_args(arguments or ["--help"])
        return _list()
    except ParamError as error:
        print(f"mnist1d-lab: {error}", file=sys.stderr)
        return 2


def _top_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mnist1d-lab", description=__doc__)
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    commands.add_parser("list", help="the experiments")
    names = ", ".join(EXPERIMENTS)
    runner = commands.add_parser("run", help="run EXPERIMENT [--help for its parameters]")
    runner.add_argument("experiment", help=f"one of {names}")
    commands.add_parser("data", help="make a data set: the same as run dataset")
    return parser


def _list() -> int:
    for name, experiment in EXPERIMENTS.items():
        presets = ", ".join(experiment.presets)
        print(f"{name:12} {experiment.summary}" + (f" Presets: {presets}." if presets else ""))
    return 0


def _run(experiment: Experiment, arguments: Sequence[str]) -> int:
    parsed, unknown = _experiment_parser(experiment).parse_known_args(arguments)
    options = vars(parsed)
    out, workers, preset = (options.pop(name) for name in ("out", "workers", "preset"))
    given = {p.name: p.parse(options[p.name]) for p in experiment.params if options[p.name]}
    if unknown:
        # The check of an unknown name says what the experiment takes instead.
        name = unknown[0].lstrip("-").partition("=")[0].replace("-", "_")
        experiment.check({name: None})
    writer = WRITERS.get(out.suffix) if out else None
    if out and writer is None:
        raise ParamError("out", f"--out must end in {', '.join(WRITERS)}; got {out}.")
    record = run(
        experiment.name, workers=workers, **({"preset": preset} if preset else {}), **given
    )
    if writer:
        writer(record, out)
        print(f"{out}: {_summary(record)}", file=sys.stderr)
    else:
        sys.stdout.write(record.to_csv())
    return 0


def _experiment_parser(experiment: Experiment) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=f"mnist1d-lab run {experiment.name}",
        description=experiment.summary,
        allow_abbrev=False,
    )
    parser.add_argument("--out", type=Path, help="write .json, .csv (rows) or .npz; else CSV here")
    parser.add_argument("--workers", type=int, default=1, help="processes that share the tasks")
    parser.add_argument("--preset", help=f"one of {', '.join(experiment.presets) or 'none'}")
    for param in experiment.params:
        # argparse reads % as its own; each value is parsed and checked by its parameter.
        text = f"{param.help} Default {_shown(param)}; {param.allowed()}.".replace("%", "%%")
        # Both spellings: the page and the records write a name with underscores.
        flags = {f"--{param.name.replace('_', '-')}", f"--{param.name}"}
        parser.add_argument(*sorted(flags), dest=param.name, metavar=param.kind.upper(), help=text)
    return parser


def _shown(param: Param) -> str:
    value = param.default
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def _summary(record: Record) -> str:
    return (
        f"{record.experiment}, seed {record.seed}, {record.backend}, {len(record.rows)} rows, "
        f"{len(record.arrays)} arrays, {record.elapsed_s:.1f} s"
    )
