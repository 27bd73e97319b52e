"""What somebody may do with data of their own, and with a second tab."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.browser.use.actions import Action, nothing, press, reachable
from tests.browser.use.hands import FAULTY, TEMPLATES, Hands, files
from tests.browser.use.model import OWN, Tab
from tests.browser.use.seen import Seen

NONE = dict.fromkeys(OWN, "")


def pick_file(tab: Tab, _seen: Seen, rng: Random) -> str | None:
    return rng.choice([*sorted(files()), FAULTY["name"]]) if tab.view == "data" else None


def look_at(hands: Hands, name: str) -> None:
    hands.look_at(files().get(name, FAULTY))


def looked(tab: Tab, name: str, _: object) -> None:
    tab.looking = name


def pick_use(tab: Tab, seen: Seen, _rng: Random) -> str | None:
    return tab.looking if tab.looking and "own-look-use" in seen.buttons else None


def used(tab: Tab, name: str, _: object) -> None:
    tab.world.files.add(name)
    tab.looking = ""
    tab.set({"data.data_file": name, "data.data_reading": ""})


def left(tab: Tab, _choice: object, _: object) -> None:
    tab.looking = ""


def pick_templates(_tab: Tab, seen: Seen, _rng: Random) -> str | None:
    return TEMPLATES if "own-use" in seen.buttons else None


def paste(hands: Hands, text: str) -> None:
    hands.page.locator("#own-text").fill(text)
    hands.press("#own-use")


def pasted(tab: Tab, text: str, _: object) -> None:
    tab.set({**NONE, "data.templates": text})


def brought_back(tab: Tab, _choice: object, _: object) -> None:
    assert tab.before, "own-again is there without anything to bring back"
    tab.set(tab.before)


DATA = (
    Action("look at a file", 8, pick_file, look_at, looked),
    Action("use it", 12, pick_use, lambda hands, _: press(hands, "own-look-use"), used),
    Action("leave it", 2, reachable("own-look-leave"), press, left),
    Action("paste templates", 3, pick_templates, paste, pasted),
    Action("back to the generator", 6, reachable("own-back"), press, lambda tab, *_: tab.set(NONE)),
    Action("bring back mine", 6, reachable("own-again"), press, brought_back),
    Action(
        "choose colours", 1, lambda _t, _s, rng: rng.choice(["auto", "light", "dark"]),
        lambda hands, value: hands.page.locator("#theme").select_option(value), nothing,
    ),
)  # fmt: skip


def can_open(tab: Tab, _seen: Seen, _rng: Random) -> Any:
    return True if tab.world.tabs == 1 else None


def can_leave(tab: Tab, _seen: Seen, _rng: Random) -> Any:
    return True if tab.world.tabs == 2 else None


# These are not one page's: who plays the sequence does them.
TABS = (
    Action("open a second tab", 2, can_open, nothing, nothing),
    Action("go to the other tab", 8, can_leave, nothing, nothing),
    Action("close the tab", 2, can_leave, nothing, nothing),
)
