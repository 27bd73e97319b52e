"""An installed Firefox as Playwright's `Browser`: `pytest --engine firefox`.

Playwright speaks WebDriver BiDi to a Firefox that is not its own build; what either lacks for it
is in relay.py, and here is how the tests' ordinary calls reach that.
"""

from __future__ import annotations

import json
import socket
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Playwright

from buildtools.browser import firefox as installed
from buildtools.paths import ROOT

# Automation switches the limit on calls of the history off; people have it. The list of downloads,
# which opens by itself, would keep the focus from the page.
PREFERENCES: dict[str, str | float | bool] = {
    "browser.download.alwaysOpenPanel": False,
    "dom.navigation.navigationRateLimit.count": 200,
    "dom.navigation.navigationRateLimit.timespan": 10,
}
# Options of Playwright's that it does not hand to Firefox, and what relay.py calls each.
FEATURES = {
    "has_touch": "touch",
    "java_script_enabled": "scripting",
    "reduced_motion": "prefers-reduced-motion",
    "forced_colors": "forced-colors",
    "media": "media",
}


@contextmanager
def firefox(playwright: Playwright, folder: Path) -> Iterator[Browser]:
    """A headless Firefox; the folder is for the program that starts it."""
    program = installed()
    if program is None:
        pytest.exit("--engine firefox: Firefox is not installed here", returncode=1)
    port = _free_port()
    browser = playwright.firefox.launch(
        channel="moz-firefox",
        executable_path=_starter(folder, program, port),
        args=["--remote-allow-system-access"],
        firefox_user_prefs=PREFERENCES,
    )
    told = _Told(port)
    for name in ("new_context", "new_page"):
        setattr(browser, name, told.before(getattr(browser, name)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Page, "emulate_media", told.before_emulation(Page.emulate_media))
        patch.setattr(Page, "add_init_script", _in_pages(Page.add_init_script))
        patch.setattr(Locator, "dblclick", told.before_double_click(Locator.dblclick))
        yield browser
    browser.close()


def _in_pages(add: Callable[..., None]) -> Callable[..., None]:
    """Scripts that run before a page's own: not in the empty document before the first, as here."""
    return lambda page, script: add(page, f"if (location.origin) {{\n{script}\n}}")


def _starter(folder: Path, program: Path, port: int) -> Path:
    """What Playwright takes for Firefox: the relay, which starts it."""
    starter = folder / "firefox"
    module = "tests.browser.firefox.relay"
    command = f'exec "{sys.executable}" -m {module} --relay-port={port} "{program}" "$@"'
    starter.write_text(f'#!/bin/sh\ncd "{ROOT}" || exit 1\n{command}\n')
    starter.chmod(0o755)
    return starter


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


class _Told:
    """Tells the relay beforehand what Playwright is asked and does not pass on."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"

    def before(self, open_one: Callable[..., Any]) -> Callable[..., Any]:
        def opened(**options: Any) -> Any:
            options.pop("is_mobile", None)  # a page as wide as its window, which Firefox has only
            self._tell({name: options.get(name) for name in FEATURES})
            return open_one(**options)

        return opened

    def before_emulation(self, emulate: Callable[..., None]) -> Callable[..., None]:
        def emulated(page: Page, **options: Any) -> None:
            told = {name: value for name, value in options.items() if name in FEATURES}
            # Playwright's word for as the browser has it.
            self._tell({name: None if value == "null" else value for name, value in told.items()})
            emulate(page, **options)

        return emulated

    def before_double_click(self, click: Callable[..., None]) -> Callable[..., None]:
        def clicked(locator: Locator, **options: Any) -> None:
            self._post("double")
            click(locator, **options)

        return clicked

    def _tell(self, options: dict[str, str | bool | None]) -> None:
        self._post("media", {FEATURES[name]: value for name, value in options.items()})

    def _post(self, what: str, said: object = None) -> None:
        body = json.dumps(said).encode()
        request = urllib.request.Request(f"{self.url}/{what}", body, method="POST")
        urllib.request.urlopen(request, timeout=60).close()
