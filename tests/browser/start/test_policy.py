"""No text becomes code, and no other host is asked: by the headers alone, and without any."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import address, served
from tests.browser.lab import Lab
from tests.browser.pythonless import without_python

if TYPE_CHECKING:
    from tests.conftest import Site

TRIALS = """async () => {
    const found = {};
    const refused = (error) => error instanceof TypeError || error.name === "SecurityError";
    const attempt = async (name, what) => {
        const heard = new Promise((resolve) => {
            addEventListener("securitypolicyviolation", resolve, { once: true });
        });
        try {
            await what();
            found[name] = "let in";
        } catch (error) {
            found[name] = refused(error) ? "refused" : String(error);
        }
        if (name !== "the page's own policy for another file") await heard;
    };
    const make = (tag) => document.createElement(tag);
    const link = new URL("elsewhere.js", location.href);
    const far = "http://127.0.0.1:9/";
    await attempt("innerHTML", () => { make("div").innerHTML = "<b>x</b>"; });
    await attempt("srcdoc", () => { make("iframe").srcdoc = "<b>x</b>"; });
    await attempt("a parser", () => new DOMParser().parseFromString("<b>x</b>", "text/html"));
    await attempt("a script's address", () => { make("script").src = "x.js"; });
    await attempt("a worker's address", () => new Worker("x.js"));
    await attempt("another policy", () => trustedTypes.createPolicy("other", {}));
    await attempt("the page's policy again", () => trustedTypes.createPolicy("mnist1d-lab", {}));
    await attempt("the page's own policy for another file", () => window.labGuard.code(link));
    await attempt("fetch", () => fetch(far));
    await attempt("a socket", () => new Promise((done, fail) => {
        const socket = new WebSocket("ws://127.0.0.1:9/");
        socket.onopen = done;
        socket.onerror = () => fail(new TypeError());
    }));
    await attempt("a picture", () => new Promise((done, fail) => {
        const onerror = () => fail(new TypeError());
        Object.assign(new Image(), { onload: done, onerror, src: far });
    }));
    return found;
}"""


@pytest.fixture(params=["headers alone", "no headers"])
def base_url(request: pytest.FixtureRequest, site: Site, tmp_path: Path) -> Iterator[str]:
    folder = tmp_path / "site"
    shutil.copytree(site.folder, folder)
    if request.param == "no headers":
        (folder / "_headers").write_text("/*\n  X-Content-Type-Options: nosniff\n")
    else:
        page = (folder / "index.html").read_text()
        policy = re.compile(r'\s*<meta http-equiv="Content-Security-Policy"[^>]*>')
        (folder / "index.html").write_text(policy.sub("", page))
        for ending in (".br", ".gz"):
            (folder / f"index.html{ending}").unlink()
    with served(folder) as server:
        yield address(server)


@pytest.mark.chromium("Trusted Types")
@pytest.mark.expect_problem(r"Trusted", r"Content Security Policy", r"request to another origin")
def test_no_text_becomes_code_and_nothing_is_asked_of_another_host(
    page: Page, base_url: str
) -> None:
    without_python(page, base_url)
    found = page.evaluate(TRIALS)
    assert set(found.values()) == {"refused"}, found


@pytest.mark.all_workers
@pytest.mark.chromium("what a worker's log says, by Chromium's protocol")
def test_workers_start_without_a_word_of_complaint(page: Page, base_url: str) -> None:
    """Playwright hears what a worker's scripts say, but not what the browser says of them."""
    log = page.context.new_cdp_session(page)
    said: list[str] = []

    def tell(session: str, method: str) -> None:
        message = json.dumps({"id": 1, "method": method})
        log.send("Target.sendMessageToTarget", {"sessionId": session, "message": message})

    def attached(event: dict[str, Any]) -> None:
        for method in ("Log.enable", "Runtime.runIfWaitingForDebugger"):
            tell(event["sessionId"], method)
        said.append("a worker")

    def heard(event: dict[str, Any]) -> None:
        message = json.loads(event["message"])
        if message.get("method") == "Log.entryAdded":
            said.append(message["params"]["entry"]["text"])

    log.on("Target.attachedToTarget", attached)
    log.on("Target.receivedMessageFromTarget", heard)
    halted = {"autoAttach": True, "waitForDebuggerOnStart": True, "flatten": False}
    log.send("Target.setAutoAttach", halted)
    lab = Lab(page, base_url).open()
    lab.wait_for_workers()
    lab.run("preview", {})
    assert set(said) == {"a worker"}, said
