"""Code that is not the page's own: one gate for every way in, a worker of its own, no way out."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext, Error, Page, expect

from tests.browser.conftest import address, served
from tests.browser.lab import PATIENCE_MS, SMALL, Lab, small_link, without_times
from tests.browser.runs.test_kept_runs import open_blank
from tests.conftest import Site

CUSTOM = {**SMALL, "criterion": "custom"}
HEAD = "def score(initial, trained, gradient):\n"
MEDDLING = (
    HEAD + "    from mnist1d_lab.training import train\n"
    "    np.abs = lambda a, *rest, **more: a * 0 + 1\n"
    "    train.evaluate = lambda *rest, **more: (0.0, 99.9)\n"
    "    return trained\n"
)
REACHES = {
    "fetch": "js.fetch('/')",
    "XMLHttpRequest": "js.XMLHttpRequest.new()",
    "WebSocket": "js.WebSocket.new('ws://127.0.0.1:9')",
    "EventSource": "js.EventSource.new('/')",
    "indexedDB": "js.indexedDB.open('x')",
    "caches": "js.caches.open('x')",
    "BroadcastChannel": "js.BroadcastChannel.new('x')",
    "Worker": "js.Worker.new('data:text/javascript,1')",
    "storage": "js.navigator.storage.getDirectory()",
    "eval": "js.eval('1')",
    "Function": "js.Function.new('return 1')()",
    "constructor": "js.Object.constructor('return 1')()",
    "timer": "js.setTimeout('1', 0)",
    "Pyodide": "__import__('pyodide.code').code.run_js('1')",
    "prototype": "js.Object.getPrototypeOf(js.self).fetch.call(js.self, '/')",
}


@pytest.fixture(scope="module")
def bare_url(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page on a host that sends no policy with the workers."""
    folder = tmp_path_factory.mktemp("bare") / "site"
    shutil.copytree(site.folder, folder)
    (folder / "_headers").write_text("/*\n  X-Content-Type-Options: nosniff\n")
    with served(folder) as server:
        yield address(server)


def reaching(expressions: dict[str, str]) -> str:
    """A criterion that fails, and says why, if one of the expressions does not."""
    tried = "".join(
        f"    try:\n        {expression}\n        reached.append({name!r})\n"
        "    except Exception:\n        pass\n"
        for name, expression in expressions.items()
    )
    return HEAD + (
        f"    import js\n    reached = []\n{tried}    if reached:\n"
        "        raise RuntimeError(f'{reached} could be reached')\n    return np.abs(trained)\n"
    )


def test_visitors_code_reaches_nothing_on_a_host_without_headers(
    context: BrowserContext, bare_url: str
) -> None:
    lab = Lab(context.new_page(), bare_url).open()
    short = {**CUSTOM, "steps": 40, "sparsities": [0, 0.5]}
    record = lab.run("lottery", {**short, "criterion_code": reaching(REACHES)})
    assert record["rows"]
    with pytest.raises(Error, match=r"'pi'.*could be reached"):
        lab.run("lottery", {**short, "criterion_code": reaching({"pi": "js.Math.PI"})})


@pytest.mark.all_workers
def test_visitors_code_changes_no_later_run(lab: Lab) -> None:
    lab.open()
    params = {"num_samples": 500, "models": ["mlp"], "steps": 60, "eval_every": 20}
    expected = without_times(lab.run("benchmark", params)["rows"])
    search = without_times(lab.run("lottery", SMALL)["rows"])
    lab.run("lottery", {**CUSTOM, "criterion_code": MEDDLING})
    for _ in range(3):  # whichever worker has it
        assert without_times(lab.run("benchmark", params)["rows"]) == expected
        assert without_times(lab.run("lottery", SMALL)["rows"]) == search


@pytest.mark.main
def test_code_of_a_ticket_waits_for_a_yes_and_never_runs_once_thrown_away(
    lab: Lab, tmp_path: Path
) -> None:
    page = lab.page
    lab.open(small_link())
    lab.press("lottery", "toggle")
    lab.wait_for_phase("lottery", "finished")
    lab.press("ticket", "toggle")
    lab.wait_for_phase("ticket", "finished")
    with page.expect_download() as download:
        page.locator('[data-downloads="ticket"] [data-kind="json"]').click()
    ticket = json.loads(download.value.path().read_text())
    code = HEAD + "    raise RuntimeError('it ran')\n"
    ticket["params"].update(criterion="custom", criterion_code=code, mask="")
    ticket["arrays"] = {}  # where the masks are known, nothing is searched and no code is needed
    file = tmp_path / "ticket.json"
    file.write_text(json.dumps(ticket))
    page.locator("#ticket-file").set_input_files(file)
    expect(page.locator("#criterion-ask")).to_be_visible()
    failure = lab.bar("ticket").locator("[data-failure]")
    for _ in range(2):
        lab.press("ticket", "toggle")
        lab.wait_for_phase("ticket", "failed")
        expect(failure).to_contain_text("not allowed")
        page.locator("#criterion-refuse").click()
    page.locator("#ticket-file").set_input_files(file)
    page.locator("#criterion-allow").click()
    lab.press("ticket", "toggle")
    expect(failure).to_contain_text("it ran")


def test_a_link_with_code_put_into_an_open_tab_asks_each_time(lab: Lab) -> None:
    page = lab.page
    lab.open()
    ask = page.locator("#criterion-ask")
    for _ in range(2):
        page.evaluate(
            "(hash) => { location.hash = hash; }",
            f"#/tickets/criterion?lottery.criterion_code={quote(MEDDLING)}",
        )
        expect(ask).to_be_visible()
        page.locator("#criterion-refuse").click()
        expect(ask).to_be_hidden()
        page.evaluate("() => { location.hash = '#/data'; }")
        expect(page.locator("html")).to_have_attribute("data-view", "data")


def test_a_framed_page_runs_no_code_and_opens_a_tab_instead(
    page: Page, context: BrowserContext, base_url: str
) -> None:
    link = f"{base_url}{small_link(criterion='custom')}&lottery.criterion_code={quote(MEDDLING)}"
    open_blank(page, base_url)
    page.evaluate(
        """(src) => {
            const frame = Object.assign(document.createElement("iframe"), { src });
            frame.width = frame.height = 900;
            document.body.replaceChildren(frame);
        }""",
        link,
    )
    frame = page.frame_locator("iframe")
    expect(frame.locator("html")).to_have_attribute("data-mounted", "", timeout=PATIENCE_MS)
    with context.expect_page() as opened:
        frame.locator("#criterion-allow").click()
    expect(opened.value.locator("#criterion-ask")).to_be_visible(timeout=PATIENCE_MS)
    frame.locator('[data-run="lottery"] [data-do="toggle"]').click()
    expect(frame.locator('[data-run="lottery"]')).to_have_attribute("data-phase", "failed")
    refused = page.frames[1].evaluate(
        "(params) => window.lab.run('lottery', params).then(() => '', (error) => error.message)",
        {**CUSTOM, "criterion_code": MEDDLING},
    )
    assert "Inside another page" in refused
