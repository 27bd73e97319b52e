"""The site's HTTP headers, said once: for our server, `_headers` and the page's meta tag."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

from buildtools.hashing import integrity

HEADERS_FILE = "_headers"
CONTENT_SECURITY_POLICY = "Content-Security-Policy"

IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"


# What runs as the page: its document, its workers' scripts and the service worker. What shows the
# documentation beside it is another's work: its search makes markup of text.
PAGE_PATHS = ("/", "/index.html", "/serviceworker.js", "/app-*", "/runtime-*")
HASHED_PATHS = ("/app-*", "/runtime-*", "/data-*")
_TRUSTED_TYPES = ("require-trusted-types-for", "trusted-types")


def security_headers(*inline_scripts: str) -> dict[str, str]:
    """Return the headers of every answer; of scripts within the page, only these may run."""
    hashes = [f"'{integrity(script.encode())}'" for script in inline_scripts]
    policy = [
        "default-src 'none'",
        " ".join(["script-src 'self' 'wasm-unsafe-eval'", *hashes]),
        "worker-src 'self'",
        "frame-src 'self'",  # what a teacher's link will show (teaching.js)
        "connect-src 'self' blob:",  # a blob is what the page itself has made (digest.js)
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",  # no text becomes markup or code ...
        "trusted-types mnist1d-lab",  # ... but the addresses that guard.js vouches for
    ]
    return {
        CONTENT_SECURITY_POLICY: "; ".join(policy),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    }


CONTENT_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".wasm": "application/wasm",
    ".zip": "application/zip",
    ".whl": "application/zip",
    ".npz": "application/zip",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".txt": "text/plain; charset=utf-8",
}

_HASHED_FOLDER = re.compile(r"^/?(?:app|runtime|data)-[0-9a-f]{12}/")


def cache_control(path: str) -> str:
    """Return the Cache-Control of a path of the site: what a hashed folder holds never changes."""
    return IMMUTABLE if _HASHED_FOLDER.match(path) else REVALIDATE


def headers_file(security: dict[str, str]) -> str:
    """Return the `_headers` file that several static hosts read, our server among them.

    Where two rules name a header, a host sends the later one or both; both mean the same here,
    since the first policy is a part of the second.
    """
    policy = security[CONTENT_SECURITY_POLICY]
    parts = [part for part in policy.split("; ") if not part.startswith(_TRUSTED_TYPES)]
    rules = {"/*": {**security, CONTENT_SECURITY_POLICY: "; ".join(parts)}}
    for path in PAGE_PATHS:
        rules.setdefault(path, {})[CONTENT_SECURITY_POLICY] = policy
    for path in HASHED_PATHS:
        rules.setdefault(path, {})["Cache-Control"] = IMMUTABLE
    return "".join(
        f"{path}\n" + "".join(f"  {name}: {value}\n" for name, value in rule.items())
        for path, rule in rules.items()
    )


def headers_of(path: str, file: str) -> dict[str, str]:
    """Return what a `_headers` file of ours says of a path."""
    headers: dict[str, str] = {}
    applies = False
    for line in file.splitlines():
        if not line.startswith(" "):
            applies = fnmatchcase(path, line)
        elif applies:
            name, _, value = line.strip().partition(": ")
            headers[name] = value
    return headers
