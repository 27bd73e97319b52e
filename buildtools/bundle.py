"""Libraries that npm has in many modules: esbuild makes one file of each, from app/bundles/.

All that goes into it is fixed by app/package-lock.json, hashes included, so the same lock and the
same list of exports give the same file. It is kept in the cache.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from buildtools import node
from buildtools.console import run_quietly, say
from buildtools.hashing import sha256, write_atomically
from buildtools.paths import APP, cache_dir

BUNDLES = APP / "bundles"
OPTIONS = ("--bundle", "--format=esm", "--minify", "--legal-comments=none", "--log-level=warning")


def bundled(name: str) -> bytes:
    """Return the module that `app/bundles/<name>.js` lists the exports of, with all it needs."""
    entry = BUNDLES / f"{name}.js"
    lock = (APP / "package-lock.json").read_bytes()
    key = sha256(b"\0".join([entry.read_bytes(), lock, " ".join(OPTIONS).encode()]))
    cached = cache_dir("bundles") / f"{name}-{key[:32]}.js"
    if not cached.exists():
        esbuild = node.install_dev_tools() / "esbuild"
        say(f"bundling {name}")
        with tempfile.TemporaryDirectory(prefix="bundle-") as folder:
            output = Path(folder) / f"{name}.js"
            command = [esbuild, entry, *OPTIONS, f"--outfile={output}"]
            run_quietly(command, f"could not bundle {name}", cwd=APP, env=node.npm_environment())
            write_atomically(cached, output.read_bytes())
    return cached.read_bytes()
