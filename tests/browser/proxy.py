"""A proxy that hears whatever any part of a browser sends, and passes on to one host only."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

# What is said of a connection, not of an answer.
_OF_THE_CONNECTION = ("connection", "keep-alive", "proxy-connection", "transfer-encoding")


class Proxy(ThreadingHTTPServer):
    """Between a browser and the one host that it may reach."""

    daemon_threads = True

    def __init__(self, host: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.host = host
        self.paths: list[str] = []  # what was asked of that host
        self.elsewhere: list[str] = []  # and of any other
        self.is_down = False  # then nobody is answered, as without a network

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that hangs up in mid-answer is no error; nor is one that was not answered."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    server: Proxy

    def _answer(self) -> None:
        url = urlsplit(self.path)
        if url.netloc != self.server.host:
            self.server.elsewhere.append(f"{self.command} {self.path}")
            self.send_error(HTTPStatus.FORBIDDEN)
        elif self.server.is_down:
            self.close_connection = True
        else:
            self.server.paths.append(url.path)
            self._pass_on(url._replace(scheme="", netloc="").geturl())

    def __getattr__(self, name: str) -> Callable[[], None]:
        """Whatever the method, CONNECT included, is answered alike."""
        if name.startswith("do_"):
            return self._answer
        raise AttributeError(name)

    def _pass_on(self, path: str) -> None:
        host = HTTPConnection(self.server.host, timeout=60)
        host.request(self.command, path, headers=dict(self.headers.items()))
        answer = host.getresponse()
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in _OF_THE_CONNECTION:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.read())
        host.close()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def listening(host: str) -> Iterator[Proxy]:
    """A proxy to that host (`127.0.0.1:8000`) while the block runs."""
    with Proxy(host) as proxy:
        thread = threading.Thread(target=proxy.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield proxy
        proxy.shutdown()
        thread.join()
