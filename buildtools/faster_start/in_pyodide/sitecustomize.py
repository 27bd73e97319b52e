"""Fetches what the trimmed archives left out, when something imports it.

The build puts this file into the trimmed standard library: Python's own `site` imports it at start.
The archives as Pyodide publishes them lie beside the trimmed ones; an import that finds nothing
else comes here, and the archive it needs is fetched from the page's own origin, once. In a web
worker, where Python runs, a request may block, so an import statement can simply wait for it.
"""

import gc
import sys
from importlib.machinery import ModuleSpec, PathFinder

FULL_STDLIB = "python_stdlib_full.zip"
FULL_NUMPY = "numpy_full.whl"
STDLIB_PATH = f"/lib/{FULL_STDLIB}"


class OnDemandFinder:
    """The last finder on `sys.meta_path`; knows only the names that trimming left out."""

    def __init__(self):
        self._fetched = set()

    def find_spec(self, name, path=None, target=None) -> ModuleSpec | None:
        """Return the spec of a left-out module after fetching its archive, else None."""
        from left_out import NAMES

        if name not in NAMES:
            return None
        if name.partition(".")[0] == "numpy":
            self._once(FULL_NUMPY, name, _unpack_numpy)
            return PathFinder.find_spec(name, path)
        self._once(FULL_STDLIB, name, _write_stdlib)
        parent = name.rpartition(".")[0].replace(".", "/")
        return PathFinder.find_spec(name, [f"{STDLIB_PATH}/{parent}" if parent else STDLIB_PATH])

    def _once(self, archive, name, install):
        if archive not in self._fetched:
            install(_fetch(archive, name))
            self._fetched.add(archive)


def _fetch(archive, name):
    """Return an archive's bytes; ModuleNotFoundError, in words, where it cannot be had.

    The errors do not carry the module's name: Pyodide would add that it was removed for good.
    """
    from hashlib import sha256

    from left_out import SHA256

    for past_the_cache in (False, True):
        data = _request(archive, name, past_the_cache)
        if sha256(data).hexdigest() == SHA256[archive]:
            return data
    raise ModuleNotFoundError(_message(name, archive, "it is not the file that was built"))


def _request(archive, name, past_the_cache):
    import js
    import pyodide_js

    url = pyodide_js._api.config.indexURL + archive
    request = getattr(js, "XMLHttpRequest", None)
    if request is None or not hasattr(js, "WorkerGlobalScope"):
        reason = "it can be fetched only in a web worker"
        raise ModuleNotFoundError(_message(name, archive, reason))
    answer = request.new()
    answer.open("GET", url, False)
    answer.responseType = "arraybuffer"
    if past_the_cache:
        answer.setRequestHeader("Cache-Control", "no-cache")
    try:
        answer.send()
        status = answer.status
    except Exception as error:
        raise ModuleNotFoundError(_message(name, archive, str(error))) from None
    if status != 200:
        raise ModuleNotFoundError(_message(name, archive, f"HTTP {status}"))
    return answer.response.to_bytes()


def _message(name, archive, reason):
    return (
        f"No module named {name!r}: this page starts with a trimmed Python, and {archive}, "
        f"which holds the rest, could not be fetched ({reason})"
    )


def _write_stdlib(data):
    with open(STDLIB_PATH, "wb") as file:
        file.write(data)


def _unpack_numpy(data):
    """Add what is missing to the installed NumPy; what is there stays as it is."""
    import importlib
    import io
    import os
    import zipfile

    import numpy as np

    site_packages = os.path.dirname(os.path.dirname(np.__file__))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.namelist():
            place = os.path.join(site_packages, member)
            if not os.path.exists(place) and not os.path.exists(f"{place}c"):
                archive.extract(member, site_packages)
    importlib.invalidate_caches()


sys.meta_path.append(OnDemandFinder())
# Nothing that a start makes is garbage; whoever has started Python switches this on again.
gc.disable()
