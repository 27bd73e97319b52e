"""In a web worker of the real site, an import of something trimmed away waits for it and works."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, Route

from tests.browser.lab import PATIENCE_MS

WORKER = """
import { loadPyodide } from "./%(base)spyodide.mjs";
const indexURL = new URL("./%(base)s", self.location.href).href;
const pyodide = await loadPyodide({ indexURL, packages: ["numpy"] });
const value = pyodide.runPython(`
def main():
    try:
        import xml.dom.minidom
    except ModuleNotFoundError as error:
        return str(error)
    import numpy.polynomial
    document = xml.dom.minidom.parseString("<a><b/></a>")
    return f"{document.documentElement.tagName} {numpy.polynomial.Polynomial([1, 2])(3.0)}"
main()
`);
self.postMessage(value);
"""
PAGE = """<!doctype html><title>worker</title><link rel=icon href="data:,"><p id=out></p>
<script type=module>
const worker = new Worker("./probe.mjs", { type: "module" });
worker.onmessage = (event) => { document.getElementById("out").textContent = event.data; };
worker.onerror = (event) => console.error(event.message);
</script>"""


def test_left_out_modules_are_fetched_from_the_own_origin(
    page: Page, base_url: str, site: Any
) -> None:
    fetched: list[str] = []
    page.context.on("request", lambda request: fetched.append(request.url.rpartition("/")[2]))
    _open_the_worker(page, base_url, site)
    page.locator("#out", has_text="a 7.0").wait_for(timeout=PATIENCE_MS)
    assert {"python_stdlib_full.zip", "numpy_full.whl"} <= set(fetched)


def test_an_archive_that_is_altered_is_refused(page: Page, base_url: str, site: Any) -> None:
    def alter(route: Route) -> None:
        response = route.fetch()
        body = bytearray(response.body())
        body[len(body) // 2] ^= 1
        route.fulfill(response=response, body=bytes(body))

    page.context.route("**/python_stdlib_full.zip", alter)
    _open_the_worker(page, base_url, site)
    refusal = "python_stdlib_full.zip, which holds the rest, could not be fetched"
    page.locator("#out", has_text=refusal).wait_for(timeout=PATIENCE_MS)
    assert "(it is not the file that was built)" in page.locator("#out").inner_text()


def _open_the_worker(page: Page, base_url: str, site: Any) -> None:
    def give(body: str, kind: str) -> Any:
        return lambda route: _fulfill(route, body, kind)

    worker = WORKER % {"base": site.manifest["runtime"]["baseUrl"]}
    page.route("**/probe.html", give(PAGE, "text/html"))
    page.context.route("**/probe.mjs", give(worker, "text/javascript"))
    page.goto(f"{base_url}probe.html")


def _fulfill(route: Route, body: str, kind: str) -> None:
    route.fulfill(body=body, content_type=kind)
