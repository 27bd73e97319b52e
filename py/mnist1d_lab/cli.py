"""The experiments from a shell: ``mnist1d-lab list``, ``run`` and ``data``."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

from mnist1d_lab import formats
from mnist1d_lab.experiments import EXPERIMENTS, get_experiment
from mnist1d_lab.experiments.base import Experiment
from mnist1d_lab.experiments.data_arrays import arrays
from mnist1d_lab.params import BACKEND, WORKERS, Param, ParamError
from mnist1d_lab.records import Record
from mnist1d_lab.runner import run
from mnist1d_lab.version import __version__

Writers = Mapping[str, Callable[[Record], bytes]]

RECORD_WRITERS: Writers = {
    ".json": lambda record: record.to_json().encode(),
    ".csv": lambda record: record.to_csv().encode(),
    ".npz": lambda record: record.npz_bytes(),
}
# A data set's file holds the samples themselves, in the formats that the page reads and writes.
DATA_WRITERS: Writers = {
    ".npz": lambda record: formats.to_npz(arrays(record.params), record.params),
    ".csv": lambda record: formats.to_csv(arrays(record.params), record.params),
    ".pkl": lambda record: formats.to_pickled(arrays(record.params), record.params),
    ".json": RECORD_WRITERS[".json"],
}

WRONG_QUESTION = 2
INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Entry point; returns the exit status, 2 for anything wrong in what was asked."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        return _command(arguments)
    except ParamError as error:
        print(f"mnist1d-lab: {error}", file=sys.stderr)
        return WRONG_QUESTION
    except KeyboardInterrupt:
        print("mnist1d-lab: stopped.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output (head, a pager) has seen enough. Python would complain once more
        # on closing it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _command(arguments: list[str]) -> int:
    if arguments[:1] == ["data"]:
        return _run(get_experiment("dataset"), arguments[1:], DATA_WRITERS)
    if arguments[:1] == ["run"] and len(arguments) > 1 and not arguments[1].startswith("-"):
        return _run(get_experiment(arguments[1]), arguments[2:], RECORD_WRITERS)
    _top_parser().parse_args(arguments or ["--help"])
    return _list()


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaints look like all others of this program."""

    def error(self, message: str) -> NoReturn:
        raise ParamError("arguments", f"{message}. See {self.prog} --help.")


def _top_parser() -> Parser:
    parser = Parser(prog="mnist1d-lab", description=__doc__)
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    commands.add_parser("list", help="the experiments")
    names = ", ".join(EXPERIMENTS)
    runner = commands.add_parser("run", help="run EXPERIMENT [--help for its parameters]")
    runner.add_argument("experiment", help=f"one of {names}")
    commands.add_parser("data", help="make a data set [--help for its parameters]")
    return parser


def _list() -> int:
    for name, experiment in EXPERIMENTS.items():
        presets = ", ".join(experiment.presets)
        print(f"{name:12} {experiment.summary}" + (f" Presets: {presets}." if presets else ""))
    return 0


def _run(experiment: Experiment, arguments: Sequence[str], writers: Writers) -> int:
    parser = _experiment_parser(experiment, writers)
    parsed, unknown = parser.parse_known_args(list(_joined(arguments)))
    options = {name: text for name, text in vars(parsed).items() if text is not None}
    if unknown:
        _refuse(experiment, unknown[0])
    given = {p.name: p.parse(options[p.name]) for p in experiment.params if p.name in options}
    if "preset" in options:
        given["preset"] = options["preset"]
    experiment.check(given)
    workers = WORKERS.parse(options.get("workers", str(WORKERS.default)))
    backend = BACKEND.parse(options.get("backend", str(BACKEND.default)))
    # A run may take minutes, so that it can be kept is settled before it.
    out = _checked_path(options["out"], writers) if "out" in options else None
    record = run(experiment.name, workers=workers, backend=backend, **given)
    if out is None:
        sys.stdout.write(record.to_csv())
        sys.stdout.flush()
    else:
        out.write_bytes(writers[out.suffix.lower()](record))
    print((f"{out}: " if out else "") + _summary(record), file=sys.stderr)
    return 0


def _joined(arguments: Sequence[str]) -> Iterator[str]:
    """``--name -1e-3`` as ``--name=-1e-3``: argparse takes such a value for a flag."""
    waiting = ""
    for argument in arguments:
        short = argument.startswith("-") and not argument.startswith(("--", "-h"))
        if waiting and short:
            yield f"{waiting}={argument}"
            waiting = ""
            continue
        if waiting:
            yield waiting
        waiting = argument if argument.startswith("--") and "=" not in argument else ""
        if not waiting:
            yield argument
    if waiting:
        yield waiting


def _refuse(experiment: Experiment, argument: str) -> NoReturn:
    name = argument.partition("=")[0].removeprefix("--").replace("-", "_")
    if argument.startswith("--"):
        # The check of an unknown name says what the experiment takes instead.
        experiment.check({name: None})
    raise ParamError(
        "arguments",
        f"{argument} is not understood: a parameter is given as --NAME VALUE, a list with commas "
        f"and without spaces. See mnist1d-lab run {experiment.name} --help.",
    )


def _checked_path(text: str, writers: Writers) -> Path:
    """Where the record goes; raises ParamError unless a file of a known kind can be made there."""
    path = Path(text)
    if path.suffix.lower() not in writers:
        raise ParamError("out", f"out must end in {', '.join(writers)}; got {text!r}.")
    existed = path.exists()
    try:
        path.open("ab").close()
        if not existed:
            path.unlink()
    except OSError as error:
        reason = error.strerror or error
        raise ParamError(
            "out", f"out must be a file that can be written; {text}: {reason}."
        ) from error
    return path


def _experiment_parser(experiment: Experiment, writers: Writers) -> Parser:
    parser = Parser(
        prog=f"mnist1d-lab run {experiment.name}",
        description=experiment.summary,
        allow_abbrev=False,
    )
    kinds = ", ".join(writers)
    presets = ", ".join(experiment.presets) or "none"
    parser.add_argument(
        "--out", nargs="?", const="", help=f"the file to write: {kinds}; else the rows as CSV here"
    )
    parser.add_argument("--preset", nargs="?", const="", help=f"one of {presets}")
    for param in (WORKERS, BACKEND, *experiment.params):
        # argparse reads % as its own; each value is parsed and checked by its parameter.
        text = f"{param.help} Default {_shown(param)}; {param.allowed()}.".replace("%", "%%")
        # Both spellings: the page and the records write a name with underscores.
        flags = {f"--{param.name.replace('_', '-')}", f"--{param.name}"}
        # A bool's flag alone means true; for all others a missing value is refused by the check.
        alone = "true" if param.kind == "bool" else ""
        parser.add_argument(
            *sorted(flags), dest=param.name, nargs="?", const=alone, metavar=param.kind.upper(),
            help=text,
        )  # fmt: skip
    return parser


def _shown(param: Param) -> Any:
    value = param.default
    return ",".join(map(str, value)) if isinstance(value, list) else value


def _summary(record: Record) -> str:
    return (
        f"{record.experiment}, seed {record.seed}, {record.backend}, {len(record.rows)} rows, "
        f"{len(record.arrays)} arrays, {record.elapsed_s:.1f} s"
    )
