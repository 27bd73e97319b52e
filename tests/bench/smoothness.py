"""The longest task of the page's own thread, whatever the workers do, by processor time.

By the clock a task also waits for whatever else the machine is busy with; processor time is the
page's doing, though a second thread on the same core still doubles it: run this section alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from tests.bench.chromium import browser, served
from tests.bench.options import Options
from tests.bench.table import Line

LIMIT_MS = 50
MANY = 100  # a trace with fewer tasks has not seen the page

# Driven from inside the page: the test driver's own questions would be tasks of the page as well.
HELPERS = """
    const one = (selector) => document.querySelector(selector);
    const until = async (condition) => {
        while (!condition()) await new Promise((resolve) => setTimeout(resolve, 50));
    };
    // A view is mounted when it is first shown.
    const go = async (link) => {
        link.click();
        const { dataset } = document.getElementById(link.dataset.to);
        await until(() => "mounted" in dataset);
    };
    // What follows from the last move has been drawn, and the page is at rest.
    const settled = () => new Promise((resolve) => requestAnimationFrame(() =>
        requestAnimationFrame(() => requestIdleCallback(resolve, { timeout: 1000 }))));
"""

# Every view from top to bottom, so that every part is laid out and drawn.
READ_THE_PAGE = """
    await lab.ready;
    for (const link of document.querySelectorAll(".views a")) {
        await go(link);
        await settled();
        for (let top = 0; top < document.documentElement.scrollHeight; top += innerHeight / 2) {
            scrollTo({ top, behavior: "instant" });
            await settled();
        }
    }
"""

# Every part of every view comes into sight once, and whatever can be unfolded is.
OPEN_EVERYTHING = """
    for (const link of document.querySelectorAll(".views a")) {
        await go(link);
        const view = document.getElementById(link.dataset.to);
        for (const part of view.querySelectorAll("section, details")) {
            part.scrollIntoView({ behavior: "instant" });
            const closed = part instanceof HTMLDetailsElement && !part.open;
            if (closed) part.querySelector("summary").click();
            await settled();
        }
    }
"""

TURN_A_KNOB_DURING_A_SEARCH = """
    const bar = one('[data-run="lottery"]');
    const slider = one("#bar-final_seq_length");
    bar.querySelector('[data-do="toggle"]').click();
    for (const length of ["60", "30", "40"]) {
        slider.value = length;
        slider.dispatchEvent(new Event("input"));
        const said = one("#data-summary");
        await until(() => said.textContent.includes(`signals of ${length} numbers`));
    }
    await until(() => bar.dataset.phase === "finished");
"""

USE_THE_DATA_VIEW = """
    one("#looks").scrollIntoView({ behavior: "instant" });
    await until(() => one("#gallery-chart svg"));
    one('#looks-classes [data-class="3"]').click();
    one("#stages").scrollIntoView({ behavior: "instant" });
    one("#stage-play").click();
    await until(() => one("#stage-name").textContent === "dilated");
    one("#data-surprise").click();
    await until(() => one("#data-badge").dataset.state === "other");
    one("#own").scrollIntoView({ behavior: "instant" });
    const key = new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true });
    one('#draw-board [role="slider"]').dispatchEvent(key);
    await until(() => one("#own-status").textContent.includes("of your own"));
    await until(() => one("#data-badge").dataset.state === "other");
"""

# Both searches of the first visit, one to its end, one stopped, and back to what was recorded.
RUN_AND_STOP = """
    const use = async (name, phases) => {
        const bar = one(`[data-run="${name}"]`);
        const view = bar.closest("main > [data-view]").id;
        await go(one(`.views a[data-to="${view}"]`));
        bar.scrollIntoView({ behavior: "instant" });
        await settled(); // no hand is as quick
        for (const [button, phase] of phases) {
            bar.querySelector(`[data-do="${button}"]`).click();
            await until(() => bar.dataset.phase === phase);
        }
    };
    await use("benchmark", [["toggle", "finished"], ["reset", "recorded"]]);
    const start = ["toggle", "running"];
    await use("lottery", [start, ["stop", "stopped"], ["reset", "recorded"]]);
    await use("lottery", [["toggle", "finished"], ["reset", "recorded"]]);
"""


def measure(options: Options) -> Iterator[Line]:
    """A line for each way of using the page; its bar is the limit of the web's own guidelines."""
    with browser() as chromium, served(options.site) as url, TemporaryDirectory() as folder:
        tracer = _Tracer(chromium, url, Path(folder) / "trace.json")
        for width in (1440, 390):
            context = chromium.new_context(viewport={"width": width, "height": 900})
            page = context.new_page()
            for visit in ("first", "second"):
                tasks = tracer.tasks(page, READ_THE_PAGE, go_to=url)
                yield _line(f"{visit} visit, all read, {width} px", tasks)
                page.goto("about:blank")
            context.close()
        search = "#/tickets?lottery.hidden=100&lottery.steps=300&lottery.trials=1"
        yield from tracer.on_a_new_page(
            "search, a knob turned", search, [TURN_A_KNOB_DURING_A_SEARCH]
        )
        yield from tracer.on_a_new_page("view of the data", "#/data", [USE_THE_DATA_VIEW])
        yield from tracer.on_a_new_page(
            "all unfolded, two searches", "", [OPEN_EVERYTHING, RUN_AND_STOP]
        )


def _line(what: str, tasks: list[float]) -> Line:
    longest = max(tasks)
    over = sum(ms > LIMIT_MS for ms in tasks)
    beside = f"{over} of {len(tasks)} tasks over {LIMIT_MS} ms"
    return Line(f"held, {what}", f"{longest:.0f} ms", longest, "ms", beside, LIMIT_MS)


class _Tracer:
    """Scripts in a page, and what the browser's trace says of its tasks meanwhile."""

    def __init__(self, chromium: Browser, url: str, trace: Path) -> None:
        self.chromium = chromium
        self.url = url
        self.trace = trace

    def on_a_new_page(self, what: str, link: str, scripts: list[str]) -> Iterator[Line]:
        context: BrowserContext = self.chromium.new_context()
        page = context.new_page()
        page.goto(self.url + link)
        page.wait_for_selector("html[data-mounted]", state="attached")
        tasks = [ms for script in scripts for ms in self.tasks(page, script)]
        context.close()
        yield _line(what, tasks)

    def tasks(self, page: Page, script: str, go_to: str = "") -> list[float]:
        """The processor time in ms of each task of the page while the script runs in it."""
        categories = ["toplevel", "devtools.timeline"]
        self.chromium.start_tracing(page=page, path=self.trace, categories=categories)
        if go_to:
            page.goto(go_to)
        page.wait_for_function("() => 'lab' in window")
        page.evaluate(f"async () => {{{HELPERS}{script}}}")
        self.chromium.stop_tracing()
        tasks = _own_tasks(json.loads(self.trace.read_text())["traceEvents"], self.url)
        if len(tasks) < MANY:
            raise RuntimeError("the trace has not seen the page")
        return tasks


def _own_tasks(events: list[dict[str, Any]], url: str) -> list[float]:
    ours = {e["pid"] for e in events if url in json.dumps(e.get("args", {}))}
    main = {
        (e["pid"], e["tid"])
        for e in events
        if e.get("name") == "thread_name" and e["args"].get("name") == "CrRendererMain"
    }
    threads = {thread for thread in main if thread[0] in ours}
    return [
        e["tdur"] / 1000
        for e in events
        if e.get("name") == "ThreadControllerImpl::RunTask" and (e["pid"], e["tid"]) in threads
        if "tdur" in e
    ]
