"""The local server: types, encodings, caching, security headers, and nothing outside its folder."""

from __future__ import annotations

import gzip
import http.client
import threading
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest

from buildtools import headers
from buildtools.compress import compress_tree
from buildtools.console import BuildError
from buildtools.server import SiteServer, make_server


@pytest.fixture
def site_server(tmp_path: Path) -> Iterator[SiteServer]:
    """A small site, compressed as the real one is, on a free port."""
    app = tmp_path / "app-0123456789ab"
    app.mkdir()
    (app / "main.js").write_bytes(b"// main\n" * 200)
    (app / "core.wasm").write_bytes(b"\0asm" + bytes(2000))
    (app / "core.mjs").write_bytes(b"export {};")
    (app / "lib.zip").write_bytes(b"PK\5\6" + bytes(18))
    (tmp_path / "index.html").write_bytes(b"<!doctype html><title>Lab</title>" * 40)
    compress_tree(tmp_path)
    server = make_server(tmp_path, 0)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def _get(
    server: SiteServer, path: str, method: str = "GET", **request_headers: str
) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=60)
    named = {name.replace("_", "-"): value for name, value in request_headers.items()}
    connection.request(method, path, headers=named)
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/app-0123456789ab/main.js", "text/javascript; charset=utf-8"),
        ("/app-0123456789ab/core.mjs", "text/javascript; charset=utf-8"),
        ("/app-0123456789ab/core.wasm", "application/wasm"),
        ("/app-0123456789ab/lib.zip", "application/zip"),
    ],
)
def test_server_names_the_right_type(site_server: SiteServer, path: str, content_type: str) -> None:
    response, _ = _get(site_server, path)
    assert response.status == 200
    assert response.headers["Content-Type"] == content_type
    for name, value in headers.security_headers().items():
        assert response.headers[name] == value


def test_server_sends_what_the_site_itself_asks_for(site_server: SiteServer) -> None:
    """As other hosts do that read `_headers`: the policy names the one script within the page."""
    asked = headers.security_headers("let inline;")
    assert asked != headers.security_headers()
    root = site_server.RequestHandlerClass.root  # type: ignore[attr-defined]
    (root / headers.HEADERS_FILE).write_text(headers.headers_file(asked))
    response, _ = _get(site_server, "/")
    assert {name: response.headers[name] for name in asked} == asked


def test_only_what_runs_as_the_page_is_held_to_trusted_types(site_server: SiteServer) -> None:
    """What lies beside it, the documentation, makes markup of text; all else is said to it too."""
    asked = headers.security_headers("let inline;")
    root = site_server.RequestHandlerClass.root  # type: ignore[attr-defined]
    (root / headers.HEADERS_FILE).write_text(headers.headers_file(asked))
    (root / "docs").mkdir()
    (root / "docs" / "index.html").write_text("beside")
    said = {
        path: _get(site_server, path)[0].headers[headers.CONTENT_SECURITY_POLICY].split("; ")
        for path in ("/", "/app-0123456789ab/main.js", "/docs/", "/docs/index.html", "/nothing")
    }
    whole = said["/"]
    assert said["/app-0123456789ab/main.js"] == said["/nothing"] == whole
    assert said["/docs/"] == said["/docs/index.html"]
    typed = ["require-trusted-types-for 'script'", "trusted-types mnist1d-lab"]
    assert [part for part in whole if part not in said["/docs/"]] == typed
    assert set(said["/docs/"]) < set(whole)


def test_server_negotiates_the_encoding(site_server: SiteServer) -> None:
    plain, body = _get(site_server, "/app-0123456789ab/main.js")
    assert plain.headers["Content-Encoding"] is None
    br, packed = _get(site_server, "/app-0123456789ab/main.js", Accept_Encoding="gzip, br")
    assert br.headers["Content-Encoding"] == "br"
    assert brotli.decompress(packed) == body
    gz, packed = _get(site_server, "/app-0123456789ab/main.js", Accept_Encoding="gzip, br;q=0")
    assert gz.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed) == body
    assert br.headers["Vary"] == "Accept-Encoding"


def test_server_caches_hashed_folders_for_ever_and_the_page_never(site_server: SiteServer) -> None:
    hashed, _ = _get(site_server, "/app-0123456789ab/main.js")
    page, _ = _get(site_server, "/")
    assert "immutable" in hashed.headers["Cache-Control"]
    assert page.headers["Cache-Control"] == "no-cache"
    again, body = _get(site_server, "/", If_None_Match=page.headers["ETag"])
    assert (again.status, body) == (304, b"")


def test_server_answers_head_without_a_body(site_server: SiteServer) -> None:
    get, body = _get(site_server, "/")
    head, nothing = _get(site_server, "/", "HEAD")
    assert head.headers["Content-Length"] == get.headers["Content-Length"] == str(len(body))
    assert nothing == b""


@pytest.mark.parametrize("path", ["/../pyproject.toml", "/%2e%2e/secret", "/nothing", "/a%00b"])
def test_server_keeps_to_its_folder(site_server: SiteServer, path: str, tmp_path: Path) -> None:
    (tmp_path.parent / "secret").write_text("not to be served")
    response, body = _get(site_server, path)
    assert response.status == 404
    assert b"not to be served" not in body


def test_busy_port_is_one_sentence(site_server: SiteServer, tmp_path: Path) -> None:
    port = site_server.server_address[1]
    with pytest.raises(BuildError, match=rf"port {port} cannot be used .*PORT="):
        make_server(tmp_path, port)


@pytest.mark.parametrize(
    ("host", "status"),
    [("localhost:8000", 200), ("127.0.0.1", 200), ("[::1]:80", 200), ("a.localhost", 200)]
    + [(host, 421) for host in ("evil.example", "evil.example:8000", "localhost.evil", "[", "")],
)
def test_server_answers_to_its_own_names_only(
    site_server: SiteServer, host: str, status: int
) -> None:
    """A page elsewhere whose name is made to lead here must not be taken for ours."""
    response, body = _get(site_server, "/", Host=host)
    assert response.status == status
    assert (b"Lab" in body) == (status == 200)


def test_server_has_no_file_of_a_name_that_no_file_can_have(site_server: SiteServer) -> None:
    response, _ = _get(site_server, "/" + 3000 * "x")
    assert response.status == 404
