"""Lighthouse's scores of the built page at its phone settings; reports are in build/lighthouse/.

Performance is its simulation of a slow phone from what this machine took, so under load it means
nothing; of a few runs the best counts, and all are told. The other three are audits of the page and
do not depend on the machine. What an audit finds is in the report, and its name beside the score.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from buildtools import node
from buildtools.console import run_quietly, say
from buildtools.paths import ROOT, cache_dir
from tests.bench.chromium import FLAGS, executable, served
from tests.bench.options import Options
from tests.bench.table import Line

TOOL = Path(__file__).parent / "lighthouse_tool"
REPORTS = ROOT / "build" / "lighthouse"
BAR = 95
MOST_RUNS = 3
PATIENCE_S = 300.0


def measure(options: Options) -> Iterator[Line]:
    """One line a category, of three runs at most: each takes half a minute."""
    runs = min(options.rounds, MOST_RUNS)
    REPORTS.mkdir(parents=True, exist_ok=True)
    with served(options.site) as url:
        reports = [_report(url, REPORTS / f"report-{number}") for number in range(runs)]
    for name in reports[0]["categories"]:
        best = max(reports, key=lambda report: _score(report, name))
        title = best["categories"][name]["title"]
        score = _score(best, name)
        beside = ", ".join([_of(reports, name), *_wanting(best, name)])
        yield Line(f"Lighthouse, {title}", f"{score:.0f}", score, "", beside, BAR, at_least=True)


def _of(reports: list[dict[str, Any]], category: str) -> str:
    """Return every run's score; where they differ, beside Lighthouse's measure of the machine."""
    scores = [f"{_score(report, category):.0f}" for report in reports]
    if len(set(scores)) == 1:
        return f"all runs {scores[0]}"
    speeds = [f"{report['environment']['benchmarkIndex']:.0f}" for report in reports]
    return f"of {', '.join(scores)} (machine {', '.join(speeds)})"


def _score(report: dict[str, Any], category: str) -> float:
    return round(100 * float(report["categories"][category]["score"] or 0))


def _wanting(report: dict[str, Any], category: str) -> list[str]:
    """Return the audits that cost the category something."""
    weights = {
        it["id"]: it["weight"] for it in report["categories"][category]["auditRefs"] if it["weight"]
    }
    audits = (report["audits"][name] for name in weights)
    return [
        f"{it['id']} {it.get('displayValue', '')}".strip()
        for it in audits
        if it["score"] is not None and it["score"] < 1
    ]


def _report(url: str, path: Path) -> dict[str, Any]:
    """Run Lighthouse once; its HTML and JSON are beside `path`."""
    command = [
        node.node(),
        _installed() / "node_modules" / "lighthouse" / "cli" / "index.js",
        url,
        "--output=json",
        "--output=html",
        f"--output-path={path}",
        f"--chrome-flags=--headless=new {' '.join(FLAGS)}",
        "--no-enable-error-reporting",
        "--quiet",
    ]
    environment = {**os.environ, "CHROME_PATH": executable()}
    run_quietly(command, "Lighthouse gave no report", env=environment, timeout=PATIENCE_S)
    found: dict[str, Any] = json.loads(path.with_suffix(".report.json").read_text())
    return found


def _installed() -> Path:
    """Lighthouse in the cache, by its own lock: 190 MB that no test needs."""
    lock = (TOOL / "package-lock.json").read_text()
    folder = cache_dir("lighthouse")
    stamp = folder / "installed.json"
    if not (stamp.exists() and stamp.read_text() == lock):
        say("installing Lighthouse")
        for part in TOOL.iterdir():
            shutil.copy(part, folder)
        options = ["--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"]
        failure = "could not install Lighthouse"
        run_quietly([*node.npm(), "ci", *options], failure, cwd=folder, env=node.npm_environment())
        stamp.write_text(lock)
    return folder
