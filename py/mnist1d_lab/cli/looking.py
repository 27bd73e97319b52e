"""What is understood of a data file, before anything is run on it."""

from __future__ import annotations

from collections.abc import Sequence

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
    loaded = own_data.load(own_data.AND.join(given.files), given.reading)
    print(told(loaded.understood, loaded.notes))
    return 0
