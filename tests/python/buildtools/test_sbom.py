"""The bill of materials names every file that is fetched, with the hash that it really has."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from buildtools.sbom import sbom
from buildtools.vendor import Vendor, read_lock

PARTS = {"type", "bom-ref", "name"}  # what CycloneDX asks of every component


@pytest.fixture(scope="module")
def bill() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(sbom(read_lock(), "1.2.3"))
    return read


def every(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for component in components:
        yield component
        yield from every(component.get("components", []))


def test_every_vendored_file_is_listed_with_the_hash_of_its_bytes(bill: dict[str, Any]) -> None:
    vendor = Vendor(read_lock())
    listed = [part for part in every(bill["components"]) if part["type"] == "file"]
    told = sorted((part["name"], part["hashes"][0]["content"]) for part in listed)
    files = [file for component in vendor.components for file in component.files]
    files += [one.text for component in vendor.components for one in component.bundles]
    found = sorted((f.name, hashlib.sha256(vendor.get(f)).hexdigest()) for f in files)
    assert told == found
    assert {part["hashes"][0]["alg"] for part in listed} == {"SHA-256"}


def test_every_library_has_a_version_a_licence_and_a_package_url(bill: dict[str, Any]) -> None:
    libraries = [part for part in every(bill["components"]) if part["type"] == "library"]
    assert {"pyodide", "numpy", "d3", "d3-array", "@codemirror/view"} <= {
        part["name"] for part in libraries
    }
    for part in libraries:
        assert part["licenses"][0]["expression"]
        name, version = re.escape(part["name"].rpartition("/")[2]), re.escape(part["version"])
        assert re.fullmatch(rf"pkg:(npm|pypi)/(%40[\w-]+/)?{name}@{version}", part["purl"])


def test_it_is_a_bill_of_cyclonedx(bill: dict[str, Any]) -> None:
    assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == ("CycloneDX", "1.6", 1)
    about = bill["metadata"]["component"]
    assert (about["version"], about["licenses"]) == ("1.2.3", [{"expression": "MIT"}])
    parts = [about, *every(bill["components"])]
    assert all(part.keys() >= PARTS for part in parts)
    refs = [part["bom-ref"] for part in parts]
    assert len(set(refs)) == len(refs)


def test_two_builds_write_the_same_bytes() -> None:
    assert sbom(read_lock(), "1") == sbom(read_lock(), "1")
