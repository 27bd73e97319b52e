"""Firefox and WebKit as they are installed: Playwright drives only builds of its own.

Each by the protocol that it comes with, Marionette and WebDriver. Where one is not installed, its
tests are skipped and say so; nothing is fetched for them.
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
from typing import Any, Protocol

import pytest

from tests.browser.lab import PATIENCE_MS

FIREFOX = ("firefox", "firefox-esr")
WEBKIT = "WebKitWebDriver"
MINIBROWSER = "/usr/lib/*/webkit2gtk-4.1/MiniBrowser"

# Automation switches the limit on calls of the history off; people have it.
PREFERENCES = {
    "remote.prefs.recommended": False,
    "dom.navigation.navigationRateLimit.count": 200,
    "dom.navigation.navigationRateLimit.timespan": 10,
    "browser.shell.checkDefaultBrowser": False,
    "browser.aboutwelcome.enabled": False,
    "datareporting.policy.dataSubmissionPolicyBypassNotification": True,
    "app.update.disabledForTesting": True,
}


class Transport(Protocol):
    """Sends a command of WebDriver by its name, and returns its value."""

    def __call__(self, command: str, parameters: dict[str, Any]) -> Any: ...


class Driver:
    """One window of such a browser."""

    def __init__(self, name: str, send: Transport) -> None:
        self.name = name
        self.send = send

    def go(self, url: str) -> None:
        self.send("Navigate", {"url": url})

    def run(self, script: str, *arguments: Any) -> Any:
        """What the body of a function returns; its arguments are in `arguments`."""
        return self.send("ExecuteScript", {"script": script, "args": list(arguments)})

    def wait(self, script: str, *arguments: Any) -> Any:
        """The first value of the script that counts as true."""
        deadline = time.monotonic() + PATIENCE_MS / 1000
        while not (value := self.run(script, *arguments)):
            assert time.monotonic() < deadline, f"it never came: {script}"
            time.sleep(0.05)
        return value

    def open_lab(self, url: str) -> None:
        """Goes to the page, and waits until Python is ready and every view is there."""
        self.go(url)
        self.wait(
            "const { state, mounted } = document.documentElement.dataset;"
            "return state === 'ready' && mounted !== undefined;"
        )


class Marionette:
    """Firefox's own protocol: JSON after its length, over a socket."""

    def __init__(self, port: int) -> None:
        self.socket = _connected(port)
        self.number = 0
        self._read()

    def __call__(self, command: str, parameters: dict[str, Any]) -> Any:
        self.number += 1
        message = json.dumps([0, self.number, f"WebDriver:{command}", parameters])
        self.socket.sendall(f"{len(message.encode())}:{message}".encode())
        _, _, error, value = self._read()
        assert error is None, error
        return value.get("value") if isinstance(value, dict) else value

    def _read(self) -> Any:
        head = b""
        while not head.endswith(b":"):
            head += self._some(1)
        body, size = b"", int(head[:-1])
        while len(body) < size:
            body += self._some(size - len(body))
        return json.loads(body)

    def _some(self, count: int) -> bytes:
        data = self.socket.recv(count)
        assert data, "Firefox has gone"
        return data


PATHS = {"Navigate": "url", "ExecuteScript": "execute/sync"}


class WebDriver:
    """WebDriver over HTTP, as WebKitWebDriver serves it."""

    def __init__(self, port: int, capabilities: dict[str, Any]) -> None:
        self.base = f"http://127.0.0.1:{port}/session"
        _connected(port).close()
        asked = {"capabilities": {"alwaysMatch": capabilities}}
        self.base += "/" + self._post(self.base, asked)["sessionId"]

    def __call__(self, command: str, parameters: dict[str, Any]) -> Any:
        return self._post(f"{self.base}/{PATHS[command]}", parameters)

    def end(self) -> None:
        """Closes the window; its process would outlive the driver's."""
        request = urllib.request.Request(self.base, method="DELETE")
        urllib.request.urlopen(request, timeout=PATIENCE_MS / 1000).close()

    def _post(self, url: str, body: dict[str, Any]) -> Any:
        request = urllib.request.Request(url, json.dumps(body).encode(), method="POST")
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
def firefox(folder: Path) -> Iterator[Driver]:
    """A Firefox with a profile of its own in the folder."""
    program = next((found for name in FIREFOX if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip("Firefox is not installed here")
    port = _free_port()
    lines = {**PREFERENCES, "marionette.port": port}.items()
    text = "\n".join(f"user_pref({json.dumps(key)}, {json.dumps(value)});" for key, value in lines)
    (folder / "user.js").write_text(text)
    command = [program, "--headless", "--marionette", "--no-remote", "--profile", str(folder)]
    with _process(command):
        send = Marionette(port)
        send("NewSession", {})
        yield Driver("Firefox", send)


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
        send = WebDriver(port, {"webkitgtk:browserOptions": options})
        stack.callback(send.end)
        yield Driver("WebKit", send)


@contextmanager
def _display() -> Iterator[str]:
    """A screen that nobody sees; Xvfb itself says which is free."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x900x24"]
    with _process(command, pass_fds=[write]), os.fdopen(read) as told:
        os.close(write)
        yield f":{told.readline().strip()}"
