"""How long the page's own thread was held, from the browser's trace.

A trace gives each task's processor time beside its time by the clock. Only the former is the page's
doing: by the clock a task also waits for whatever else the test machine is busy with, and a limit
on that would fail on a machine with too few cores, or pass only because it is far too high.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

LIMIT_MS = 50

# For scripts in the page: what follows from the last move has been drawn, and the page is at rest.
SETTLED = """
    const settled = () => new Promise((resolve) => requestAnimationFrame(() =>
        requestAnimationFrame(() => requestIdleCallback(resolve, { timeout: 1000 }))));
"""


def _own_tasks(events: list[dict[str, Any]], url: str) -> list[float]:
    """Processor time, in ms, of each task on the main thread of the page's process."""
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


@contextmanager
def traced(browser: Browser, page: Page, url: str, trace: Path) -> Iterator[list[float]]:
    """The tasks of the page while the block runs, in ms, filled in when it ends."""
    tasks: list[float] = []
    browser.start_tracing(page=page, path=trace, categories=["toplevel", "devtools.timeline"])
    yield tasks
    browser.stop_tracing()
    tasks += _own_tasks(json.loads(trace.read_text())["traceEvents"], url)
    assert len(tasks) > 100, "the trace has not seen the page"
