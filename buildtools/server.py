"""The local web server: what a good static host does, on this machine only.

Right content types, precompressed siblings by Accept-Encoding, caching by folder, security headers.
"""

from __future__ import annotations

import hashlib
import sys
import urllib.parse
from functools import lru_cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

from buildtools.console import BuildError, say
from buildtools.headers import (
    CONTENT_TYPES,
    HEADERS_FILE,
    cache_control,
    headers_of,
    security_headers,
)

ENCODINGS = (("br", ".br"), ("gzip", ".gz"))  # in order of preference
OUR_NAMES = ("localhost", "127.0.0.1", "::1")


class SiteHandler(BaseHTTPRequestHandler):
    """Answers GET and HEAD for the files of one folder."""

    protocol_version = "HTTP/1.1"
    # Head and body leave together: as two packets, the second would wait up to 40 ms for the
    # browser's delayed acknowledgement of the first, at each of a hundred files.
    wbufsize = -1
    disable_nagle_algorithm = True
    server_version = "mnist1d-lab"
    root: ClassVar[Path]
    prefix: ClassVar[str] = "/"

    def do_GET(self) -> None:
        """Send a file, or 304 when the browser has it, or 404."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Send what GET would, without the body."""
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        if not self._is_for_us():
            self._send(
                HTTPStatus.MISDIRECTED_REQUEST, b"Not this server\n", {}, with_body=with_body
            )
            return
        path = self._file()
        if path is None:
            self._send(HTTPStatus.NOT_FOUND, b"Not found\n", {}, with_body=with_body)
            return
        encoding, stored = self._negotiate(path)
        place = "/" + path.relative_to(self.root).as_posix()
        headers = {
            **_security_headers(self.root, place),
            "Content-Type": CONTENT_TYPES.get(path.suffix, "application/octet-stream"),
            "Cache-Control": cache_control(place),
            "ETag": _etag(stored, stored.stat().st_mtime_ns),
            "Vary": "Accept-Encoding",
        }
        if encoding:
            headers["Content-Encoding"] = encoding
        if self.headers.get("If-None-Match") == headers["ETag"]:
            self._send(HTTPStatus.NOT_MODIFIED, b"", headers, with_body=False)
        else:
            self._send(HTTPStatus.OK, stored.read_bytes(), headers, with_body=with_body)

    def _is_for_us(self) -> bool:
        """Whether the request names this machine: a foreign name that leads here is a trick."""
        try:
            host = urllib.parse.urlsplit(f"//{self.headers.get('Host', 'localhost')}").hostname
        except ValueError:
            return False
        return host in OUR_NAMES or (host or "").endswith(".localhost")

    def _file(self) -> Path | None:
        """Return the file a request names; None when there is none inside the folder."""
        name = urllib.parse.unquote(urllib.parse.urlsplit(self.path).path)
        if not name.startswith(self.prefix) or "\0" in name:
            return None
        try:
            path = (self.root / name.removeprefix(self.prefix).lstrip("/")).resolve()
            if path.is_dir():
                path = path / "index.html"
            return path if path.is_relative_to(self.root) and path.is_file() else None
        except OSError:  # a name longer than the file system allows
            return None

    def _negotiate(self, path: Path) -> tuple[str | None, Path]:
        accepted = _accepted_encodings(self.headers.get("Accept-Encoding", ""))
        for encoding, suffix in ENCODINGS:
            sibling = path.with_name(path.name + suffix)
            if encoding in accepted and sibling.is_file():
                return encoding, sibling
        return None, path

    def _send(
        self, status: HTTPStatus, body: bytes, headers: dict[str, str], *, with_body: bool
    ) -> None:
        self.send_response(status)
        for name, value in {**_security_headers(self.root), **headers}.items():
            self.send_header(name, value)
        if status is not HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Stay quiet but for errors: the shell is for the URL."""

    def log_error(self, format: str, *args: object) -> None:  # noqa: A002
        """Say on stderr what went wrong."""
        say(format % args)


class SiteServer(ThreadingHTTPServer):
    """The threaded server; a browser that hangs up in mid-answer is no error."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Report an error unless it is a connection the browser closed."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def make_server(root: Path, port: int, prefix: str = "/") -> SiteServer:
    """Return a server for a folder, below a path; port 0 takes a free one."""
    handler = type("Handler", (SiteHandler,), {"root": root.resolve(), "prefix": prefix})
    try:
        return SiteServer(("127.0.0.1", port), handler)
    except OSError as error:
        raise BuildError(
            f"port {port} cannot be used ({error.strerror}); choose another: make serve PORT=8001"
        ) from error


def serve(root: Path, port: int) -> None:
    """Serve a folder until interrupted; print the URL, the only line on stdout."""
    with make_server(root, port) as server:
        print(f"http://localhost:{server.server_address[1]}/", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say("stopped")


def _accepted_encodings(header: str) -> set[str]:
    """Return the encodings of an Accept-Encoding header, less those with q=0."""
    accepted = set()
    for part in header.split(","):
        encoding, _, quality = part.strip().partition(";")
        if quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000"):
            accepted.add(encoding.strip().lower())
    return accepted


def _security_headers(root: Path, place: str = "/") -> dict[str, str]:
    """Return what the site's own `_headers` says, which allows the one script within its page."""
    file = root / HEADERS_FILE
    if not file.is_file():
        return security_headers()
    return _read_headers(place, file, file.stat().st_mtime_ns)


@lru_cache(maxsize=512)
def _read_headers(place: str, path: Path, mtime_ns: int) -> dict[str, str]:
    return headers_of(place, path.read_text())


@lru_cache(maxsize=256)
def _etag(path: Path, mtime_ns: int) -> str:
    """Return the ETag of a file; the time of its last change is there to make the cache notice."""
    return f'"{hashlib.sha256(path.read_bytes()).hexdigest()[:24]}"'
