"""The security policy: the page's own, in its document, is the one that its host sends with all."""

from __future__ import annotations

import html
import re
import urllib.request
from typing import TYPE_CHECKING

from buildtools.headers import CONTENT_SECURITY_POLICY, headers_of
from tests.browser.conftest import address, served

if TYPE_CHECKING:
    from tests.conftest import Site


def test_the_document_says_the_same_as_the_headers_of_page_worker_and_runtime(site: Site) -> None:
    """A host that sends no headers has the page say it; one that does sends nothing else."""
    page = (site.folder / "index.html").read_text()
    [said] = re.findall(rf'<meta http-equiv="{CONTENT_SECURITY_POLICY}" content="([^"]*)">', page)
    app, runtime = site.manifest["app"], site.manifest["runtime"]["baseUrl"]
    paths = ("", f"{app}js/python/worker.js", f"{runtime}pyodide.asm.mjs", "serviceworker.js")
    with served(site.folder) as server:
        for path in paths:
            with urllib.request.urlopen(address(server) + path) as response:
                assert response.headers[CONTENT_SECURITY_POLICY] == html.unescape(said)
    # Nothing that a document cannot say, or that would differ there.
    for only_in_headers in ("frame-ancestors", "sandbox", "report-uri", "report-to"):
        assert only_in_headers not in said


def test_no_source_of_the_policy_is_another_origin_and_no_text_becomes_code(site: Site) -> None:
    headers = (site.folder / "_headers").read_text()
    policy = headers_of("/index.html", headers)[CONTENT_SECURITY_POLICY]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules.pop("default-src") == "'none'"
    assert rules.pop("require-trusted-types-for") == "'script'"
    assert rules.pop("trusted-types") == "mnist1d-lab"
    allowed = {"'self'", "'none'", "'wasm-unsafe-eval'", "blob:", "data:"}
    for rule, sources in rules.items():
        others = {it for it in sources.split() if not it.startswith("'sha256-")} - allowed
        assert not others, rule
    assert not {"blob:", "data:"} & set(rules["script-src"].split())
