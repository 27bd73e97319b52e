"""licences.txt: what the shipped libraries hold of others is named there, with its licence in full.

The oracle is npm's own lock of the development tools, which has the same libraries with all that
they depend on.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from buildtools.licences import licences_text
from buildtools.paths import APP
from buildtools.vendor import Vendor, read_lock

# the packages that a component is made of, itself first
NPM_NAMES = {
    "d3": ("d3",),
    "plot": ("@observablehq/plot",),
    "idb": ("idb",),
    "codemirror": ("codemirror", "@codemirror/lang-python", "@codemirror/merge"),
}

# of a project each, by the words of its licence
HOLDERS = {
    "d3-array": r"Copyright 2010-\d+ Mike Bostock",
    "d3-ease": r"Copyright 2001 Robert Penner",
    "d3-geo": r"Charles Karney",
    "d3-scale-chromatic": r"Cynthia Brewer",
    "d3-delaunay": r"Copyright 2018-\d+ Observable",
    "delaunator": r"Copyright \(c\) \d+, Mapbox",
    "robust-predicates": r"This is free and unencumbered software",
    "interval-tree-1d": r"Mikola Lysenko",
    "codemirror": r"Copyright \(C\) 2018-\d+ by Marijn Haverbeke",
}


@pytest.fixture(scope="module")
def packages() -> dict[str, dict[str, Any]]:
    lock = json.loads((APP / "package-lock.json").read_text())
    return {name.removeprefix("node_modules/"): it for name, it in lock["packages"].items()}


def _within(packages: dict[str, dict[str, Any]], name: str) -> set[str]:
    """What a package's modules import; what a command of its own needs is no part of them."""
    entry = packages[name]
    direct = set() if "bin" in entry else set(entry.get("dependencies", ()))
    return direct.union(*(_within(packages, other) for other in direct))


def test_what_a_library_depends_on_is_in_the_lock_with_its_licence(
    packages: dict[str, dict[str, Any]],
) -> None:
    components = {component.name: component for component in read_lock()}
    for name, (itself, *more) in NPM_NAMES.items():
        within = set(more).union(*(_within(packages, npm_name) for npm_name in (itself, *more)))
        # Plot takes D3 from the page, where it is a component of its own.
        of_others = set() if name == "d3" else _within(packages, "d3") | {"d3"}
        needed = within - of_others
        told = {one.package: one.licence for one in components[name].bundles}
        assert told == {
            f"{other}@{packages[other]['version']}": packages[other]["license"] for other in needed
        }


@pytest.mark.parametrize("holder", HOLDERS.values(), ids=HOLDERS)
def test_the_texts_are_there_in_full(holder: str) -> None:
    assert re.search(holder, licences_text(Vendor(read_lock())))


def test_each_bundled_project_heads_a_text_of_its_licence() -> None:
    vendor = Vendor(read_lock())
    text = licences_text(vendor)
    for one in (one for component in vendor.components for one in component.bundles):
        head, _, rest = text.partition(f"\n{one.package} ({one.licence})\n")
        assert head
        assert vendor.get(one.text).decode().strip() in rest
