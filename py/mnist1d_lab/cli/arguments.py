"""What may stand on the command line of a run, and one clear sentence for what may not."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NoReturn

from mnist1d_lab.experiments.base import Experiment
from mnist1d_lab.params import BACKEND, ENGINE, SCHEDULER, WORKERS, Param, ParamError
from mnist1d_lab.params.quoting import shortened

EXECUTORS = (WORKERS, ENGINE, SCHEDULER)
Options = dict[str, str]


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaints look like all others of this program."""

    def error(self, message: str) -> NoReturn:
        raise ParamError("arguments", f"{shortened(message, 300)}. See {self.prog} --help.")


def run_parser(experiment: Experiment, kinds: Iterable[str], keeps: bool) -> Parser:
    """The parser of one experiment's runs; ``keeps`` is whether a run is kept while it lasts."""
    parser = Parser(
        prog=f"mnist1d-lab run {experiment.name}",
        description=experiment.summary,
        epilog=f"mnist1d-lab list {experiment.name} shows what each preset is short for.",
        allow_abbrev=False,
    )
    _add_text(parser, "--out", f"the file to write: {', '.join(kinds)}; else the rows as CSV here")
    if keeps:
        _add_text(
            parser, "--keep", "the directory in which to keep what is done, level by level, while "
            "the run lasts; with --out it is OUT.run, which goes when the record is there"
        )  # fmt: skip
        _add_text(parser, "--resume", "go on with the run that is kept in this directory")
    _add_text(parser, "--preset", f"one of {', '.join(experiment.presets) or 'none'}")
    _add_text(parser, "--from", "a record's file (.json, .npz), such as a kept ticket: its run "
              "again, with what is given besides")  # fmt: skip
    _add_params(parser, (*EXECUTORS, BACKEND, *experiment.params))
    return parser


def resume_parser(kinds: Iterable[str]) -> Parser:
    """The parser of ``run --resume DIR``."""
    parser = Parser(prog="mnist1d-lab run", description="Go on with a run.", allow_abbrev=False)
    _add_text(parser, "--resume", "the directory in which the run is kept")
    _add_text(
        parser, "--out",
        f"the file to write: {', '.join(kinds)}; of OUT.run it is OUT, else the rows as CSV here",
    )  # fmt: skip
    _add_params(parser, EXECUTORS)
    return parser


def from_parser() -> Parser:
    """The parser of ``run --from FILE``, whose experiment's own parser reads the rest."""
    parser = Parser(prog="mnist1d-lab run", add_help=False, allow_abbrev=False)
    _add_text(parser, "--from", "a record's file")
    return parser


def sweep_parser() -> Parser:
    """The parser of ``sweep``."""
    parser = Parser(
        prog="mnist1d-lab sweep",
        description="An experiment at every point of a grid, on paired seeds; the same command "
        "again goes on where it was stopped. GRID.toml has experiment, seeds, [fixed] parameters "
        "and, in [grid], a list of values by parameter.",
        allow_abbrev=False,
    )
    parser.add_argument("grid", nargs="?", metavar="GRID.toml")
    _add_text(parser, "--out", "the directory of the records, table.csv and summary.csv")
    _add_params(parser, (*EXECUTORS, BACKEND))
    return parser


def _add_text(parser: Parser, flag: str, text: str) -> None:
    parser.add_argument(flag, nargs="?", const="", help=text)


def _add_params(parser: Parser, params: Iterable[Param]) -> None:
    """A flag for each parameter; a value stays a text, for its parameter to check."""
    for param in params:
        # argparse reads % as its own.
        text = f"{param.help} Default {_shown(param)}; {param.allowed()}.".replace("%", "%%")
        # Both spellings: the page and the records write a name with underscores.
        flags = {f"--{param.name.replace('_', '-')}", f"--{param.name}"}
        # A bool's flag alone means true; for all others a missing value is refused by the check.
        alone = "true" if param.kind == "bool" else ""
        parser.add_argument(
            *sorted(flags), dest=param.name, nargs="?", const=alone, metavar=param.kind.upper(),
            help=text,
        )  # fmt: skip


def parsed(parser: Parser, arguments: Sequence[str]) -> tuple[Options, list[str]]:
    """The options that were given, as texts, and what was not understood."""
    found, unknown = parser.parse_known_args(list(_joined(arguments)))
    return {name: text for name, text in vars(found).items() if text is not None}, unknown


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


def refuse(experiment: Experiment, argument: str) -> NoReturn:
    """Say what is wrong with an argument that the parser does not know."""
    name = argument.partition("=")[0].removeprefix("--").replace("-", "_")
    if argument.startswith("--"):
        # The check of an unknown name says what the experiment takes instead.
        experiment.check({name: None})
    raise ParamError(
        "arguments",
        f"{shortened(argument)} is not understood: a parameter is given as --NAME VALUE, a list "
        f"with commas and without spaces. See mnist1d-lab run {experiment.name} --help.",
    )


def _shown(param: Param) -> Any:
    value = param.default
    return ",".join(map(str, value)) if isinstance(value, list) else value
