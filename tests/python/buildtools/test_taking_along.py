"""What the page gives to take along: whom to cite, and how to have its package."""

from __future__ import annotations

import re

from mnist1d_lab.version import __version__

from buildtools import package
from buildtools.paths import APP

COMMAND = re.compile(r"<code>(mnist1d-lab |mnist1d_lab\.)")


def test_the_citation_is_of_this_version() -> None:
    citation = package.citation()
    assert citation["version"] == __version__
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", citation["released"])


def test_whoever_reads_a_command_reads_how_to_have_it() -> None:
    named = {
        path.relative_to(APP).as_posix()
        for path in (APP / "templates").rglob("*.j2")
        if COMMAND.search(path.read_text())
    }
    assert {"templates/runs/index.html.j2", "templates/tickets/keep.html.j2"} <= named
    without = [name for name in named if "{{ installing() }}" not in (APP / name).read_text()]
    assert without == []
