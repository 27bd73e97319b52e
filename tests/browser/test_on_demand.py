"""In a web worker of the real site, an import of something trimmed away waits for it and works."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, Route

WORKER = """
import { loadPyodide } from "./%(base)spyodide.mjs";
const indexURL = new URL("./%(base)s", self.location.href).href;
const pyodide = await loadPyodide({ indexURL, packages: ["numpy"] });
const value = pyodide.runPython(`
import xml.dom.minidom
import numpy.polynomial
document = xml.dom.minidom.parseString("<a><b/></a>")
f"{document.documentElement.tagName} {numpy.polynomial.Polynomial([1, 2])(3.0)}"
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
    base = site.manifest["runtime"]["baseUrl"]
    fetched = []
    page.context.on("request", lambda request: fetched.append(request.url.rpartition("/")[2]))

    def give(body: str, kind: str) -> Any:
        return lambda route: _fulfill(route, body, kind)

    page.route("**/probe.html", give(PAGE, "text/html"))
    page.context.route("**/probe.mjs", give(WORKER % {"base": base}, "text/javascript"))
    page.goto(f"{base_url}probe.html")
    page.locator("#out", has_text="a 7.0").wait_for(timeout=60_000)
    assert {"python_stdlib_full.zip", "numpy_full.whl"} <= set(fetched)


def _fulfill(route: Route, body: str, kind: str) -> None:
    route.fulfill(body=body, content_type=kind)
