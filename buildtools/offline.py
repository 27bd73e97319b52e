"""What makes the page work without a network: its service worker, with a list of what it keeps.

The list is what a visit fetches and what its views load later. What Python fetches only if an
import asks for it, twice as large, is left to the network.
"""

from __future__ import annotations

import json
from typing import Any

from buildtools.hashing import integrity, sha256_of_contents
from buildtools.paths import APP

SERVICE_WORKER = "serviceworker.js"
SOURCE = APP / "offline" / SERVICE_WORKER


def service_worker(app: str, files: dict[str, bytes]) -> bytes:
    """Return the service worker of a build.

    ``app`` is the folder by which a document is known to be of this build; ``files`` what is kept,
    by their paths beside the document.
    """
    kept: dict[str, Any] = {
        "build": sha256_of_contents(files)[:12],
        "app": app,
        "files": {name: integrity(data) for name, data in sorted(files.items())},
    }
    return f"const KEPT = {json.dumps(kept)};\n".encode() + SOURCE.read_bytes()
