"""The site's HTTP headers, said once: for our server, `_headers` and the page's meta tag."""

from __future__ import annotations

import re

from buildtools.hashing import integrity

HEADERS_FILE = "_headers"
CONTENT_SECURITY_POLICY = "Content-Security-Policy"

IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"


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
    """Return the `_headers` file that several static hosts read, our server among them."""
    lines = ["/*", *(f"  {name}: {value}" for name, value in security.items())]
    for folder in ("app-*", "runtime-*", "data-*"):
        lines += [f"/{folder}", f"  Cache-Control: {IMMUTABLE}"]
    return "\n".join(lines) + "\n"


def read_headers_file(text: str) -> dict[str, str]:
    """Return what a `_headers` file of ours says of every path."""
    block = text.partition("/*\n")[2].partition("\n/")[0]
    return dict(line.strip().split(": ", 1) for line in block.splitlines())
