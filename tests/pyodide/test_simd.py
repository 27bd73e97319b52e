"""The fast backends in real Pyodide: in Node.js and in Chromium, on the built wheel."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from buildtools.browser import chromium
from tests.pyodide.host import python_in_chromium

if TYPE_CHECKING:
    from tests.conftest import Site

HERE = Path(__file__).parent
CHECK = HERE / "check_simd.py"
IN_NODE = HERE.parent.parent / "buildtools" / "in_pyodide" / "run.mjs"


def accept(report: str, backends: tuple[str, ...]) -> None:
    result = json.loads(report)
    assert not result["failures"], "\n".join(result["failures"])
    assert result["cases"] > 400
    assert [b for b in backends if result["backends"][b] != "checked"] == []


def test_in_node(site: Site, node: Path, tmp_path: Path) -> None:
    """Node.js may lack relaxed SIMD; SIMD it has."""
    shutil.copy(site.wheel, tmp_path)
    for name in ("pyodide-lock.json",):
        assert (site.runtime / name).exists()
    script = tmp_path / "script.py"
    script.write_text(CHECK.read_text() + "\nopen('/work/report.json', 'w').write(main())\n")
    command = [node, IN_NODE, site.runtime, tmp_path, script]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    accept((tmp_path / "report.json").read_text(), ("simd",))


def test_in_chromium(site: Site) -> None:
    executable = os.environ.get("CHROMIUM") or str(chromium())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable, args=["--no-sandbox", "--disable-gpu"]
        )
        with python_in_chromium(site.folder, browser) as run:
            accept(run(CHECK), ("simd", "simd-relaxed"))
        browser.close()
