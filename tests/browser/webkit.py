"""WebKitGTK as it is installed, by WebDriver: Playwright drives only a WebKit of its own build.

Where it is not installed, its tests are skipped and say so; nothing is fetched for them.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.browser.lab import PATIENCE_MS

WEBKIT = "WebKitWebDriver"
MINIBROWSER = "/usr/lib/*/webkit2gtk-4.1/MiniBrowser"


class Driver:
    """One window of it, by WebDriver over HTTP."""

    def __init__(self, port: int, capabilities: dict[str, Any]) -> None:
        self.base = f"http://127.0.0.1:{port}/session"
        _connected(port).close()
        asked = {"capabilities": {"alwaysMatch": capabilities}}
        self.base += "/" + self._post("", asked)["sessionId"]

    def go(self, url: str) -> None:
        self._post("/url", {"url": url})

    def run(self, script: str, *arguments: Any) -> Any:
        """What the body of a function returns; its arguments are in `arguments`."""
        return self._post("/execute/sync", {"script": script, "args": list(arguments)})

    def wait(self, script: str, *arguments: Any) -> Any:
        """The first value of the script that counts as true."""
        deadline = time.monotonic() + PATIENCE_MS / 1000
        while not (value := self.run(script, *arguments)):
            assert time.monotonic() < deadline, f"it never came: {script}"
            time.sleep(0.05)
        return value

    def open_lab(self, url: str) -> None:
        """Goes to the page, and waits until Python is there and every view.

        Nothing asks this browser for less motion, so the bench begins at once: whoever waited for
        Python to be idle would wait for all its trials.
        """
        self.go(url)
        self.wait(
            "const { state, mounted } = document.documentElement.dataset;"
            "return ['ready', 'running'].includes(state) && mounted !== undefined;"
        )

    def end(self) -> None:
        """Closes the window; its process would outlive the driver's."""
        request = urllib.request.Request(self.base, method="DELETE")
        urllib.request.urlopen(request, timeout=PATIENCE_MS / 1000).close()

    def _post(self, path: str, body: dict[str, Any]) -> Any:
        request = urllib.request.Request(self.base + path, json.dumps(body).encode(), method="POST")
        with urllib.request.urlopen(request, timeout=PATIENCE_MS / 1000) as answer:
            return json.loads(answer.read())["value"]


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _connected(port: int) -> socket.socket:
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_MS / 1000)
        except OSError:
            assert time.monotonic() < deadline, "the browser does not listen"
            time.sleep(0.1)


@contextmanager
def _process(command: list[str], **options: Any) -> Iterator[subprocess.Popen[bytes]]:
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=quiet, stderr=quiet, **options)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


@contextmanager
def webkit(folder: Path) -> Iterator[Driver]:
    """A WebKitGTK window, on a display of its own."""
    browser = next(iter(sorted(Path("/").glob(MINIBROWSER[1:]))), None)
    missing = [name for name in (WEBKIT, "Xvfb") if not shutil.which(name)]
    if browser is None or missing:
        pytest.skip(f"not installed here: {', '.join(missing) or 'MiniBrowser'}")
    port = _free_port()
    with ExitStack() as stack:
        environment = {"DISPLAY": stack.enter_context(_display()), "HOME": str(folder)}
        command = [WEBKIT, f"--port={port}"]
        stack.enter_context(_process(command, env={**os.environ, **environment}))
        options = {"binary": str(browser), "args": ["--automation"]}
        driver = Driver(port, {"webkitgtk:browserOptions": options})
        stack.callback(driver.end)
        yield driver


@contextmanager
def _display() -> Iterator[str]:
    """A screen that nobody sees; Xvfb itself says which is free."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x900x24"]
    with _process(command, pass_fds=[write]), os.fdopen(read) as told:
        os.close(write)
        yield f":{told.readline().strip()}"
