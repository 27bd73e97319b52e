"""``make soak``: an hour of knobs and runs, and what of the page has grown by its end.

The first five minutes fill what the page keeps and draw every room's figures, and are no growth;
on a busy machine they last longer. After them the JavaScript heap, the browser's own objects, the
workers' WebAssembly memory, DOM nodes, listeners and workers may be 5 % more at the end. Each is
measured with the bench at rest, after the browser was told that memory is short: then every thread
collects its garbage, the workers' too, and what remains is what something holds. Two more are
printed and have no bar, since the page holds neither: what its process has of the machine, in
which half-empty pages of the allocators count, and the machine code that V8 makes of functions
that are often called.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

from playwright.sync_api import CDPSession, Page, Route

from buildtools.paths import DIST
from tests.bench.chromium import browser, served
from tests.bench.nextpaint import KNOBS, drag

SETTLING_S = 300
MOST = 1.05
REST_MS = 3000
RUN_MS = 300_000
TURNS_A_VISIT = 40
# So many fit into five minutes of a machine that has nothing else to do.
VISITS = 2
# What the page counts.
COUNTS = {"Nodes": "nodes", "JSEventListeners": "listeners"}
NO_BAR = ("code", "process")
# More settings than the bench keeps answers of (app/js/views/bench/answers.js), each with data and
# draws of its own; then the largest data that the knobs can ask for, which need the most memory.
SETTINGS = 64
FILL = """async (count) => {
  for (let seed = 1; seed <= count; seed++) {
    lab.bench.set({ seed, final_seq_length: 90 - seed, max_translation: 70 - seed });
    await lab.bench.settled(2);
  }
  for (const max_translation of [119, 120]) {
    lab.bench.set({ final_seq_length: 200, max_translation, corr_noise_scale: 1 });
    await lab.bench.settled(2);
  }
}"""
# Before a worker's own script: Python's memory is within nobody's reach otherwise.
KNOW_MEMORIES = """
self.memories = new Set();
const { instantiate } = WebAssembly;
WebAssembly.instantiate = async (source, imports) => {
  const made = await instantiate.call(WebAssembly, source, imports);
  const parts = [...Object.values(imports ?? {}).flatMap(Object.values)];
  parts.push(...Object.values((made.instance ?? made).exports));
  for (const part of parts) if (part instanceof WebAssembly.Memory) self.memories.add(part);
  return made;
};
"""
MEMORY = "() => [...self.memories].reduce((sum, { buffer }) => sum + buffer.byteLength, 0)"


def main() -> int:
    """Print a line every five minutes, then a table; 1 if anything grew past the bar."""
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--site", type=Path, default=DIST)
    given = parser.parse_args()
    with browser() as chromium, served(given.site.resolve()) as url:
        page = chromium.new_page(viewport={"width": 1280, "height": 720})
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable")
        page.route("**/python/worker.js", _know_memories)
        page.goto(url)
        page.wait_for_selector("html[data-mounted]", state="attached")
        left = 60 * given.minutes
        measured: list[dict[str, float]] = []
        while left > 0:
            turn = min(SETTLING_S, 60 * given.minutes / 2, left)
            end = time.monotonic() + turn
            if not measured:
                page.evaluate(FILL, SETTINGS)
            _use(page, end, 0 if measured else VISITS)
            left -= turn
            measured.append(_measured(page, session))
            print(f"after {given.minutes - left / 60:.1f} minutes: {measured[-1]}", flush=True)
    before, *_, after = measured
    grown = {name: after[name] / before[name] for name in before}
    print()
    for name, ratio in grown.items():
        verdict = "no bar" if name in NO_BAR else "met" if ratio <= MOST else "MISSED"
        print(f"{name:10} {ratio:6.3f}  {verdict}")
    return int(any(ratio > MOST for name, ratio in grown.items() if name not in NO_BAR))


def _know_memories(route: Route) -> None:
    if route.request.resource_type == "fetch":  # by which the page compares it with what was built
        route.continue_()
        return
    response = route.fetch()
    route.fulfill(response=response, body=KNOW_MEMORIES + response.text())


def _use(page: Page, end: float, visits: int) -> None:
    """Until this time, and until the rooms have been visited so often."""
    for turn, knob in enumerate(cycle(KNOBS)):
        if time.monotonic() > end and turn >= TURNS_A_VISIT * visits:
            return
        drag(page, knob)
        if turn % 8 == 7:
            page.evaluate("() => lab.bench.settled(2)")
            page.locator("#bench-reset").click()
        if turn % TURNS_A_VISIT == TURNS_A_VISIT - 1:
            _visit_the_rooms(page)


def _visit_the_rooms(page: Page) -> None:
    """Train the networks and search for a ticket; the page keeps both, and they are deleted."""
    runs = {"models": "benchmark", "tickets": "lottery"}
    for view in ("data", "models", "tickets", "runs", "bench"):
        page.locator(f'.views a[data-to="{view}"]').click()
        page.wait_for_timeout(300)
        if view in runs:
            _run(page, runs[view])
        if view == "runs":
            for _ in runs:
                page.locator('#runs-list [data-deed="delete"]').first.click()
                page.wait_for_timeout(300)


def _run(page: Page, name: str) -> None:
    bar = page.locator(f'[data-run="{name}"]')
    bar.locator('[data-do="toggle"]').click()
    # Both runs are kept on disk a moment after their end.
    ended = f'[data-run="{name}"][data-phase="finished"][data-kept="1"]'
    page.wait_for_selector(ended, timeout=RUN_MS)


def _measured(page: Page, session: CDPSession) -> dict[str, float]:
    page.locator("#bench-reset").click()
    page.evaluate("() => lab.bench.settled(10)")
    for _ in range(2):  # what one collection frees may let the next free more
        page.wait_for_timeout(REST_MS)
        session.send("Memory.simulatePressureNotification", {"level": "critical"})
    session.send("HeapProfiler.collectGarbage")
    objects = session.send("Runtime.getHeapUsage")["embedderHeapUsedSize"]
    metrics = {m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]}
    memories = [worker.evaluate(MEMORY) for worker in page.workers]
    return (
        _heap(session)
        | {short: metrics[name] for name, short in COUNTS.items()}
        | {
            "objects": objects,
            "workers": len(memories),
            "memory": sum(memories),
            "process": _resident_bytes(),
        }
    )


def _heap(session: CDPSession) -> dict[str, float]:
    """The page's JavaScript heap, and what V8 compiled of its functions, which is no worker's."""
    chunks: list[str] = []

    def hear(event: dict[str, str]) -> None:
        chunks.append(event["chunk"])

    session.on("HeapProfiler.addHeapSnapshotChunk", hear)
    session.send("HeapProfiler.takeHeapSnapshot", {"reportProgress": False})
    session.remove_listener("HeapProfiler.addHeapSnapshotChunk", hear)
    shot = json.loads("".join(chunks))
    meta, nodes = shot["snapshot"]["meta"], shot["nodes"]
    fields, [kinds, *_] = meta["node_fields"], meta["node_types"]
    sizes = dict.fromkeys(kinds, 0)
    for at in range(0, len(nodes), len(fields)):
        kind = kinds[nodes[at + fields.index("type")]]
        sizes[kind] += nodes[at + fields.index("self_size")]
    code = sizes.pop("code")
    sizes.pop("native")  # the browser's own objects
    return {"heap": sum(sizes.values()), "code": code}


def _resident_bytes() -> int:
    """What the page's process holds, its workers' WebAssembly memory too; on Linux."""
    pages = [
        int((folder / "statm").read_text().split()[1])
        for folder in map(_folder, _descendants(os.getpid()))
        if b"--type=renderer" in (folder / "cmdline").read_bytes()
    ]
    return max(pages) * os.sysconf("SC_PAGE_SIZE")


def _folder(process: int) -> Path:
    return Path("/proc") / str(process)


def _descendants(process: int) -> Iterator[int]:
    """Other browsers may be open: only this program's own processes count."""
    for task in (_folder(process) / "task").iterdir():
        for child in map(int, (task / "children").read_text().split()):
            yield child
            yield from _descendants(child)


if __name__ == "__main__":
    sys.exit(main())
