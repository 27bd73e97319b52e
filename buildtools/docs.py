"""The documentation: docs/site/ and the docstrings made into a site by MkDocs, in build/docs/."""

from __future__ import annotations

import sys
from pathlib import Path

from buildtools.console import run_quietly, say
from buildtools.paths import ROOT

CONFIG = ROOT / "docs" / "mkdocs.yml"
DOCS = ROOT / "build" / "docs"


def build_docs(out: Path = DOCS) -> Path:
    """Build the site into ``out``; BuildError where a link or a name in it leads nowhere."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--clean"]
    run_quietly([*command, "-f", CONFIG, "-d", out], "could not build the documentation", cwd=ROOT)
    say(f"{out}")
    return out
