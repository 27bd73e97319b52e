"""The site's HTTP headers, said once: for our server, `_headers` and the page's meta tag."""

from __future__ import annotations

import re

CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "worker-src 'self'",
        "connect-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
    ]
)

SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"

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
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".txt": "text/plain; charset=utf-8",
}

_HASHED_FOLDER = re.compile(r"^/?(?:app|runtime)-[0-9a-f]{12}/")


def cache_control(path: str) -> str:
    """Return the Cache-Control of a path of the site: what a hashed folder holds never changes."""
    return IMMUTABLE if _HASHED_FOLDER.match(path) else REVALIDATE


def headers_file() -> str:
    """Return the `_headers` file that several static hosts read."""
    lines = ["/*", *(f"  {name}: {value}" for name, value in SECURITY_HEADERS.items())]
    for folder in ("app-*", "runtime-*"):
        lines += [f"/{folder}", f"  Cache-Control: {IMMUTABLE}"]
    return "\n".join(lines) + "\n"
