"""Stands between Playwright and an installed Firefox, and adds what that Firefox lacks.

Playwright drives Firefox by WebDriver BiDi, but asks newer commands of it than an ESR has, and does
not pass on all that it emulates. This program is started in Firefox's place. It starts Firefox,
hands every message on, and answers `emulation.setMediaFeaturesOverride` itself, by what Firefox's
own developer tools do: the overrides of a browsing context. What Playwright leaves out (a printed
page, less motion, forced colours, a touch screen, no scripts) is told beforehand, by POST to
`/media`, and that a click is a double one, by POST to `/double`; see engine.py.

    python -m tests.browser.firefox.relay --relay-port=PORT FIREFOX ARGUMENTS...
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
from pathlib import Path
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler
from tornado.websocket import WebSocketClientConnection, WebSocketHandler, websocket_connect

from tests.browser.firefox.overrides import OVERRIDE, Override, overrides

LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
LARGEST = 1 << 28  # bytes of a message: a picture of a long page, a file that a test loads
OWN = 1 << 40  # numbers of the relay's own commands, out of Playwright's way
DOWNLOAD_BEGINS = "browsingContext.downloadWillBegin"
DOWNLOAD_ENDS = "browsingContext.downloadEnd"
MEDIA = "emulation.setMediaFeaturesOverride"

# Two of the scripts that Playwright puts into a page are told to do as it does in Chromium.
#
# Before it clicks, it scrolls the element into the middle of the window, also one that is in sight:
# a link in a header that stays at the top would move the page.
OUTSIDE = """[node.getBoundingClientRect()].some((box) => box.top < 0 || box.left < 0
 || box.bottom > innerHeight || box.right > innerWidth)""".replace("\n", "")
SCROLLS = re.compile(r"(node\.scrollIntoView\(\{\\n\s*block: )")
# Text is put into a field as if by a script, after which Enter and leaving it are no change of it.
INSERTS = re.compile(r"(const elementType = element\.nodeName\.toLocaleLowerCase\(\);)")
AS_TYPED = "if (window.document.execCommand(`insertText`, false, text)) return;"


def mended(text: str) -> str:
    """A message of Playwright's with the scripts as they should be."""
    return INSERTS.sub(rf"{AS_TYPED} \1", SCROLLS.sub(rf"if ({OUTSIDE}) \1", text))


class Session:
    """The messages of one session, in both directions."""

    def __init__(self, client: WebSocketHandler, firefox: WebSocketClientConnection) -> None:
        self.client = client
        self.firefox = firefox
        self.number = OWN
        self.answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.creating: dict[int, str] = {}
        self.navigating: set[int] = set()
        self.begun: set[str] = set()
        self.held: dict[str, str] = {}
        self.presses = 0
        self.told: dict[str, Override | None] = {}
        self.by_user_context: dict[str, dict[str, Override]] = {}
        self.downloads: dict[str, tuple[str, str]] = {}
        self.window = ""

    async def from_playwright(self, text: str) -> None:
        message = json.loads(text)
        if message["method"] == MEDIA:
            await self._media(message)
            return
        if message["method"] == "browsingContext.create":
            self.creating[message["id"]] = message["params"].get("userContext", "default")
        if message["method"] == "browsingContext.navigate":
            self.navigating.add(message["id"])
        if self.presses and message["method"] == "input.performActions":
            text = self._twice(message)
        if not text:
            await self._answer(message)
            return
        await self.firefox.write_message(mended(text))

    def heard(self, text: str) -> bool:
        """Whether a message is an answer to a command of the relay's own."""
        message = json.loads(text)
        answer = self.answers.pop(message.get("id"), None)
        if answer:
            answer.set_result(message)
        return answer is not None

    async def from_firefox(self, text: str) -> None:
        message = json.loads(text)
        if message.get("method") in (DOWNLOAD_BEGINS, DOWNLOAD_ENDS):
            self._name_download(message["method"], message["params"])
            text = json.dumps(message)
        user_context = self.creating.pop(message.get("id"), None)
        if user_context in self.by_user_context and "result" in message:
            await self._override(message["result"]["context"], self.by_user_context[user_context])
        if not self._comes_early(message, text):
            await self.client.write_message(text)
        if navigation := message.get("params", {}).get("navigation"):
            self.begun.add(navigation)
            if navigation in self.held:
                await self.client.write_message(self.held.pop(navigation))

    def _comes_early(self, message: dict[str, Any], text: str) -> bool:
        """An answer that a page is being gone to is kept until it is told how.

        From the answer alone Playwright takes a link within a page for another page, which it then
        waits for.
        """
        if message.get("id") not in self.navigating:
            return False
        self.navigating.remove(message["id"])
        navigation = message.get("result", {}).get("navigation")
        if not navigation or navigation in self.begun:
            return False
        self.held[navigation] = text
        return True

    def _name_download(self, event: str, params: dict[str, Any]) -> None:
        """A file that the page has made has no navigation; Playwright wants a name for it."""
        if event == DOWNLOAD_BEGINS:
            self.number += 1
            self.downloads[params["url"]] = (f"download-{self.number}", params["suggestedFilename"])
        params["download"], name = self.downloads[params["url"]]
        if path := params.get("filepath"):  # Firefox numbers what would replace an older file
            Path(path).replace(Path(path).with_name(name))

    def _twice(self, message: dict[str, Any]) -> str:
        """The four messages of a double click as one, as which alone Firefox takes it for that."""
        [source] = message["params"]["actions"]
        if source["actions"][0]["type"] == "pointerMove":
            return json.dumps(message)
        self.presses -= 1
        if self.presses < 3:
            return ""
        down = source["actions"][0]
        source["actions"] = [down, {**down, "type": "pointerUp"}] * 2
        return json.dumps(message)

    async def _answer(self, message: dict[str, Any]) -> None:
        answer = {"type": "success", "id": message["id"], "result": {}}
        await self.client.write_message(json.dumps(answer))

    async def _media(self, message: dict[str, Any]) -> None:
        params, told, self.told = message["params"], self.told, {}
        wanted = overrides({**params["features"], **told})
        for user_context in params.get("userContexts", []):
            self.by_user_context.setdefault(user_context, {}).update(wanted)
        for context in params.get("contexts", []):
            await self._override(context, wanted)
        await self._answer(message)

    async def _override(self, context: str, wanted: dict[str, Override]) -> None:
        if not self.window:
            tree = await self._ask("browsingContext.getTree", {"moz:scope": "chrome"})
            self.window = tree["contexts"][0]["context"]
        await self._ask(
            "script.evaluate",
            {
                "expression": f"({OVERRIDE})({json.dumps([context, wanted])})",
                "target": {"context": self.window},
                "awaitPromise": True,
            },
        )

    async def _ask(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        self.number += 1
        answer = self.answers[self.number] = asyncio.get_running_loop().create_future()
        command = {"id": self.number, "method": method, "params": params}
        await self.firefox.write_message(json.dumps(command))
        message = await answer
        if "result" not in message or message["result"].get("type") == "exception":
            raise RuntimeError(f"{method}: {message}")
        return message["result"]


class Relay:
    """Firefox's address, and the session once there is one."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.session: Session | None = None


class Messages(WebSocketHandler):
    def initialize(self, relay: Relay) -> None:
        self.relay = relay

    def check_origin(self, origin: str) -> bool:
        return True

    async def open(self) -> None:  # type: ignore[override]
        url = self.relay.address + "/session"
        self.firefox = await websocket_connect(url, max_message_size=LARGEST)
        self.session = self.relay.session = Session(self, self.firefox)
        self.waiting = asyncio.Queue[str]()
        self.tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._in_turn())]
        for task in self.tasks:
            task.add_done_callback(lambda _: self.close())

    async def _listen(self) -> None:
        while (text := await self.firefox.read_message()) is not None:
            if not self.session.heard(str(text)):
                self.waiting.put_nowait(str(text))

    async def _in_turn(self) -> None:
        while True:
            await self.session.from_firefox(await self.waiting.get())

    async def on_message(self, message: str | bytes) -> None:  # type: ignore[override]
        await self.session.from_playwright(str(message))


class Telling(RequestHandler):
    """What is said beforehand: how the next page is to be, or that a double click comes."""

    def initialize(self, relay: Relay) -> None:
        self.relay = relay

    def post(self, what: str) -> None:
        session = self.relay.session
        assert session
        if what == "media":
            session.told = json.loads(self.request.body)
        else:
            session.presses = 4


async def main(port: int, command: list[str]) -> int:
    """Start Firefox and the relay; return Firefox's status once it has ended."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, stdin=None, stderr=pipe)
    assert process.stderr
    while line := (await process.stderr.readline()).decode(errors="replace"):
        if found := LISTENING.search(line):
            relay = Relay(found[1])
            routes = [
                ("/session", Messages, {"relay": relay}),
                ("/(media|double)", Telling, {"relay": relay}),
            ]
            HTTPServer(
                Application(routes, websocket_max_message_size=LARGEST)  # type: ignore[arg-type]
            ).listen(port, "127.0.0.1")
            line = f"WebDriver BiDi listening on ws://127.0.0.1:{port}\n"
        print(line, end="", file=sys.stderr, flush=True)
    return await process.wait()


if __name__ == "__main__":
    flag, *rest = sys.argv[1:]
    sys.exit(asyncio.run(main(int(flag.partition("=")[2]), rest)))
