"""What is understood of a data file, before anything is run on it."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from mnist1d_lab.cli.arguments import Parser
from mnist1d_lab.dataset import own_data
from mnist1d_lab.dataset.files.telling import told
from mnist1d_lab.params import DATA_READING


def look(arguments: Sequence[str]) -> int:
    """``mnist1d-lab look FILE [FILE] [--reading OPTIONS]``: print it; raises ParamError."""
    parser = Parser(prog="mnist1d-lab look", description=__doc__)
    parser.add_argument("files", nargs="+", metavar="FILE", help="one, or two that belong together")
    parser.add_argument("--reading", default="", help=DATA_READING.help)
    given = parser.parse_args(list(arguments))
    print(understood(own_data.AND.join(given.files), given.reading))
    return 0


def understood(data_file: str, reading: str) -> str:
    """What is understood of a file, and what has to be known of it; raises ParamError."""
    loaded = own_data.load(data_file, reading)
    return told(loaded.understood, loaded.notes)


def say_data(values: Mapping[str, Any]) -> None:
    """Say what is understood of an own data file; its notes are in the record too, hours later."""
    file, reading = values.get("data_file"), values.get("data_reading", "")
    if file and isinstance(file, str) and isinstance(reading, str):  # else the run refuses them
        print(understood(file, reading), file=sys.stderr)
