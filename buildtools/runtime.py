"""The Pyodide runtime as the page gets it: core, standard library, NumPy, micropip, pruned lock."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from buildtools.hashing import sha256, sha256_of_contents
from buildtools.vendor import Vendor

CORE = "pyodide.asm.wasm"
STDLIB = "python_stdlib.zip"
LOCK = "pyodide-lock.json"


@dataclass(frozen=True)
class Runtime:
    """The files of one `runtime-<hash>/` folder.

    `files` are fetched at every start. `on_demand` are fetched when something is imported or
    installed that a start does without: micropip, and what a trimmed runtime has left out.
    """

    files: dict[str, bytes]
    stock: bool = True
    on_demand: dict[str, bytes] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        """The folder's name, made of the hash of what is in it."""
        return f"runtime-{sha256_of_contents({**self.files, **self.on_demand})[:12]}"


def as_published(vendor: Vendor) -> Runtime:
    """Return the runtime exactly as Pyodide publishes it."""
    numpy, micropip = vendor.files("numpy"), vendor.files("micropip")
    files = {**vendor.files("pyodide"), **numpy, LOCK: pruned_lock({**numpy, **micropip})}
    return Runtime(files=files, on_demand=micropip)


def pruned_lock(wheels: dict[str, bytes]) -> bytes:
    """Return the lock file for `loadPyodide`: these wheels, by their names, and nothing else.

    Our own wheel is not in it, so that a change of it leaves the runtime's folder as it is.
    """
    packages = {}
    for wheel_name, wheel in wheels.items():
        name, version = wheel_name.split("-")[:2]
        packages[name] = {
            "name": name,
            "version": version,
            "file_name": wheel_name,
            "install_dir": "site",
            "sha256": sha256(wheel),
            "package_type": "package",
            "imports": [name],
            "depends": [],
        }
    info = {"arch": "wasm32", "platform": "emscripten_5_0_3", "python": "3.14.2"}
    lock = {"info": {"abi_version": "2026_0", **info}, "packages": packages}
    return json.dumps(lock, separators=(",", ":")).encode()
