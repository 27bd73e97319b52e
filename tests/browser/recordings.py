"""Runs too long for a build, recorded on the page itself: `make recordings`, or NAMES="controls".

What the page shows of them before Python is there, and what its text says, comes from these files
(static/recorded/, read by buildtools/package.py). They hold the last measurement of each network,
rounded; means, intervals and differences are worked out at each build. All of them take about ten
minutes on two cores.
"""

from __future__ import annotations

import json
import sys
import threading
from typing import Any

from playwright.sync_api import Page, sync_playwright

from buildtools.browser import chromium
from buildtools.paths import DIST, STATIC
from buildtools.server import make_server
from tests.browser.lab import Lab
from tests.conftest import ARGUMENTS

# Five seeds each, which is what the text's claims rest on.
RECORDINGS: dict[str, dict[str, Any]] = {
    "controls": {"preset": "standard", "seed": 0, "trials": 5},
    "transfer": {"preset": "noise", "seed": 0, "trials": 5},
    "connectivity": {"seed": 0, "trials": 5},
}
LEFT_OUT = (
    "model",
    "train_loss",
    "train_acc",
    "test_loss",
    "ms_per_step",
    "nonzero",
    "initial_hash",
)


def main() -> None:
    """Record the runs that are named, or all."""
    names = sys.argv[1:] or list(RECORDINGS)
    server = make_server(DIST, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium()), args=ARGUMENTS)
        page = browser.new_page()
        lab = Lab(page, f"http://127.0.0.1:{server.server_address[1]}/").open()
        for name in names:
            _record(lab, page, name)
        browser.close()
    server.shutdown()


def _record(lab: Lab, page: Page, name: str) -> None:
    page.set_default_timeout(0)
    record = lab.run(name, RECORDINGS[name])
    rows = [_short(row) for row in record["rows"] if row["final"]]
    kept = {key: record[key] for key in ("experiment", "params", "seed", "version", "backend")}
    kept |= {"elapsed_s": round(record["elapsed_s"], 1), "notices": record["notices"]}
    lines = ",\n  ".join(json.dumps(row) for row in rows)
    text = f'{json.dumps(kept)[:-1]},\n "rows": [\n  {lines}\n]}}\n'
    path = STATIC / "recorded" / f"{name}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    print(f"{path.relative_to(STATIC.parent)}: {len(rows)} rows, {len(text) / 1000:.0f} kB")


def _short(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: round(value, 4) if isinstance(value, float) else value
        for name, value in row.items()
        if name not in LEFT_OUT
    }


if __name__ == "__main__":
    main()
