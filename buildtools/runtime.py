"""The Pyodide runtime as the page gets it: core, standard library, NumPy, pruned lock file."""

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

    `files` are fetched at every start. `on_demand` are fetched only when something outside the
    trimmed standard library or NumPy is imported; empty when nothing was trimmed away.
    """

    files: dict[str, bytes]
    trimmed: bool = False
    on_demand: dict[str, bytes] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        """The folder's name, made of the hash of what is in it."""
        return f"runtime-{sha256_of_contents({**self.files, **self.on_demand})[:12]}"


def untrimmed(vendor: Vendor) -> Runtime:
    """Return the runtime exactly as Pyodide publishes it."""
    [(wheel_name, wheel)] = vendor.files("numpy").items()
    files = {**vendor.files("pyodide"), wheel_name: wheel, LOCK: pruned_lock(wheel_name, wheel)}
    return Runtime(files=files)


def pruned_lock(wheel_name: str, wheel: bytes) -> bytes:
    """Return the lock file for `loadPyodide`: NumPy, and nothing else.

    Our own wheel is not in it, so that a change of it leaves the runtime's folder as it is.
    """
    name, version = wheel_name.split("-")[:2]
    package = {
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
    lock = {"info": {"abi_version": "2026_0", **info}, "packages": {name: package}}
    return json.dumps(lock, separators=(",", ":")).encode()
