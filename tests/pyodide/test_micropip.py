"""Our wheel, installed by micropip where people have Pyodide: kernels included, the same bits.

Pyodide and micropip are as they are published, and nothing else of the page is there to help.
In JupyterLite it is asked beside a notebook (test_notebook.py).
"""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import mnist1d_lab
import pytest
from playwright.sync_api import Browser

from tests.browser import lab
from tests.pyodide import check_micropip

if TYPE_CHECKING:
    from tests.conftest import Site
    from tests.pyodide.host import Run

HERE = Path(__file__).parent
CHECK = Path(check_micropip.__file__)
KERNELS = ("simd-relaxed", "simd")
PATIENCE_MS = 2 * lab.PATIENCE_MS


class Handler(SimpleHTTPRequestHandler):
    """A web server that knows nothing of us: no headers but the types."""

    extensions_map = {  # noqa: RUF012
        **SimpleHTTPRequestHandler.extensions_map,
        ".wasm": "application/wasm",
        ".mjs": "text/javascript",
    }

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


@cache
def natively(backend: str) -> str:
    return check_micropip.told(mnist1d_lab.run("lottery", backend=backend, **check_micropip.RUN))


def accept(told: str) -> None:
    """What the page's kernels give, to the bit; NumPy gives other bits."""
    assert told.strip() in [natively(backend) for backend in KERNELS]


@pytest.fixture(scope="module")
def folder(stock_runtime: Path, site: Site) -> Path:
    """To be served: Pyodide as it is published in `pyodide/`, and beside it the page's wheel."""
    bare = stock_runtime.parent
    for part in (site.wheel, HERE / "bare.html", HERE / "bare.mjs"):
        shutil.copy(part, bare)
    return bare


def test_what_is_told_depends_on_the_backend() -> None:
    assert len({natively(backend) for backend in (*KERNELS, "numpy")}) == 3


def test_in_node(folder: Path, site: Site, node: Path) -> None:
    with served(folder) as url:
        command = [node, HERE / "bare.mjs", folder / "pyodide", CHECK, url + site.wheel.name]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    accept(done.stdout)


def test_in_a_page(folder: Path, site: Site, browser: Browser) -> None:
    with served(folder) as url, own_page(browser, url) as page:
        page.goto(f"{url}bare.html")
        page.wait_for_function("() => globalThis.run")
        arguments = [CHECK.read_text(), url + site.wheel.name]
        accept(page.evaluate("([source, wheel]) => run(source, wheel)", arguments))


@contextmanager
def own_page(browser: Browser, url: str) -> Iterator[Any]:
    """A page that asks no other host for anything."""
    page = browser.new_page()
    page.set_default_timeout(PATIENCE_MS)
    foreign: list[str] = []
    page.context.on(
        "request",
        lambda r: r.url.startswith((url, "data:", "blob:")) or foreign.append(r.url),
    )
    yield page
    page.close()
    assert not foreign


INSTALL = """
async def main(wheel):
    import js, pyodide_js
    await pyodide_js.loadPackage("micropip")
    import micropip
    await micropip.install(str(js.location.origin) + "/" + wheel)
    import small_package
    return small_package.__name__ + " " + str(small_package.answer())
"""


def test_on_the_page_it_installs_from_the_pages_own_origin(
    in_chromium: Run, small_package: Path, tmp_path: Path
) -> None:
    """On the runtime made faster, whose standard library is trimmed."""
    source = tmp_path / "install.py"
    source.write_text(INSTALL)
    assert in_chromium(source, small_package.name) == "small_package 42"
