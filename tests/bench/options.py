"""The command line of ``make bench``."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from buildtools.paths import DIST

PRESETS = ["quick", "standard", "paper"]


@dataclass(frozen=True)
class Options:
    """How long to measure, and what. ``rounds`` are turns that all contenders take."""

    site: Path
    rounds: int
    seconds: float
    models: list[str]
    protocol_steps: int
    presets: list[str]


def parse(
    sections: list[str], models: list[str], off: tuple[str, ...]
) -> tuple[list[str], Options]:
    """The sections to run, and their options; ``off`` are those that are not run unasked."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=f"of {', '.join(sections)}")
    parser.add_argument("--tfjs", action="store_true", help="also against TensorFlow.js, from npm")
    parser.add_argument("--site", type=Path, default=DIST, help="a built site; default: dist")
    parser.add_argument("--rounds", type=int, default=5, help="turns that everyone takes")
    parser.add_argument("--seconds", type=float, default=0.4, help="the length of a turn")
    parser.add_argument("--models", nargs="+", choices=models, default=models, metavar="MODEL")
    parser.add_argument(
        "--protocol-steps", type=int, default=1501, help="steps a level; published: 1501"
    )
    parser.add_argument(
        "--presets", nargs="+", choices=PRESETS, default=PRESETS[:2], metavar="PRESET",
        help=f"searches whose estimate is compared: of {', '.join(PRESETS)}; paper takes long",
    )  # fmt: skip
    given = parser.parse_args()
    for name in given.sections:
        if name not in sections:
            parser.error(f"no section is called {name}; there are {', '.join(sections)}")
    chosen = given.sections or [name for name in sections if name not in off]
    if given.tfjs and "tfjs" not in chosen:
        chosen.append("tfjs")
    options = Options(
        given.site.resolve(), given.rounds, given.seconds, given.models, given.protocol_steps,
        given.presets,
    )  # fmt: skip
    return chosen, options
