"""The experiments from a shell: ``mnist1d-lab list``, ``run``, ``sweep``, ``data`` and so on."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from mnist1d_lab.cli.arguments import Parser
from mnist1d_lab.cli.listing import show_list
from mnist1d_lab.cli.looking import look
from mnist1d_lab.cli.running import resume_run, run_experiment, run_from
from mnist1d_lab.cli.sweeping import run_sweep
from mnist1d_lab.experiments import EXPERIMENTS, get_experiment
from mnist1d_lab.params import ParamError
from mnist1d_lab.params.quoting import printable
from mnist1d_lab.version import __version__

WRONG_QUESTION = 2
INTERRUPTED = 130
COMMANDS = {"list": show_list, "sweep": run_sweep, "look": look}


def main(argv: Sequence[str] | None = None) -> int:
    """Entry point; returns the exit status, 2 for anything wrong in what was asked."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        return _command(arguments)
    except ParamError as error:
        print(f"mnist1d-lab: {printable(str(error))}", file=sys.stderr)
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
    name, rest = arguments[:1], arguments[1:]
    if name and name[0] in COMMANDS:
        return COMMANDS[name[0]](rest)
    if name == ["data"]:
        return run_experiment(get_experiment("dataset"), rest)
    if name == ["run"] and rest:
        if not rest[0].startswith("-"):
            return run_experiment(get_experiment(rest[0]), rest[1:])
        if rest[0].startswith("--resume"):
            return resume_run(rest)
        if any(argument.partition("=")[0] == "--from" for argument in rest):
            return run_from(rest)
    parser = _top_parser()
    parser.parse_args(arguments or ["--help"])
    parser.error(f"{' '.join(arguments)} is not understood")


def _top_parser() -> Parser:
    parser = Parser(prog="mnist1d-lab", description=__doc__)
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    commands.add_parser("list", help="the experiments, or EXPERIMENT with its presets' values")
    names = ", ".join(EXPERIMENTS)
    runner = commands.add_parser(
        "run",
        help="run EXPERIMENT [--help for its parameters], run --resume DIR, or "
        "run --from FILE: a record's run again, and whether it finds the same (else status 1)",
    )
    runner.add_argument("experiment", help=f"one of {names}")
    commands.add_parser("sweep", help="an experiment at every point of a grid [--help]")
    commands.add_parser("data", help="make a data set [--help for its parameters]")
    commands.add_parser("look", help="show what is understood of a data file [--help]")
    return parser
