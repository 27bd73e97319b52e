"""The documentation: docs/site/ and the docstrings made into a site by MkDocs, in build/docs/.

Its pages keep the page's own policy, since they may lie beside it: what MkDocs' theme has within a
page, a script of two values and a column's width, goes into a file or away.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from buildtools.console import run_quietly, say
from buildtools.hashing import sha256
from buildtools.paths import ROOT

CONFIG = ROOT / "docs" / "mkdocs.yml"
DOCS = ROOT / "build" / "docs"
INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
INLINE_STYLE = re.compile(r' style="[^"]*"')


def build_docs(out: Path = DOCS) -> Path:
    """Build the site into ``out``; BuildError where a link or a name in it leads nowhere."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--clean"]
    run_quietly([*command, "-f", CONFIG, "-d", out], "could not build the documentation", cwd=ROOT)
    (out / "404.html").unlink()  # for a site at the top of its host, which this need not be
    for page in out.rglob("*.html"):
        page.write_text(INLINE_STYLE.sub("", _scripts_as_files(page, out)))
    say(f"{out}")
    return out


def _scripts_as_files(page: Path, out: Path) -> str:
    """The page's text, its scripts in files of their own."""
    up = "../" * (len(page.relative_to(out).parts) - 1)

    def name_of(script: re.Match[str]) -> str:
        text = script[1].strip().encode()
        file = out / "js" / f"page-{sha256(text)[:8]}.js"
        file.write_bytes(text)
        return f'<script src="{up}js/{file.name}"></script>'

    return INLINE_SCRIPT.sub(name_of, page.read_text())
